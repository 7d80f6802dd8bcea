import { handler } from "@/app/handler";
import { readOrder } from "@/domain/orders/read";
import { ReadOrder } from "@/domain/orders/schema";

export const GET = handler(ReadOrder, readOrder);
