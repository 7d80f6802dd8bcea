import * as z from "zod";
import { ExportedEntry } from "@/domain/audit/schema";

const number = z.coerce.number("A whole number.").int("A whole number.").min(0).max(Number.MAX_SAFE_INTEGER);
const entryId = z.string().regex(/^\d{1,18}$/, "The number of an entry.");
/** SHA-256, in base64 as in signed notes. */
const hash = z.string();

export const Witnessing = z.object({ name: z.string(), size: z.int(), at: z.string(), line: z.string() });

/**
 * The newest signed state of the matter's log. `note` is the signed note; `cosignatures` are of the newest checkpoint that each witness
 * signed. `behind`: entries that are written and not signed yet, and how long the oldest of them has waited. `unwitnessedSince`: since
 * when no witness has confirmed the log, where there are witnesses.
 */
export const CheckpointAnswer = z.object({
  origin: z.string(),
  size: z.int(),
  root: hash,
  note: z.string(),
  at: z.string(),
  cosignatures: z.array(Witnessing),
  behind: z.object({ entries: z.int(), seconds: z.number() }),
  unwitnessedSince: z.string().nullable(),
});
export type CheckpointAnswer = z.infer<typeof CheckpointAnswer>;

/** Leaves by their index: `from` is the first, `to` the one after the last; at most 1,000 at a time. */
export const ReadLeaves = z.object({ from: number.default(0), to: number.optional() });
export type ReadLeaves = z.infer<typeof ReadLeaves>;
export const Leaf = ExportedEntry;
export type Leaf = z.infer<typeof Leaf>;

/** That an entry stands in the log: `size` is that of a checkpoint, by default the newest. */
export const ProveEntry = z.object({ entry: entryId, size: number.optional() });
export type ProveEntry = z.infer<typeof ProveEntry>;
export const InclusionProof = z.object({
  entry: z.string(),
  index: z.int(),
  size: z.int(),
  root: hash,
  leafHash: hash,
  hashes: z.array(hash),
});
export type InclusionProof = z.infer<typeof InclusionProof>;

/** That the log of size `to` (by default the newest checkpoint's) continues that of size `from`. */
export const ProveConsistency = z.object({ from: number, to: number.optional() });
export type ProveConsistency = z.infer<typeof ProveConsistency>;
export const ConsistencyProof = z.object({ from: z.int(), to: z.int(), fromRoot: hash, toRoot: hash, hashes: z.array(hash) });
export type ConsistencyProof = z.infer<typeof ConsistencyProof>;

/** The public keys as signed notes name them: of the log, and of the witnesses that the monitor named. */
export const LogKeys = z.object({ origin: z.string(), keys: z.array(z.string()), witnesses: z.array(z.string()) });
export type LogKeys = z.infer<typeof LogKeys>;

export const ReadReceipt = z.object({ entry: entryId });
export type ReadReceipt = z.infer<typeof ReadReceipt>;

const secure = (given: string) => {
  if (!URL.canParse(given)) return false;
  const { protocol, hostname, username, password } = new URL(given);
  const here = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  return !username && !password && (protocol === "https:" || (protocol === "http:" && here));
};
const address = z.string().trim().max(1_000).refine(secure, "An address begins with https://, or with http:// on this very machine.");
const vkey = z
  .string()
  .trim()
  .max(300)
  .regex(/^[^+\s]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+=*$/, "A witness's key, as <name>+<8 digits>+<base64>.");

/**
 * Where checkpoints go from now on: an `address` they are posted to, a `folder` they are written to (whole path on the host), or a
 * `witness`, known by its key, that is asked at `target` or, without one, comes for them itself.
 */
export const DeliverTo = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("address"), target: address }),
  z.object({
    kind: z.literal("folder"),
    target: z
      .string()
      .trim()
      .max(1_000)
      .regex(/^\/[^\0]+$/, "A whole path, as /mnt/court/checkpoints."),
  }),
  z.object({ kind: z.literal("witness"), vkey, target: address.optional() }),
]);
export type DeliverTo = z.infer<typeof DeliverTo>;

export const StopDelivery = z.object({ id: z.uuid() });
export type StopDelivery = z.infer<typeof StopDelivery>;

export const Recipient = z.object({
  id: z.string(),
  kind: z.enum(["folder", "address", "witness"]),
  target: z.string().nullable(),
  vkey: z.string().nullable(),
  addedAt: z.string(),
  delivered: z.object({ size: z.int(), at: z.string() }).nullable(),
  problem: z.string().nullable(),
});
export type Recipient = z.infer<typeof Recipient>;

/** A witness's line under the checkpoint of a size, as C2SP tlog-cosignature writes it. */
export const HandIn = z.object({ size: number, line: z.string().max(500) });
export type HandIn = z.infer<typeof HandIn>;
