import { handler } from "@/app/handler";
import { putInForce } from "@/domain/orders/put-in-force";
import { PutInForce } from "@/domain/orders/schema";

export const POST = handler(PutInForce, putInForce);
