"use client";

import NextLink from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import type { Action } from "@/domain/access/permissions";
import { Button } from "../ui/button";
import { Key } from "../ui/key";
import { isBusy, isTyping } from "../ui/use-keys";
import type { Page } from "./pages";

type Shown = readonly (readonly [key: string, does: string])[];

const everywhere: Shown = [
  ["?", "This list"],
  ["Tab", "To the next control; Enter or blank presses it"],
  ["Esc", "Close, or leave a field"],
  ["Ctrl Enter", "Send a form from its last field"],
];
const searching: Shown = [
  ["/", "Type a query; Enter runs it"],
  ["h", "How to ask: the language of the search"],
  ["F", "Filters"],
  ["s", "Freeze the search into a set"],
  ["j  k", "Next and previous conversation"],
  ["Enter", "Open the one that is chosen"],
];
const reading: Shown = [
  ["]  [", "Next and previous among the results"],
  ["}", "Next among the results that we have not coded"],
  ["J  K", "Next and previous turn"],
  ["Home  End", "First and last turn"],
  ["f", "Find in this conversation"],
  ["m", "Markdown, plain, or code points"],
  ["P", "Print turns, where the order lets you"],
  ["c", "Copy the link and citation of a turn"],
  ["l", "Mask personal data that was left: what is selected, or what you type"],
  ["L", "Lift what the detector covered in the turn, for counsel of the producing side"],
  ["d", "Designate or challenge, for counsel"],
  ["x", "Fold or unfold the codes"],
  ["Esc", "Close the conversation"],
];
const coding: Shown = [
  ["1 – 9", "Apply or withdraw a code"],
  ["t", "Code the conversation, or the turn"],
  ["n", "Write a note with a code"],
  ["u", "Undo the last code"],
];

const termKeys: Shown = [
  ["j  k", "Next and previous term"],
  ["Enter", "Search for the term"],
  ["]  [", "Next and previous page of terms"],
];

type Props = { readonly pages: readonly Page[]; readonly actions: readonly Action[]; readonly children: React.ReactNode };

/** Keys that work on every page: g and a letter to go somewhere, ? for the list of what works on this one. */
export function PageKeys({ pages, actions, children }: Props) {
  const router = useRouter();
  const dialog = useRef<HTMLDialogElement>(null);
  const going = useRef(false);

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (isTyping(event) || isBusy()) return;
      const page = going.current && pages.find(({ key }) => key === event.key);
      going.current = event.key === "g";
      if (event.key === "?") dialog.current?.showModal();
      if (page) router.push(page.href);
    }
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [pages, router]);

  const path = usePathname();
  const groups: [string, Shown, boolean][] = [
    ["Everywhere", everywhere, true],
    ["Go to", pages.map((page) => [`g ${page.key}`, page.name]), true],
    ["Search", searching.filter(([key]) => key !== "s" || actions.includes("set:freeze")), path.startsWith("/conversations")],
    ["Conversation", reading, path.startsWith("/conversations/")],
    ["Codes", coding, path.startsWith("/conversations/") && actions.includes("code:apply")],
    ["This page", [["N", "Make a search term report"]], path === "/terms" && actions.includes("search:report")],
    ["This page", [["F", "Filters"]], path === "/terms/new"],
    ["Terms", termKeys, /^\/terms\/[0-9a-f-]{36}$/.test(path)],
    ["This page", [["p", "Place a hold"]], path === "/holds" && actions.includes("hold:place")],
    ["This page", [["a", "Add a code"]], path === "/codes" && actions.includes("codebook:keep")],
  ];
  return (
    <>
      {children}
      <dialog
        ref={dialog}
        aria-labelledby="keys-title"
        className="m-auto w-[46rem] max-w-[calc(100vw-2rem)] rounded-sm border border-line-strong/50 bg-paper p-5 text-ink shadow-lg backdrop:bg-black/40"
      >
        <h2 id="keys-title" className="mb-3 font-evidence text-lg leading-tight font-semibold">
          Keys that work here
        </h2>
        <div className="max-h-[70dvh] gap-x-10 overflow-y-auto sm:columns-2">
          {groups.map(([title, keys, works]) => works && <KeyGroup key={title} title={title} keys={keys} />)}
        </div>
        {path.startsWith("/conversations") && (
          <p className="mt-2 border-t pt-2 text-xs text-ink-soft">
            The pale marks over what you read name you, the minute and your entry in the log. They say who looked; they stop no photograph,
            and whoever can edit a picture can take them off.
          </p>
        )}
        <form method="dialog" className="mt-2 flex justify-end">
          <Button type="submit" shortcut="Esc">
            Close
          </Button>
        </form>
      </dialog>
    </>
  );
}

function KeyGroup({ title, keys }: { readonly title: string; readonly keys: Shown }) {
  return (
    <section className="mb-4 break-inside-avoid">
      <h3 className="mb-1 border-b pb-0.5 font-semibold">{title}</h3>
      <dl className="grid grid-cols-[7rem_1fr] gap-y-0.5">
        {keys.map(([key, does]) => (
          <div key={key} className="contents">
            <dt>
              <Key>{key}</Key>
            </dt>
            <dd className="text-ink-soft">{does}</dd>
          </div>
        ))}
      </dl>
    </section>
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
      className="rounded-sm px-2 py-1 max-2xl:px-1 whitespace-nowrap text-ink-soft hover:bg-raised hover:text-ink aria-[current]:bg-raised aria-[current]:font-semibold aria-[current]:text-ink"
    >
      {page.name}
    </NextLink>
  );
}
