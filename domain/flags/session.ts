import { crowded, type Detector, flag, inMinutes, MINUTE, minutesOf, stretches, type Timed } from "./strand";

/** Two sessions of one person used at the same time, in turn: two machines, or two people. */
export const findSessions: Detector = ({ lines, settings: { session } }) => {
  const used = lines.filter(({ session: id, action }) => id !== null && action.startsWith("conversation:"));
  const switches = used.filter((line, i) => i > 0 && used[i - 1]?.session !== line.session);
  const span = session.minutes * MINUTE;
  const inside = crowded(switches, session.switches, span);
  return stretches(inside, (before, next) => next.ms - before.ms <= span).flatMap((over: readonly Timed[]) => {
    const sessions = new Set(over.map((line) => line.session)).size;
    const sentence = `${sessions} sessions used in turn, changing ${over.length} times in ${inMinutes(over)}.`;
    return flag("session", over, sentence, { sessions, switches: over.length, minutes: minutesOf(over) });
  });
};
