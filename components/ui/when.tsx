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

/** What had passed since some moment: +42 min, +5 h 12 min, +2 d 3 h; before it −3 min. */
export function elapsedOf(minutes: number): string {
  const n = Math.abs(minutes);
  const [d, h, min] = [Math.floor(n / 1440), Math.floor(n / 60) % 24, n % 60];
  const parts = d > 0 ? [`${d} d`, h > 0 && `${h} h`] : h > 0 ? [`${h} h`, min > 0 && `${min} min`] : [`${min} min`];
  return `${minutes < 0 ? "−" : "+"}${parts.filter(Boolean).join(" ")}`;
}

/** How long after the first moment of a conversation something was said, where the order does not show when. */
export function Elapsed({ minutes }: { readonly minutes: number }) {
  const exact = Math.abs(minutes) < 1440 ? "minutes" : "hours";
  const title = `${elapsedOf(minutes).slice(1)} ${minutes < 0 ? "before" : "after"} the first moment that this conversation states, in whole ${exact}. The order shows no day and no time of day.`;
  return (
    <span title={title} className="whitespace-nowrap tabular-nums">
      {elapsedOf(minutes)}
    </span>
  );
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
