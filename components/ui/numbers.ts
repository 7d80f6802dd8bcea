const grouped = new Intl.NumberFormat("en-GB");

/** 12,345 */
export function count(n: number): string {
  return grouped.format(n);
}

/** "1 conversation", "2 conversations" */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** A size in the largest fitting unit, with the exact number of bytes left to the title. */
export function bytes(n: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, n)) / 10));
  return power === 0 ? `${count(n)} bytes` : `${(n / 1024 ** power).toFixed(1)} ${units[power]}`;
}

/** 61.2% */
export function percent(part: number, whole: number): string {
  return whole === 0 ? "–" : `${((part / whole) * 100).toFixed(1)}%`;
}
