import type { Side } from "@/domain/access/permissions";

/** The codes each side begins with: whether a conversation matters, and why. */
export const starterCodes = [
  { key: "relevant", label: "Relevant", group: "relevance" },
  { key: "not-relevant", label: "Not relevant", group: "relevance" },
  { key: "second-look", label: "Needs a second look", group: "relevance" },
  { key: "reproduction", label: "Reproduces a work", group: "issue" },
  { key: "summary", label: "Summarizes a work", group: "issue" },
  { key: "hallucinated-citation", label: "Citation that does not exist", group: "issue" },
  { key: "paywall", label: "Asks to get around a paywall", group: "issue" },
  { key: "browsing", label: "Output rests on browsing", group: "issue" },
  { key: "personal-data", label: "Personal data was missed", group: "issue" },
] as const;

/** The sides that keep a codebook. */
export const codingSides: readonly Side[] = ["plaintiff", "defense"];
