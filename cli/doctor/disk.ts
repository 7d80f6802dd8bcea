import { existsSync, statSync } from "node:fs";
import { statfs } from "node:fs/promises";
import path from "node:path";
import { doubtful, type Finding, fine, noneOf, wrong } from "./check";

const GIB = 2 ** 30;

/** Room in the data folder. Where the database is elsewhere, its own disk is not seen from here, and that is said. */
export async function room(folder: string, embedded: boolean): Promise<Finding> {
  const { bavail, bsize, blocks } = await statfs(folder);
  const [free, share] = [bavail * bsize, bavail / blocks];
  const says = `${(free / GIB).toFixed(1)} GiB free (${Math.round(share * 100)}%) for ${folder}${embedded ? "" : "; the disk of the database server is not seen from here"}.`;
  const todo = "Free some, or move READING_ROOM_DATA. A log that cannot be written lets nothing be read.";
  if (free < GIB) return wrong("disk", says, todo);
  return free < 5 * GIB || share < 0.05 ? doubtful("disk", says, todo) : fine("disk", says);
}

/** Secrets are for the account of the service alone. */
export function secrets(folder: string, key: string): Finding {
  const files = [path.join(folder, "secrets.json"), path.join(folder, "demo-accounts.json"), key].filter((file) => existsSync(file));
  const open = files.filter((file) => (statSync(file).mode & 0o077) !== 0);
  return noneOf("secrets", open, {
    good: "Readable to this account alone.",
    bad: "Others of this machine may read",
    todo: "chmod 600 them, and make new passwords if anybody may have looked.",
  });
}
