import { keptIn } from "@/domain/reports/line";
import { type Detector, flag, type Strand, type Timed } from "./strand";

const HOUR = 3_600_000;

/** More looks in an hour than this person, or anybody of the role, is used to. */
export const findRate: Detector = ({ lines, settings: { rate, habitDays }, habits }) => {
  const hours = new Map<number, Timed[]>();
  for (const line of lines) {
    if (line.action !== "conversation:view" || line.outcome !== "done") continue;
    const hour = Math.floor(line.ms / HOUR);
    keptIn(hours, hour, (): Timed[] => []).push(line);
  }
  return [...hours.values()].flatMap((over) => {
    const [first] = over;
    const usual = first ? usualOf(first, habits) : null;
    const limit = Math.min(rate.ceiling, usual ? Math.max(rate.floor, rate.factor * usual.looks) : rate.unknown);
    if (!first || over.length <= limit) return [];
    const hour = first.at.slice(0, 13).replace("T", " ");
    const compared = usual
      ? `; ${usual.whose} busiest hours in the ${habitDays} days before had ${usual.looks}`
      : ", without a habit to compare";
    return flag("rate", over, `${over.length} looks in the hour from ${hour}:00 UTC${compared}.`, {
      ...{ looks: over.length, limit, ...(usual && { usual: usual.looks }) },
    });
  });
};

function usualOf({ person, email, role }: Timed, habits: Strand["habits"]) {
  const key = person ?? email ?? "";
  const own = habits.own(key);
  if (own !== null) return { looks: own, whose: "their own" };
  const others = habits.ofRole(key, role);
  return others === null ? null : { looks: others, whose: `the role’s` };
}
