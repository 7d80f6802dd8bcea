import { attachment } from "@/app/download";
import { handler } from "@/app/handler";
import type { Actor } from "@/domain/access/permit";
import { downloadCv } from "@/domain/disclosures/download-cv";
import { NameDisclosure } from "@/domain/disclosures/schema";

export const GET = handler(NameDisclosure, async (actor: Actor, asked: NameDisclosure) => {
  const { name, type, bytes } = await downloadCv(actor, asked);
  async function* whole() {
    yield bytes;
  }
  return attachment(whole(), { name, type });
});
