import type { Actor } from "@/domain/access/permit";
import type { EventName } from "@/domain/audit/events";
import type { World } from "@/prisma/testing/world";

/** Who does something: counsel and the expert are of the receiving side, the colleague is counsel of the producing one. */
export type By = "counsel" | "colleague" | "expert" | "monitor" | "custodian" | "host";

export type Stage = World & {
  readonly folder: string;
  readonly as: (by: By) => Promise<Actor>;
  /** A number that was not given before, for names. */
  readonly next: () => number;
  /** A conversation of its own, as T1-000000001: nothing was done to it. */
  readonly conversation: () => string;
  /** A sealed volume of ten conversations; its name. */
  readonly newVolume: () => Promise<string>;
  /** Somebody new of the defense, with a first password of their own; signed unless said otherwise. */
  readonly newcomer: (more?: { role?: "counsel" | "expert"; signed?: boolean }) => Promise<Actor & { readonly password: string }>;
};

/** What is to be done once everything it needs is there, and by whom, where that is somebody in particular. */
export type Ready = {
  readonly work: (actor: Actor) => Promise<unknown>;
  readonly as?: Actor;
};

/**
 * One thing that may be done, under the name that the log has for it. `ready` makes what it needs, by others, and answers how it is done.
 * `leaves`: which entries, in their order, where it is not one of its own name and no other. What only reads leaves none.
 */
export type Deed = {
  readonly by: By;
  readonly ready: (stage: Stage) => Promise<Ready> | Ready;
  readonly leaves?: readonly EventName[];
};
export type Deeds<Name extends EventName> = Readonly<Record<Name, Deed>>;
