import * as z from "zod";
import type { Side } from "@/domain/access/permissions";
import { controlNumber } from "@/domain/conversations/schema";

const codeKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "A key has small letters, digits and hyphens, at most 40, and begins with a letter or digit.");

/** A code of one side's codebook. `key` is what is typed and sent, `label` what is read. Of the group "relevance" a turn bears one code at most. */
export const Code = z.object({
  id: z.string(),
  key: z.string(),
  label: z.string(),
  group: z.string(),
  retired: z.boolean(),
  createdAt: z.string(),
});
export type Code = z.infer<typeof Code>;

export const AddCode = z.object({
  key: codeKey,
  label: z.string().trim().min(1, "A code needs a label.").max(80, "A label has at most 80 characters."),
  group: z.string().trim().min(1).max(40, "The name of a group has at most 40 characters.").default("issue"),
});
export type AddCode = z.infer<typeof AddCode>;

/** Where a code goes: a whole conversation, or one of its turns, counted from 1. */
const place = { id: controlNumber, code: codeKey, turn: z.coerce.number().int().min(1).max(10_000_000).optional() };

/** A note as a browser seals it: a box of lib/seal.ts in base64, and its commitment in hexadecimal. It is bound by `noteFor`. */
export const SealedNote = z.object({
  epoch: z.int().min(1),
  commitment: z.string().regex(/^[0-9a-f]{64}$/, "32 bytes in hexadecimal."),
  box: z.base64().max(87_380, "A sealed note has at most 65,535 bytes."),
});
export type SealedNote = z.infer<typeof SealedNote>;

/** What a note is about and who wrote it. A box that is moved to another place, or said to be somebody else's, does not open. */
export type NotePlace = {
  readonly matter: string;
  readonly side: Side;
  readonly epoch: number;
  readonly conversation: string;
  readonly turn: number | null;
  readonly code: string;
  readonly author: string;
};

/** For whom a note is sealed, as lib/seal.ts takes it. */
export function noteFor({ matter, side, epoch, conversation, turn, code, author }: NotePlace) {
  return { purpose: ["work.note", conversation, turn ?? 0, code, author].join("|"), matter, side, epoch };
}

/** `note` is sealed by the server on arrival, and forgotten; `sealedNote` was sealed in a browser, and never seen here. One of the two. */
export const ApplyCode = z
  .object({
    ...place,
    note: z.string().max(10_000, "A note has at most 10,000 characters.").optional(),
    sealedNote: SealedNote.optional(),
  })
  .refine(({ note, sealedNote }) => note === undefined || sealedNote === undefined, "Send a note in the clear or sealed, not both.");
export type ApplyCode = z.infer<typeof ApplyCode>;

export const WithdrawCode = z.object(place);
export type WithdrawCode = z.infer<typeof WithdrawCode>;

export const ListCodings = z.object({ id: controlNumber });
export type ListCodings = z.infer<typeof ListCodings>;

/** One code on a conversation, as the own side sees it. `turn` null: the conversation as a whole. `note` opens in the side's browsers alone. */
export const Coding = z.object({
  code: z.string(),
  turn: z.int().nullable(),
  note: SealedNote.extend({ author: z.string() }).nullable(),
  by: z.string(),
  at: z.string(),
});
export type Coding = z.infer<typeof Coding>;
