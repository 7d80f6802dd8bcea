import { type Detector, flag, inMinutes, type Look, looksIn, MINUTE, minutesOf, searchesIn, stretches, type Timed } from "./strand";

type Sweep = { readonly search: Timed; readonly listed: number; readonly opened: readonly Timed[] };

/** Nearly everything of a list of results opened within minutes: a search used to take, not to choose. */
export const findSweeps: Detector = ({ lines, settings: { sweep } }) => {
  const looks = looksIn(lines);
  const span = sweep.minutes * MINUTE;
  let next = 0;
  const sweeps: Sweep[] = searchesIn(lines).flatMap((search) => {
    while ((looks[next]?.ms ?? search.ms) < search.ms) next++;
    if (search.shown.length < sweep.listed) return [];
    const listed = new Set(search.shown);
    const within: Look[] = [];
    for (let at = next; (looks[at]?.ms ?? Number.POSITIVE_INFINITY) <= search.ms + span; at++) {
      const look = looks[at];
      if (look && listed.has(look.control)) within.push(look);
    }
    const different = new Set(within.map(({ control }) => control)).size;
    return different > sweep.share * listed.size ? [{ search, listed: listed.size, opened: within }] : [];
  });
  return stretches(sweeps, (before, next) => next.search.ms - before.search.ms <= 3 * span).flatMap((group) => {
    const over = [...new Map(group.flatMap(({ search, opened }) => [search, ...opened]).map((line) => [line.id, line])).values()].sort(
      (a, b) => a.ms - b.ms,
    );
    const opened = new Set(group.flatMap((one) => one.opened.map(({ object }) => object))).size;
    const listed = group.reduce((sum, one) => sum + one.listed, 0);
    const lists = group.length === 1 ? "a list of results" : `${group.length} lists of results`;
    const sentence = `${opened} conversations of ${lists} (${listed} listed) opened in ${inMinutes(over)}.`;
    return flag("sweep", over, sentence, { opened, listed, lists: group.length, minutes: minutesOf(over) });
  });
};
