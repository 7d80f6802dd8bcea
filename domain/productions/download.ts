import { type FileHandle, open } from "node:fs/promises";
import path from "node:path";
import type { Actor } from "@/domain/access/permit";
import { show } from "@/domain/audit/show";
import { DomainError } from "@/lib/errors";
import { openDownload } from "./data";
import { folderOf } from "./folder";
import type { DownloadFile, ProductionFile } from "./schema";

export type Download = ProductionFile & { readonly body: AsyncGenerator<Uint8Array> };

/**
 * A file of a ready production of the own side. The holds are asked again at this moment, and the entry is committed before the file
 * is opened. Throws `held` with the holds. `body` must be read to its end or returned: it holds the file open.
 */
export function downloadFile(actor: Actor, { id, name }: DownloadFile): Promise<Download> {
  return show(
    actor,
    "production:download",
    (tx) => openDownload(tx, actor.secret, id, name),
    async (_tx, { file }) => {
      // The name comes from the production's own list, never from the request.
      const handle = await open(path.join(folderOf(id), file.name), "r").catch(() => null);
      const { size } = (await handle?.stat()) ?? { size: -1 };
      if (!handle || size !== file.bytes) {
        await handle?.close();
        throw new DomainError("unavailable", "This file is not on disk as it was written. Nothing was sent. Tell the operator.");
      }
      return { ...file, body: bytesOf(handle) };
    },
  );
}

async function* bytesOf(handle: FileHandle): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      const { bytesRead, buffer } = await handle.read({ buffer: Buffer.allocUnsafe(256 * 1024) });
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}
