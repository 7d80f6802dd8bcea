/**
 * The one place where offsets change their unit. The detector and the browser count UTF-16 units, PostgreSQL's functions and Python's
 * strings count code points; both count from 0 and end past the last.
 */
export function codePointsOf(text: string): {
  readonly fromUnits: (unit: number) => number;
  readonly toUnits: (codePoint: number) => number;
} {
  const same = (n: number) => Math.min(Math.max(n, 0), text.length);
  if (!/[\ud800-\udbff][\udc00-\udfff]/.test(text)) return { fromUnits: same, toUnits: same };
  // Where the second halves of pairs stand: each of them makes the two counts differ by one more.
  const seconds: number[] = [];
  for (let at = 1; at < text.length; at++) if (isLow(text.charCodeAt(at)) && isHigh(text.charCodeAt(at - 1))) seconds.push(at);
  const before = (test: (second: number, n: number) => boolean) => {
    let low = 0;
    let high = seconds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (test(seconds[middle] ?? 0, middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    fromUnits: (unit) => same(unit) - before((second) => second <= same(unit) - 1),
    // The nth pair begins at code point (its second half's unit) - 1 - n.
    toUnits: (codePoint) => same(codePoint + before((second, n) => second - 1 - n < codePoint)),
  };
}

const isHigh = (code: number) => code >= 0xd800 && code < 0xdc00;
const isLow = (code: number) => code >= 0xdc00 && code < 0xe000;
