import type { OrderSettings } from "@/domain/orders/schema";
import { DomainError, notFound } from "@/lib/errors";
import { type Action, needsFactor, needsStepUp, needsTier, needsUndertaking, permissions, type Role, type Side } from "./permissions";

/** Who acts: a person, on a matter, for one side, in one role, up to a tier, under an order signed or not. Resolved by the database from a session. */
export type Actor = {
  readonly secret: string;
  readonly session: string;
  readonly person: string;
  readonly email: string;
  readonly name: string;
  readonly matter: string;
  readonly caption: string;
  readonly side: Side;
  readonly role: Role;
  readonly tier: number;
  readonly signed: boolean;
  /** An expert who was admitted and waits for clearance: nothing opens but the order and the undertaking. */
  readonly pending?: boolean;
  /** By a second factor or, where the order asks for none, by the password. */
  readonly confirmed: boolean;
  /** What that confirmation is recent enough for. A token made for exports is always recent enough for those. */
  readonly fresh: "all" | "export" | "none";
  readonly kind: "browser" | "token" | "command";
  readonly order: {
    readonly id: string;
    readonly version: number;
    readonly title: string;
    readonly sha256: string;
    readonly settings: OrderSettings;
  };
  /** What the actor's side has its details sealed to; null while the side has made no key. */
  readonly sealingKey: { readonly epoch: number; readonly publicKey: string } | null;
  /** The court's key, where the order lets the monitor read what the actor's side seals. */
  readonly courtKey: { readonly epoch: number; readonly publicKey: string } | null;
  readonly expiresAt: string;
  /** Of several matters, and has not said yet which one this session is for. */
  readonly choose: boolean;
  /** How many matters they are of. */
  readonly matters: number;
  /** A page asks again on its own: that is no activity of the person, and keeps no session open. */
  readonly polls?: boolean;
  /** The caller's own name for this request. Sent again within the same session it is one entry and one effect. */
  readonly request?: string;
};

declare const granted: unique symbol;
/** Proof that the actor was asked about this action. Only `permit` mints one, so what demands it cannot be reached unasked. */
export type Permit<A extends Action> = { readonly actor: Actor; readonly action: A; readonly [granted]: A };

export type Refusal = "role" | "mfa" | "undertaking" | "pending" | "tier" | "step_up";
/** What the policy asks about an actor. */
type Asked = Pick<Actor, "role" | "tier" | "signed" | "pending" | "confirmed" | "fresh">;

/** Why this actor may not do this, or null. The same questions in the same order as access.refusal in the database. */
export function refusal(actor: Asked, action: Action): Refusal | null {
  if (!permissions[actor.role].includes(action)) return "role";
  if (needsFactor(action) && !actor.confirmed) return "mfa";
  if (needsUndertaking(action) && !actor.signed) return "undertaking";
  if (needsUndertaking(action) && actor.pending) return "pending";
  if (needsTier(action) && actor.tier < 1) return "tier";
  const needed = needsStepUp(action);
  if (needed && actor.fresh !== "all" && actor.fresh !== needed) return "step_up";
  return null;
}

/** May this actor do this, now or once they have confirmed who they are anew? What the interface asks before it offers something. */
export function may(actor: Asked, action: Action): boolean {
  const reason = refusal(actor, action);
  return reason === null || reason === "step_up";
}

/** Grants, or throws a refusal that says which rule and what to do next. */
export function permit<A extends Action>(actor: Actor, action: A): Permit<A> {
  const reason = refusal(actor, action);
  if (reason) throw refused(reason, actor.role);
  return { actor, action } as Permit<A>;
}

/** Which rule of the order an exhausted budget is, how much it allows, and when the first of it is free again. */
export type Budget = {
  readonly rule: "viewsPerHour" | "viewsPerDay" | "charactersPerDay";
  readonly limit: number;
  readonly used: number;
  readonly freesAt: string;
};

const sentences: Record<
  Refusal | "pair" | "held" | "incomplete" | "deleted" | "unwitnessed" | "withdrawn" | "redacted",
  (role: string) => string
> = {
  role: (role) => `The protective order does not give this to the role of ${role}. Its table of permissions says who may.`,
  mfa: () => "Confirm with your second factor first. Nothing opens before it.",
  step_up: () => "Confirm once more that it is you. This asks for a factor given within the last minutes.",
  undertaking: () => "Sign the undertaking first. Nothing of the record opens before it.",
  pending: () =>
    "You are admitted, and wait for clearance: the other side may object to an expert, and the court rules on it. Nothing of the record opens until the way is clear.",
  tier: () => "Your access does not reach this tier of confidentiality.",
  pair: () => "This volume opens one prompt with its output of a conversation. State a reason to open more of it.",
  unwitnessed: () =>
    "No witness has confirmed the log for longer than the order allows. Nothing of the record opens until one does; the monitor knows.",
  incomplete: () => "Not every conversation of the set could be written, so nothing was kept. An export is complete or it does not exist.",
  deleted: () => "Conversations of this set were deleted with their volume. What held them is not whole any more, and does not leave.",
  withdrawn: () => "This conversation was withdrawn by the side that produced it. Nobody reads it while that stands.",
  redacted: () =>
    "Since these files were written, something in them was masked or withdrawn, or the order has come to show less of it. They leave no more; ask for the export again, and it is written without it.",
  held: () => "A legal hold is in force. Nothing covered by it may leave until it is released.",
};

/** What is said of a hold to whoever it stops. Its reason may be confidential. */
export type HoldNotice = { readonly id: string; readonly scope: string; readonly authority: string };
type Why = { readonly holds?: readonly HoldNotice[] | null; readonly budget?: Budget | null };

/** This request has its entry already: whatever it did was done once. */
export function replayed(): DomainError {
  return new DomainError("conflict", "This was asked and answered already, and is done once. Ask anew to have it again.", {
    rule: "replayed",
  });
}

const measures: Record<Budget["rule"], (limit: string) => string> = {
  viewsPerHour: (limit) => `${limit} looks in an hour`,
  viewsPerDay: (limit) => `${limit} looks in a day`,
  charactersPerDay: (limit) => `${limit} characters of text in a day`,
};

/** A budget of the order is used up: which, who may release more, and when it frees up by itself. */
function spent({ rule, limit, used, freesAt }: Budget): DomainError {
  const much = measures[rule](limit.toLocaleString("en-GB"));
  return new DomainError(
    "limited",
    `The order lets one person be shown ${much}, and this would be more. It frees up from ${freesAt.slice(11, 16)} UTC on ${freesAt.slice(0, 10)}. The court's monitor may release more before.`,
    { rule: "budget", budget: rule, limit, used, freesAt },
  );
}

/** The error for a reason that the database or `refusal` gave; `holds` are those that stopped it, `budget` what is used up. */
export function refused(reason: string, role: string, { holds, budget }: Why = {}): DomainError {
  if (reason === "unauthenticated") return new DomainError("unauthenticated", "Sign in first.");
  if (reason === "not_found") return notFound();
  if (reason === "replayed") return replayed();
  if (budget) return spent(budget);
  if (reason === "held") return new DomainError("held", sentences.held(role), holds ? { holds } : undefined);
  const sentence = reason in sentences ? sentences[reason as Refusal](role) : "This is refused.";
  return new DomainError("refused", sentence, { rule: reason });
}
