import { counted, crowded, type Detector, flag, inMinutes, MINUTE, minutesOf, stretches, type Timed } from "./strand";

const isGuess = ({ action, reason }: Timed) => action === "session:open" && reason === "sign_in";

/** Attempt after attempt that was refused. */
export const findRefusals: Detector = ({ lines, settings: { refusals } }) =>
  bursts(
    lines.filter((line) => line.outcome === "refused" && !isGuess(line)),
    refusals,
  ).flatMap((over) => {
    const reasons = [...new Set(over.map(({ reason }) => reason ?? "unknown"))].slice(0, 5).join(", ");
    const sentence = `${counted(over.length, "attempt")} refused in ${inMinutes(over)} (${reasons}).`;
    return flag("refusals", over, sentence, { attempts: over.length, minutes: minutesOf(over) });
  });

/** Passwords tried in one name. */
export const findGuesses: Detector = ({ lines, settings: { guesses } }) =>
  bursts(lines.filter(isGuess), guesses).flatMap((over) =>
    flag("guesses", over, `${counted(over.length, "failed sign-in")} in this name in ${inMinutes(over)}.`, {
      attempts: over.length,
      minutes: minutesOf(over),
    }),
  );

/** The order's budget of looks or characters was reached. */
export const findBudgets: Detector = ({ lines }) => {
  const over = lines.filter(({ outcome, reason }) => outcome === "refused" && reason === "budget");
  const times = over.length === 1 ? "once" : `${over.length} times`;
  return flag("budget", over, `The budget of the order stopped this person ${times}.`, { attempts: over.length });
};

function bursts(lines: readonly Timed[], { times, minutes }: { readonly times: number; readonly minutes: number }): Timed[][] {
  const span = minutes * MINUTE;
  return stretches(crowded(lines, times, span), (before, next) => next.ms - before.ms <= span);
}
