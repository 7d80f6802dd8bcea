import type { Action } from "@/domain/access/permissions";

/** The pages of the product, each behind an action, with the letter that follows g to go there. */
const pages = [
  { href: "/conversations", name: "Conversations", key: "c", action: "conversation:search" },
  { href: "/sets", name: "Sets", key: "s", action: "set:read" },
  { href: "/terms", name: "Terms", key: "t", action: "set:read" },
  { href: "/codes", name: "Codebook", key: "b", action: "codebook:read" },
  { href: "/productions", name: "Productions", key: "p", action: "production:read" },
  { href: "/holds", name: "Holds", key: "h", action: "hold:read" },
  { href: "/volumes", name: "Volumes", key: "v", action: "volume:read" },
  { href: "/designations", name: "Designations", key: "d", action: "designation:read" },
  { href: "/redactions", name: "Redactions", key: "r", action: "redaction:read" },
  { href: "/people", name: "People", key: "e", action: "people:read" },
  { href: "/experts", name: "Experts", key: "x", action: "disclosure:read" },
  { href: "/order", name: "Order", key: "o", action: "order:read" },
  { href: "/console", name: "Console", key: "m", action: "audit:read" },
  { href: "/audit", name: "Log", key: "l", action: "audit:read-own" },
] as const satisfies readonly { href: string; name: string; key: string; action: Action }[];

export type Page = (typeof pages)[number];

/** The pages somebody with these actions may open, in order. */
export function pagesFor(actions: readonly Action[]): Page[] {
  return pages.filter((page) => actions.includes(page.action));
}
