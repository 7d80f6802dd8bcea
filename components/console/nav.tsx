"use client";

import type { Route } from "next";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { Key } from "../ui/key";
import { useKeys } from "../ui/use-keys";

/** The sections of the console, each with the key that opens it. */
export const sections: readonly { readonly href: Route; readonly name: string; readonly key: string }[] = [
  { href: "/console", name: "Front page", key: "1" },
  { href: "/console/live", name: "Now", key: "2" },
  { href: "/console/people", name: "By person", key: "3" },
  { href: "/console/conversations", name: "By conversation", key: "4" },
  { href: "/console/days", name: "By day", key: "5" },
  { href: "/console/refusals", name: "Refusals", key: "6" },
  { href: "/console/releases", name: "Exports and holds", key: "7" },
  { href: "/console/flags", name: "Flags", key: "8" },
  { href: "/console/reports", name: "Reports", key: "9" },
  { href: "/console/witness", name: "Checkpoints", key: "0" },
];

/** Where one is in the console, and where one may go. */
export function ConsoleNav() {
  const path = usePathname();
  const router = useRouter();
  useKeys(sections.map(({ href, key }) => [key, () => router.push(href)]));
  const here = (href: string) => (href === "/console" ? path === href : path.startsWith(href));
  return (
    <nav aria-label="The console" className="flex flex-wrap gap-x-1 gap-y-1 border-b pb-2 print:hidden">
      {sections.map(({ href, name, key }) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          aria-current={here(href) ? "page" : undefined}
          className="flex items-center gap-1.5 rounded-sm px-2 py-1 text-ink-soft hover:bg-raised hover:text-ink aria-[current]:bg-raised aria-[current]:font-semibold aria-[current]:text-ink"
        >
          {name} <Key>{key}</Key>
        </Link>
      ))}
    </nav>
  );
}
