import * as z from "zod";
import { handler } from "@/app/handler";
import { listOrders } from "@/domain/orders/list";

export const GET = handler(z.object({}), listOrders);
