import * as z from "zod";
import { disclosures } from "@/domain/conversations/schema";
import { formats } from "@/domain/formats/schema";

/** A name within the intake folder: never a path. */
export const FileName = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^./\\\0][^/\\\0]*$/, "A name of a file in the intake folder, not a path");

const said = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .transform((text) => text || undefined)
    .optional();

/** Which files of the intake folder become which volume, and what the delivery says of itself. */
export const AskIntake = z.object({
  volume: z.string().trim().min(1).max(60),
  files: z.array(FileName).min(1, "Choose a file.").max(1000),
  format: z.enum(["auto", ...formats]).default("auto"),
  disclosure: z.enum(disclosures).optional(),
  source: said(400),
  producingParty: said(200),
  orderReference: said(400),
  deidTool: said(200),
  deidVersion: said(100),
});
export type AskIntake = z.infer<typeof AskIntake>;

export const ListArrivals = z.object({});
export type ListArrivals = z.infer<typeof ListArrivals>;
export const CancelIntake = z.object({ id: z.uuid() });
export type CancelIntake = z.infer<typeof CancelIntake>;

/** How far an intake is. `bytes` of `of` in the file that is read; `rate` in bytes a second. */
export const ArrivalProgress = z.object({
  step: z.string(),
  file: z.string(),
  bytes: z.number(),
  of: z.number(),
  records: z.int(),
  rejected: z.int(),
  rate: z.number(),
});
export type ArrivalProgress = z.infer<typeof ArrivalProgress>;

export const Arrival = z.object({
  id: z.string(),
  volume: z.string(),
  files: z.array(z.string()),
  state: z.enum(["asked", "running", "done", "failed", "cancelled"]),
  /** Was asked to stop, and will when what it is committing is committed. */
  cancelling: z.boolean(),
  progress: ArrivalProgress.nullable(),
  message: z.string().nullable(),
  askedBy: z.string(),
  askedAt: z.string(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
});
export type Arrival = z.infer<typeof Arrival>;

/** The intakes that were asked for, newest first, and what lies in the intake folder. */
export const Arrivals = z.object({
  items: z.array(Arrival),
  next: z.null(),
  folder: z.string(),
  files: z.array(z.object({ name: z.string(), bytes: z.int(), at: z.string() })),
});
export type Arrivals = z.infer<typeof Arrivals>;
