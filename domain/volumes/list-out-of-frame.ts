import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { csv } from "@/lib/csv";
import { notFound } from "@/lib/errors";
import { findVolumeRow, listOutsideRows } from "./data";
import type { ListOutOfFrame, OutOfFrame } from "./schema";

const PAGE = 1_000;

/** Which conversations lie outside of the frame of a volume, by number and why, and no word of them. As CSV all of them, read page by page while it is sent. Throws not_found. */
export async function listOutOfFrame(
  actor: Actor,
  { id, after, limit, format }: ListOutOfFrame,
): Promise<{ items: OutOfFrame[]; next: string | null } | Response> {
  const page = (from: number, most: number) =>
    look(actor, "volume:read", async (tx, permit) => {
      const volume = await findVolumeRow(tx, permit, id);
      if (!volume) throw notFound();
      return { name: volume.controlPrefix, ...(await listOutsideRows(tx, permit, Number(volume.id), from, most)) };
    });
  if (format === "json") {
    const { items, next } = await page(after, limit);
    return { items, next };
  }
  let ready: Awaited<ReturnType<typeof page>> | null = await page(0, PAGE);
  const name = `${ready.name}-out-of-frame.csv`;
  let head = [["conversation", "why"]];
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (!ready) return controller.close();
      controller.enqueue(
        new TextEncoder().encode(csv([...head, ...ready.items.map(({ controlNumber, why }) => [controlNumber, why.join(" ")])])),
      );
      head = [];
      ready = ready.next ? await page(Number(ready.next), PAGE) : null;
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
