import { handler } from "@/app/handler";
import { listHolds } from "@/domain/holds/list";
import { placeHold } from "@/domain/holds/place";
import { ListHolds, PlaceHold } from "@/domain/holds/schema";

export const GET = handler(ListHolds, listHolds);
export const POST = handler(PlaceHold, placeHold, { created: true });
