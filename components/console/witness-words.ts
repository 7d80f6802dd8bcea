import type { WitnessState } from "@/domain/oversight/schema";
import { count, counted } from "../ui/numbers";
import { momentOf } from "../ui/when";

/** How long something took or ago it is, in the largest whole unit. */
export function howLong(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return counted(seconds, "second");
  if (seconds < 7_200) return counted(Math.floor(seconds / 60), "minute");
  if (seconds < 172_800) return counted(Math.floor(seconds / 3_600), "hour");
  return counted(Math.floor(seconds / 86_400), "day");
}

/** What a monitor can say of the log today, in a title and a sentence. */
export function witnessHeadline(
  { size, checkpoint, cosigned, waiting, hours }: WitnessState,
  now: string,
): { title: string; sentence: string } {
  if (!checkpoint)
    return {
      title: "No checkpoint yet",
      sentence: "Nothing of the log is signed: until the first checkpoint, a change of it could not be proved.",
    };
  const ago = (at: string) => howLong(Date.parse(now) - Date.parse(at));
  const uncovered = Math.max(0, size - checkpoint.size) + waiting.entries;
  const newest = `The newest checkpoint, ${ago(checkpoint.at)} old, covers ${counted(checkpoint.size, "entry", "entries")}; ${
    uncovered === 0 ? "nothing waits" : `${counted(uncovered, "entry", "entries")} ${uncovered === 1 ? "is" : "are"} not covered yet`
  }.`;
  if (!cosigned) {
    return {
      title: "Signed, and not witnessed",
      sentence: `${newest} No witness has cosigned: whoever holds the log’s key could sign another history. Hold a checkpoint yourself, or run a witness.`,
    };
  }
  const since = checkpoint.size - cosigned.size;
  const late = Date.parse(now) - Date.parse(cosigned.at) > hours * 3_600_000 && since > 0;
  return {
    title: late ? "The witness is silent" : since === 0 ? "Signed and witnessed" : `Witnessed up to entry ${count(cosigned.size)}`,
    sentence: `${newest} ${cosigned.by.map(({ witness }) => witness).join(", ")} cosigned ${count(cosigned.size)} of them, last at ${momentOf(cosigned.at)}: up to there no change can go unnoticed${
      since > 0 ? `; ${counted(since, "newer entry rests", "newer entries rest")} on the log’s own signature` : ""
    }.`,
  };
}
