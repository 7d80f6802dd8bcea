import { type FileHandle, open } from "node:fs/promises";
import path from "node:path";
import { type Actor, refused } from "@/domain/access/permit";
import { show } from "@/domain/audit/show";
import type { Tx } from "@/lib/db";
import { DomainError } from "@/lib/errors";
import { openDownload, stopDownload } from "./data";
import { folderOf } from "./folder";
import type { DownloadFile, ProductionFile } from "./schema";

export type Download = ProductionFile & { readonly body: AsyncGenerator<Uint8Array> };

/**
 * A file of a ready production of the own side. The holds are asked again at this moment, and the entry is committed before the file
 * is opened. Throws `held` with the holds. `body` must be read to its end or returned: it holds the file open. It throws in the middle
 * when a hold is placed, the session ends or the right is lost while it is sent.
 */
export function downloadFile(actor: Actor, { id, name }: DownloadFile): Promise<Download> {
  return show(
    actor,
    "production:download",
    (tx) => openDownload(tx, actor, id, name),
    async (tx, { file }, ticket) => {
      // The name comes from the production's own list, never from the request.
      const handle = await open(path.join(folderOf(id), file.name), "r").catch(() => null);
      const { size } = (await handle?.stat()) ?? { size: -1 };
      if (!handle || size !== file.bytes) {
        await handle?.close();
        throw new DomainError("unavailable", "This file is not on disk as it was written. Nothing was sent. Tell the operator.");
      }
      return { ...file, body: bytesOf(handle, () => refuseStopped(tx, actor, ticket)) };
    },
  );
}

async function refuseStopped(tx: Tx, actor: Actor, ticket: bigint) {
  const reason = await stopDownload(tx, actor.secret, ticket);
  if (reason) throw refused(reason, actor.role);
}

/** How much is sent between two questions whether it may still be: a slow reader is asked about by time, a fast one by volume. */
const ASK_MS = 500;
const ASK_BYTES = 4 * 1024 * 1024;

async function* bytesOf(handle: FileHandle, stillAllowed: () => Promise<void>): AsyncGenerator<Uint8Array> {
  let asked = Date.now();
  let sent = 0;
  try {
    for (;;) {
      if (Date.now() - asked >= ASK_MS || sent >= ASK_BYTES) {
        await stillAllowed();
        asked = Date.now();
        sent = 0;
      }
      const { bytesRead, buffer } = await handle.read({ buffer: Buffer.allocUnsafe(256 * 1024) });
      if (bytesRead === 0) return;
      sent += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}
