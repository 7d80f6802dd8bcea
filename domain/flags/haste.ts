import { type Detector, flag, inMinutes, type Look, looksIn, minutesOf, stretches } from "./strand";

/** Conversations opened faster than anybody reads: the next one comes within seconds, again and again. */
export const findHaste: Detector = ({ lines, settings: { haste } }) => {
  const looks = looksIn(lines);
  const hurried = looks.map((look, i) => {
    const next = looks[i + 1];
    return next ? next.ms - look.ms < haste.seconds * 1000 : false;
  });
  const inside = new Set<number>();
  let sum = 0;
  for (const [i, one] of hurried.entries()) {
    sum += Number(one) - Number(hurried[i - haste.looks] ?? false);
    if (i + 1 >= haste.looks && sum >= haste.share * haste.looks) for (let at = i - haste.looks + 1; at <= i; at++) inside.add(at);
  }
  const bursts = stretches(
    [...inside].sort((a, b) => a - b),
    (before, at) => at === before + 1,
  );
  return bursts.flatMap((burst) => {
    const over = burst.map((at) => looks[at]).filter((look): look is Look => look !== undefined);
    const quick = burst.filter((at) => hurried[at]).length;
    const sentence = `${over.length} conversations opened in ${inMinutes(over)}, ${quick} of them left within ${haste.seconds} seconds.`;
    return flag("haste", over, sentence, { conversations: over.length, left: quick, minutes: minutesOf(over) });
  });
};
