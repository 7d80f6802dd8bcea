/** What is noted about a conversation. The order is that of the bits of record.conversation.flags: the first is 1, the next 2, then 4. */
export const flags = [
  "output_missing",
  "roles_out_of_order",
  "empty_turn",
  "characters_replaced",
  "has_branches",
  "matches_work",
  "superseded",
  "supersedes",
] as const;
export type Flag = (typeof flags)[number];

/** The bits of some flags, as the database keeps them. */
export function bitsOf(noted: readonly Flag[]): number {
  return noted.reduce((bits, flag) => bits | (1 << flags.indexOf(flag)), 0);
}

/** The flags of some bits. */
export function flagsIn(bits: number): Flag[] {
  return flags.filter((_flag, bit) => bits & (1 << bit));
}
