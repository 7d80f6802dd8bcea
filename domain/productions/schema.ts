import * as z from "zod";
import { disclosures, Turn } from "@/domain/conversations/schema";

export const formats = ["jsonl"] as const;

/** What is asked to leave: a reviewed set of the own side, under a name, with the reason. */
export const AskProduction = z.object({
  setId: z.uuid(),
  name: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,79}$/,
      "A name has letters, digits, blanks, dots, hyphens and underscores, at most 80, and begins with a letter or digit.",
    ),
  formats: z
    .array(z.enum(formats, `There is one format so far: ${formats.join(", ")}.`))
    .min(1, "Name a format: jsonl.")
    .default(["jsonl"]),
  reason: z.string().trim().min(1, "State the reason.").max(2_000, "A reason has at most 2,000 characters."),
});
export type AskProduction = z.infer<typeof AskProduction>;

export const ReadProduction = z.object({ id: z.uuid() });
export type ReadProduction = z.infer<typeof ReadProduction>;

export const DownloadFile = z.object({ id: z.uuid(), name: z.string().max(120) });
export type DownloadFile = z.infer<typeof DownloadFile>;

/** A file of a production. `lines` where it has one conversation to a line. */
export const ProductionFile = z.object({ name: z.string(), bytes: z.int(), sha256: z.string(), lines: z.int().optional() });
export type ProductionFile = z.infer<typeof ProductionFile>;

/**
 * A set on its way out. `written` of `size` conversations are in the file so far; `files` are there once it is `ready`. `held`: a hold
 * stopped it and nothing was kept. `failed`: `failure` says why, and nothing was kept.
 */
export const Production = z.object({
  id: z.string(),
  name: z.string(),
  setId: z.string(),
  formats: z.array(z.string()),
  reason: z.string(),
  state: z.enum(["writing", "ready", "held", "failed"]),
  failure: z.string().nullable(),
  written: z.int(),
  size: z.int(),
  files: z.array(ProductionFile),
  requestedBy: z.string(),
  requestedAt: z.string(),
  readyAt: z.string().nullable(),
});
export type Production = z.infer<typeof Production>;

/** One line of conversations.jsonl. A turn above the tier of whoever asked is there with its tier in `withheld`, and without its words. A conversation that was withdrawn is a line with its number and `withdrawn`, without turns. */
export const ProducedConversation = z.object({
  controlNumber: z.string(),
  volume: z.string(),
  model: z.string().nullable(),
  language: z.string().nullable(),
  month: z.string().nullable(),
  /** The member of the set that this is the newest version of, where that is not itself. */
  replaces: z.string().optional(),
  designation: z.string(),
  legend: z.string(),
  withdrawn: z.boolean().optional(),
  turns: z.array(Turn.extend({ legend: z.string().optional() })),
});
export type ProducedConversation = z.infer<typeof ProducedConversation>;

/** manifest.json: the legend of each tier of the order, the lowest first, as every line carries it; what was asked for, what the files hold, and their hashes. */
export const Manifest = z.object({
  matter: z.string(),
  legends: z.array(z.string()),
  production: z.object({ id: z.string(), name: z.string(), reason: z.string(), requestedBy: z.string() }),
  set: z.object({ id: z.string(), name: z.string(), query: z.string(), reading: z.string(), size: z.int(), sha256: z.string() }),
  /** `replaced`: members that left as a newer version of them; a set that has two versions of one conversation has it once. */
  counts: z.object({ conversations: z.int(), turns: z.int(), withheldTurns: z.int(), withdrawnConversations: z.int(), replaced: z.int() }),
  /** The deliveries that the conversations are from, as each says of itself; what one does not say is null. */
  volumes: z.array(
    z.object({
      name: z.string(),
      source: z.string().nullable(),
      producingParty: z.string().nullable(),
      orderReference: z.string().nullable(),
      deidTool: z.string().nullable(),
      deidVersion: z.string().nullable(),
      disclosure: z.enum(disclosures),
      designation: z.string(),
      designated: z.boolean(),
      sealedAt: z.string().nullable(),
    }),
  ),
  firstControlNumber: z.string(),
  lastControlNumber: z.string(),
  files: z.array(ProductionFile),
  generatedAt: z.string(),
});
export type Manifest = z.infer<typeof Manifest>;
