const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (n: number) => String(n).padStart(2, "0");

/** A day nobody can misread: 23 Nov 2026. In UTC. */
export function dayOf(at: string | Date): string {
  const date = new Date(at);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** A moment to the second, with its zone: 23 Nov 2026 14:05:09 UTC. */
export function momentOf(at: string | Date): string {
  const date = new Date(at);
  return `${dayOf(date)} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} UTC`;
}

/** A moment; the whole of it, with its fraction, on hover. */
export function When({ at, day = false }: { readonly at: string | Date; readonly day?: boolean }) {
  const iso = typeof at === "string" ? at : at.toISOString();
  return (
    <time dateTime={iso} title={iso} className="whitespace-nowrap tabular-nums">
      {day ? dayOf(at) : momentOf(at)}
    </time>
  );
}
