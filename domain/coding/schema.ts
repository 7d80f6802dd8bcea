import * as z from "zod";
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

export const ApplyCode = z.object({ ...place, note: z.string().max(10_000, "A note has at most 10,000 characters.").optional() });
export type ApplyCode = z.infer<typeof ApplyCode>;

export const WithdrawCode = z.object(place);
export type WithdrawCode = z.infer<typeof WithdrawCode>;

export const ListCodings = z.object({ id: controlNumber });
export type ListCodings = z.infer<typeof ListCodings>;

/** One code on a conversation, as the own side sees it. `turn` null: the conversation as a whole. */
export const Coding = z.object({
  code: z.string(),
  turn: z.int().nullable(),
  note: z.string().nullable(),
  by: z.string(),
  at: z.string(),
});
export type Coding = z.infer<typeof Coding>;
