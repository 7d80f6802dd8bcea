import Link from "next/link";

/** Older and newer, by the number of the last entry shown: nothing is skipped or shown twice, however fast the log grows. */
export function LogPages({ asked, next }: { readonly asked: Readonly<Record<string, string>>; readonly next: string | null }) {
  const { after, trail = "", ...question } = asked;
  const before = trail.split(".").filter(Boolean);
  const newer = before.at(-1);
  const look = "text-accent underline";
  const older = next && { ...question, after: next, trail: [...before, after ?? "0"].slice(-100).join(".") };
  const back = newer && { ...question, ...(newer !== "0" && { after: newer, trail: before.slice(0, -1).join(".") }) };
  return (
    <nav aria-label="Pages of the log" className="flex gap-4 pb-4 print:hidden">
      {after && (
        <Link href={{ pathname: "/audit", query: question }} prefetch={false} className={look}>
          Newest
        </Link>
      )}
      {back && (
        <Link href={{ pathname: "/audit", query: back }} prefetch={false} className={look}>
          Newer
        </Link>
      )}
      {older && (
        <Link href={{ pathname: "/audit", query: older }} prefetch={false} className={look}>
          Older
        </Link>
      )}
      {!next && <span className="text-ink-faint">The beginning of the log is reached.</span>}
    </nav>
  );
}
