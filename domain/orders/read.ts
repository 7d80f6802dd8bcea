import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { notFound } from "@/lib/errors";
import { findTexts, listVersions } from "./data";
import type { OrderDetail, ReadOrder } from "./schema";
import { textOf, versionOf } from "./version";

/** One version of the order, its words and its numbers, with the version before it to compare. */
export function readOrder(actor: Actor, { version }: ReadOrder): Promise<OrderDetail> {
  return look(actor, "order:read", async (tx, permit) => {
    const row = (await listVersions(tx, permit)).find((one) => one.version === version);
    const texts = (await findTexts(tx, permit, [version, version - 1])).map(textOf);
    const text = texts.find((one) => one.version === version);
    if (!row || !text) throw notFound();
    const before = texts.find((one) => one.version === version - 1) ?? null;
    return { ...versionOf(row, actor.order.version), text: text.text, settings: text.settings, before };
  });
}
