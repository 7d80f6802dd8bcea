import { handler } from "@/app/handler";
import { readStatistics } from "@/domain/volumes/statistics";
import { ReadStatistics } from "@/domain/volumes/statistics-schema";

export const GET = handler(ReadStatistics, readStatistics);
