import { handler } from "@/app/handler";
import { readVolume } from "@/domain/volumes/read";
import { ReadVolume } from "@/domain/volumes/schema";

export const GET = handler(ReadVolume, readVolume);
