const tones = {
  plain: "border-line bg-panel text-ink-soft",
  hold: "border-hold-ink/40 bg-hold text-hold-ink",
  problem: "border-danger bg-raised text-danger",
};

/** A sentence the reader must not miss. Problems are announced at once. */
export function Notice({
  tone = "plain",
  title,
  children,
}: {
  readonly tone?: keyof typeof tones;
  readonly title?: string;
  readonly children: React.ReactNode;
}) {
  return (
    <div role={tone === "problem" ? "alert" : "status"} className={`rounded-sm border px-3 py-2 text-sm ${tones[tone]}`}>
      {title && <p className="font-semibold">{title}</p>}
      {children}
    </div>
  );
}
