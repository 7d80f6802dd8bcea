import * as z from "zod";
import { disclosures } from "@/domain/conversations/schema";
import { IntakeReport } from "@/domain/intake/schema";
import { SpanReport } from "@/domain/masking/schema";
import { Deletion } from "./deletion-schema";

export const ListVolumes = z.object({});
export type ListVolumes = z.infer<typeof ListVolumes>;

/** A volume by its id or by its name. */
export const ReadVolume = z.object({ id: z.string().min(1).max(60) });
export type ReadVolume = z.infer<typeof ReadVolume>;

/** One delivery as the matter knows it. `loading` is seen by the host alone: until a volume is sealed nobody reads any of it. Of what was `deleted` the record stays. */
export const Volume = z.object({
  id: z.string(),
  name: z.string(),
  controlPrefix: z.string(),
  state: z.enum(["loading", "sealed", "deleted"]),
  disclosure: z.enum(disclosures),
  tier: z.int(),
  /** Whether it came designated; what did not has the highest tier of the order. */
  designated: z.boolean(),
  source: z.string().nullable(),
  producingParty: z.string().nullable(),
  orderReference: z.string().nullable(),
  deidTool: z.string().nullable(),
  deidVersion: z.string().nullable(),
  conversations: z.int(),
  firstControlNumber: z.string().nullable(),
  lastControlNumber: z.string().nullable(),
  createdAt: z.string(),
  sealedAt: z.string().nullable(),
  /** The volume whose place it takes, and the one that took its; by name. `superseded` of its conversations have a newer version. */
  supersedes: z.string().nullable(),
  supersededBy: z.string().nullable(),
  superseded: z.int(),
  /** The last request to delete it and what became of it; null where nobody asked. */
  deletion: Deletion.nullable(),
});
export type Volume = z.infer<typeof Volume>;

/** `frame` says how the conversations were drawn; `intakeReport` is null where the volume was not loaded from files. */
export const VolumeDetail = Volume.extend({
  frame: z.record(z.string(), z.unknown()).nullable(),
  /** The files as the producing party lists them. */
  hashList: z.array(z.object({ file: z.string(), sha256: z.string() })).nullable(),
  intakeReport: IntakeReport.nullable(),
  /** What was found that may say who somebody is, as counts; null where the volume was not searched. */
  deidReport: SpanReport.nullable(),
});
export type VolumeDetail = z.infer<typeof VolumeDetail>;

export const outside = ["early", "late", "undated", "business"] as const;
/** Conversations outside of the frame of a volume, in order of number; `after` is the `next` of the page before. With `format` csv: all of them, as a file. */
export const ListOutOfFrame = z.object({
  id: z.string().min(1).max(60),
  after: z.coerce.number().int().min(0).max(2_000_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  format: z.enum(["json", "csv"]).default("json"),
});
export type ListOutOfFrame = z.infer<typeof ListOutOfFrame>;
export const OutOfFrame = z.object({ controlNumber: z.string(), why: z.array(z.enum(outside)) });
export type OutOfFrame = z.infer<typeof OutOfFrame>;

/** Rejected records of a volume, in order of file and place; `after` is the `next` of the page before. With `format` csv: all of them, as a file. */
export const ListRejections = z.object({
  id: z.string().min(1).max(60),
  after: z
    .string()
    .regex(/^\d{1,9}-\d{1,9}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  format: z.enum(["json", "csv"]).default("json"),
});
export type ListRejections = z.infer<typeof ListRejections>;
export const Rejection = z.object({
  file: z.string(),
  ordinal: z.int(),
  line: z.int(),
  byteOffset: z.int(),
  byteLength: z.int(),
  reason: z.string(),
});
export type Rejection = z.infer<typeof Rejection>;
