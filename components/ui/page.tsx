/** The head of a page and its room: title, one sentence of what is here, and what may be done at the right. */
export function Page({
  title,
  lead,
  deeds,
  children,
}: {
  readonly title: string;
  readonly lead?: React.ReactNode;
  readonly deeds?: React.ReactNode;
  readonly children: React.ReactNode;
}) {
  return (
    <div className="mx-auto grid max-w-[104rem] content-start gap-5 px-6 py-5 print:block print:max-w-none print:space-y-5 print:p-0">
      <header className="flex flex-wrap items-start justify-between gap-x-8 gap-y-3">
        <div className="max-w-[64rem]">
          <h1 className="font-evidence text-2xl leading-tight font-semibold tracking-tight">{title}</h1>
          {lead && <div className="mt-1 max-w-[84ch] text-base text-pretty text-ink-soft">{lead}</div>}
        </div>
        {deeds && <div className="flex flex-wrap items-center gap-2 pt-1 print:hidden">{deeds}</div>}
      </header>
      {children}
    </div>
  );
}

/** A part of a page under a heading of its own. */
export function Section({ title, note, children }: { readonly title: string; readonly note?: string; readonly children: React.ReactNode }) {
  return (
    <section className="grid content-start gap-2 print:block print:space-y-2">
      <h2 className="flex items-baseline gap-3 border-b pb-1 text-base font-semibold">
        {title}
        {note && <span className="text-xs font-normal text-ink-faint">{note}</span>}
      </h2>
      {children}
    </section>
  );
}

/** What stands where there is nothing yet: why, and what would bring something here. */
export function Empty({ title, children }: { readonly title: string; readonly children?: React.ReactNode }) {
  return (
    <div className="grid justify-items-start gap-1 border-y py-8">
      <p className="font-evidence text-lg">{title}</p>
      {children && <div className="max-w-[64ch] text-ink-soft">{children}</div>}
    </div>
  );
}
