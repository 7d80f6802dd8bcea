import { LiftCover } from "@/domain/masking/lifted-schema";
import { cut } from "../evidence/pieces";

/**
 * Placeholders in the text of a turn as the detector writes them, each once, in order. What came delivered with one may look the same: whether it can be lifted is
 * for the server to say. What a person masked as something else is none of the detector's.
 */
export function coversIn(text: string): string[] {
  const labels = cut(text).flatMap(({ kind, text: label }) => (kind === "placeholder" && isCover(label) ? [label] : []));
  return [...new Set(labels)];
}

/** The placeholder that is meant by what is selected, or by where the text was clicked; the first where nothing is. */
export function coverMeant(labels: readonly string[], selected: string, clicked: string): string | undefined {
  return labels.find((label) => selected.includes(label)) ?? labels.find((label) => label === clicked) ?? labels[0];
}

const isCover = (label: string) => LiftCover.shape.label.safeParse(label).success && !label.startsWith("[REDACTED_");
