import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { csv } from "@/lib/csv";
import { notFound } from "@/lib/errors";
import { findVolumeRow, listRejectionRows } from "./data";
import type { ListRejections, Rejection } from "./schema";

const PAGE = 1_000;

/** What intake rejected, with file, line, byte and reason, and no text. As CSV all of it, read page by page while it is sent. Throws not_found. */
export async function listRejections(
  actor: Actor,
  { id, after, limit, format }: ListRejections,
): Promise<{ items: Rejection[]; next: string | null } | Response> {
  const page = (from: string | undefined, most: number) =>
    look(actor, "volume:read", async (tx, permit) => {
      const volume = await findVolumeRow(tx, permit, id);
      if (!volume) throw notFound();
      return { name: volume.controlPrefix, ...(await listRejectionRows(tx, permit, Number(volume.id), from, most)) };
    });
  if (format === "json") {
    const { items, next } = await page(after, limit);
    return { items, next };
  }
  let ready: Awaited<ReturnType<typeof page>> | null = await page(undefined, PAGE);
  const name = `${ready.name}-rejected.csv`;
  let head = [["file", "record", "line", "byte", "bytes", "reason"]];
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (!ready) return controller.close();
      controller.enqueue(new TextEncoder().encode(csv([...head, ...ready.items.map(rowOf)])));
      head = [];
      ready = ready.next ? await page(ready.next, PAGE) : null;
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
    },
  });
}

function rowOf({ file, ordinal, line, byteOffset, byteLength, reason }: Rejection): string[] {
  return [file, String(ordinal), String(line), String(byteOffset), String(byteLength), reason];
}
