import { type Detector, flag, inMinutes, type Look, looksIn, MINUTE, minutesOf } from "./strand";

type Run = { readonly looks: Look[]; readonly towards: 1 | -1; strays: number };

/** Neighbouring control numbers opened one after the other: a walk through the record, whatever was asked. */
export const findSequences: Detector = ({ lines, settings: { sequence } }) => {
  const found: Look[][] = [];
  const open: Record<1 | -1, Run | null> = { 1: null, [-1]: null };
  const close = (towards: 1 | -1) => {
    const run = open[towards];
    if (run && run.looks.length >= sequence.length) found.push(run.looks);
    open[towards] = null;
  };
  for (const look of looksIn(lines)) {
    for (const towards of [1, -1] as const) {
      const run = open[towards];
      if (run && goesOn(run, look, sequence.step)) {
        run.looks.push(look);
        run.strays = 0;
      } else if (run && run.looks.length > 1 && run.strays < sequence.strays) {
        run.strays++;
      } else {
        close(towards);
        open[towards] = { looks: [look], towards, strays: 0 };
      }
    }
  }
  close(1);
  close(-1);
  return found.flatMap((over) => {
    const [from, to] = [over[0]?.control, over.at(-1)?.control];
    const sentence = `${over.length} neighbouring conversations one after the other, ${from} to ${to}, in ${inMinutes(over)}.`;
    return flag("sequence", over, sentence, { conversations: over.length, minutes: minutesOf(over) });
  });
};

function goesOn({ looks, towards }: Run, look: Look, step: number): boolean {
  const before = looks.at(-1);
  if (!before || look.ms - before.ms > 60 * MINUTE) return false;
  const [a, b] = [placeOf(before.control), placeOf(look.control)];
  const ahead = (b.n - a.n) * towards;
  return a.prefix === b.prefix && ahead > 0 && ahead <= step;
}

function placeOf(control: string): { readonly prefix: string; readonly n: number } {
  const [, prefix = control, digits = "0"] = /^(.*?)(\d{1,9})$/.exec(control) ?? [];
  return { prefix, n: Number(digits) };
}
