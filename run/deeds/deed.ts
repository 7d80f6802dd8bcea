import type { Actor } from "@/domain/access/permit";
import type { EventName } from "@/domain/audit/events";
import type { Stage } from "./stage";

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
  readonly by: "counsel" | "colleague" | "expert" | "monitor" | "custodian" | "host";
  readonly ready: (stage: Stage) => Promise<Ready> | Ready;
  readonly leaves?: readonly EventName[];
};
export type Deeds<Name extends EventName> = Readonly<Record<Name, Deed>>;
