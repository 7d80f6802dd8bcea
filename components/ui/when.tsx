const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (n: number) => String(n).padStart(2, "0");

/** A day nobody can misread: 23 Nov 2026. In UTC. */
export function dayOf(at: string | Date): string {
  const date = new Date(at);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** A month, written 2023-04, as one says it: Apr 2023. */
export function monthOf(month: string): string {
  if (month === "other") return "another month";
  const [year, number] = month.split("-").map(Number);
  return `${months[(number ?? 1) - 1] ?? "?"} ${year ?? "?"}`;
}

/** A day of a chart whose years stand elsewhere: 23 Nov. */
export function shortDayOf(at: string | Date): string {
  return dayOf(at).replace(/ \d+$/, "");
}

/** A moment to the second, with its zone: 23 Nov 2026 14:05:09 UTC. */
export function momentOf(at: string | Date): string {
  const date = new Date(at);
  return `${dayOf(date)} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} UTC`;
}

/** A moment to the minute, with its zone: 23 Nov 2026 14:05 UTC. */
export function minuteOf(at: string | Date): string {
  const date = new Date(at);
  return `${dayOf(date)} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())} UTC`;
}

/** A moment; the whole of it, with its fraction, on hover. Without `zone` the column’s head must name it. */
export function When({ at, day = false, zone = true }: { readonly at: string | Date; readonly day?: boolean; readonly zone?: boolean }) {
  const iso = typeof at === "string" ? at : at.toISOString();
  return (
    <time dateTime={iso} title={iso} className="whitespace-nowrap tabular-nums">
      {day ? dayOf(at) : zone ? momentOf(at) : momentOf(at).replace(/ UTC$/, "")}
    </time>
  );
}
