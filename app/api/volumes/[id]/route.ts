import { handler } from "@/app/handler";
import { GetVolume } from "@/domain/volumes/schema";
import { getVolume } from "@/domain/volumes/show";

export const GET = handler(GetVolume, getVolume);
