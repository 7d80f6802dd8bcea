"use client";

import NextLink from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { Key } from "../ui/key";
import type { Page } from "./pages";

/** Whether a key press belongs to a field that is being typed into. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  return target?.closest("input, textarea, select, [contenteditable]") !== null || event.ctrlKey || event.metaKey || event.altKey;
}

const everywhere = [
  ["g then a letter", "Go to a page"],
  ["/", "Type a query"],
  ["j  k", "Next and previous in the list"],
  ["Enter", "Open"],
  ["J  K", "Next and previous turn"],
  ["Home  End", "First and last turn"],
  ["f", "Find in this conversation"],
  ["m", "Markdown or plain"],
  ["c", "Copy the citation of a turn"],
  ["1 – 9", "Apply or withdraw a code"],
  ["t", "Code the conversation, or the turn"],
  ["n", "Write a note with a code"],
  ["u", "Undo the last code"],
  ["x", "Fold the codes away"],
  ["?", "This list"],
  ["Esc", "Close, or leave a field"],
] as const;

/** Keys that work on every page: g and a letter to go somewhere, ? for the list of keys. */
export function PageKeys({ pages, children }: { readonly pages: readonly Page[]; readonly children: React.ReactNode }) {
  const router = useRouter();
  const dialog = useRef<HTMLDialogElement>(null);
  const going = useRef(false);

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (isTyping(event)) return;
      if (event.key === "?") dialog.current?.showModal();
      const page = going.current && pages.find(({ key }) => key === event.key);
      going.current = event.key === "g";
      if (page) router.push(page.href);
    }
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [pages, router]);

  return (
    <>
      {children}
      <dialog
        ref={dialog}
        aria-labelledby="keys-title"
        className="m-auto w-96 rounded-sm border bg-raised p-4 text-ink backdrop:bg-black/40"
      >
        <h2 id="keys-title" className="mb-2 text-base font-semibold">
          Keys
        </h2>
        <dl className="grid grid-cols-[9rem_1fr] gap-y-1">
          {everywhere.map(([key, does]) => (
            <div key={key} className="contents">
              <dt>
                <Key>{key}</Key>
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
          {pages.map((page) => (
            <div key={page.href} className="contents">
              <dt>
                <Key>g {page.key}</Key>
              </dt>
              <dd>{page.name}</dd>
            </div>
          ))}
        </dl>
        <form method="dialog" className="mt-3 text-right">
          <button type="submit" className="rounded-sm border px-2 py-1">
            Close
          </button>
        </form>
      </dialog>
    </>
  );
}

/** A link to a page in the bar, marked where one is. Never prefetched: what is not looked at is not asked for. */
export function PageLink({ page }: { readonly page: Page }) {
  const here = usePathname().startsWith(page.href);
  return (
    <NextLink
      href={page.href}
      prefetch={false}
      aria-current={here ? "page" : undefined}
      title={`g ${page.key}`}
      className="rounded-sm px-2 py-1 whitespace-nowrap text-ink-soft hover:bg-raised hover:text-ink aria-[current]:bg-raised aria-[current]:font-semibold aria-[current]:text-ink"
    >
      {page.name}
    </NextLink>
  );
}
