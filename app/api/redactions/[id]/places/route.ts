import { handler } from "@/app/handler";
import { decidePlaces } from "@/domain/redactions/decide";
import { DecidePlaces } from "@/domain/redactions/schema";

export const POST = handler(DecidePlaces, decidePlaces);
