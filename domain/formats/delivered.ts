/** Why a record is not stored, in words that hold nothing of its text. What stands before the first colon is the kind of reason. */
export class Unreadable extends Error {}

/** A record, or an object within one, as it was delivered. */
export type Delivered = Readonly<Record<string, unknown>>;
