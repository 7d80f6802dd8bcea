import * as z from "zod";
import { disclosures } from "@/domain/conversations/schema";
import { IntakeReport } from "@/domain/intake/schema";

export const ListVolumes = z.object({});
export type ListVolumes = z.infer<typeof ListVolumes>;

/** A volume by its id or by its name. */
export const ReadVolume = z.object({ id: z.string().min(1).max(60) });
export type ReadVolume = z.infer<typeof ReadVolume>;

/** One delivery as the matter knows it. `loading` is seen by the host alone: until a volume is sealed nobody reads any of it. */
export const Volume = z.object({
  id: z.string(),
  name: z.string(),
  controlPrefix: z.string(),
  state: z.enum(["loading", "sealed"]),
  disclosure: z.enum(disclosures),
  tier: z.int(),
  source: z.string().nullable(),
  deidVersion: z.string().nullable(),
  conversations: z.int(),
  firstControlNumber: z.string().nullable(),
  lastControlNumber: z.string().nullable(),
  createdAt: z.string(),
  sealedAt: z.string().nullable(),
});
export type Volume = z.infer<typeof Volume>;

/** `frame` says how the conversations were drawn; `intakeReport` is null where the volume was not loaded from files. */
export const VolumeDetail = Volume.extend({ frame: z.record(z.string(), z.unknown()).nullable(), intakeReport: IntakeReport.nullable() });
export type VolumeDetail = z.infer<typeof VolumeDetail>;
