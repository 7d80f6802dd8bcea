import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { notFound } from "@/lib/errors";
import { findCv } from "./data";
import type { NameDisclosure } from "./schema";

/** The curriculum vitae of an expert who was disclosed, to counsel of both sides and the court. Each download is an entry, with the file's hash. */
export function downloadCv(actor: Actor, { id }: NameDisclosure): Promise<{ name: string; type: string; bytes: Uint8Array }> {
  return act(actor, "disclosure:cv", { detail: { disclosure: id } }, async (tx, permit) => {
    const found = await findCv(tx, permit, id);
    if (!found) throw notFound();
    const { name, type, body, sha256 } = found;
    return { result: { name, type, bytes: body }, detail: { disclosure: id, file: name, sha256: Buffer.from(sha256).toString("hex") } };
  });
}
