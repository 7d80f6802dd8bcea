import * as z from "zod";
import { handler } from "@/app/handler";
import { discloseExpert } from "@/domain/disclosures/disclose";
import { listDisclosures } from "@/domain/disclosures/list";
import { DiscloseExpert } from "@/domain/disclosures/schema";

export const GET = handler(z.object({}), listDisclosures);
// A file of 5 MB is a third larger in base64, and comes with what is said about it.
export const POST = handler(DiscloseExpert, discloseExpert, { created: true, bytes: 7_340_032 });
