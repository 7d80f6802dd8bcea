import { handler } from "@/app/handler";
import { placeOf } from "@/domain/search/place";
import { PlaceOf } from "@/domain/search/schema";

export const GET = handler(PlaceOf, placeOf);
