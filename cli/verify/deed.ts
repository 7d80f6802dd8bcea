import { readTime } from "./entry";
import { isObject, type Json, type JsonObject } from "./json";

/** What an entry says, as the replay asks it. Times are microseconds since 1970. */
export type Deed = {
  readonly action: string;
  readonly at: number;
  readonly person: string | null;
  readonly email: string | null;
  readonly side: string | null;
  readonly role: string | null;
  readonly session: string | null;
  readonly object: string;
  readonly detail: JsonObject;
};

export function deedOf(said: JsonObject, at: number): Deed {
  const { action, person, email, side, role, session, object, detail } = said;
  return {
    action: String(action),
    at,
    person: text(person),
    email: text(email),
    side: text(side),
    role: text(role),
    session: text(session),
    object: text(object) ?? "",
    detail: isObject(detail) ? detail : {},
  };
}

/** Grants in the log lack what this asks for. */
export class Unexplained extends Error {}

export function text(value: Json | undefined): string | null {
  return typeof value === "string" ? value : null;
}

export function whole(value: Json | undefined): number | null {
  return typeof value === "number" && Number.isInteger(value) ? value : null;
}

export function texts(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** A moment that a detail states, in UTC or with its distance from it, or null. */
export function moment(value: Json | undefined): number | null {
  const [, local = "", sign = "", hours = "", minutes = ""] = /^(.+)([+-])(\d\d):(\d\d)$/.exec(text(value) ?? "") ?? [];
  const ahead = (Number(hours) * 60 + Number(minutes)) * 60_000_000 * (sign === "-" ? -1 : 1);
  try {
    return local ? readTime(`${local}Z`) - ahead : readTime(value);
  } catch {
    return null;
  }
}

/** What stands behind the kind of an object: `person:1` is the person 1. */
export function named(deed: Deed, kind: string): string {
  if (!deed.object.startsWith(`${kind}:`)) throw new Unexplained(`it names no ${kind}`);
  return deed.object.slice(kind.length + 1);
}

/** Whether something holds: now; no longer, but until so lately that what was begun under it may be written down still; not. */
export type Holds = "yes" | "lately" | "no";

/** A value that changes with time, and what it was a moment ago. */
export class Lately<T> {
  private past: { readonly value: T; readonly until: number }[] = [];
  constructor(private value: T) {}

  get now(): T {
    return this.value;
  }

  set(value: T, at: number, grace: number): void {
    this.past = [...this.past.filter(({ until }) => until > at - grace), { value: this.value, until: at }];
    this.value = value;
  }

  holds(at: number, grace: number, test: (value: T) => boolean): Holds {
    if (test(this.value)) return "yes";
    return this.past.some(({ value, until }) => until > at - grace && test(value)) ? "lately" : "no";
  }
}

/** As Lately, of what is told from the moment alone. */
export function whenever(at: number, grace: number, test: (at: number) => boolean): Holds {
  if (test(at)) return "yes";
  return test(at - grace) ? "lately" : "no";
}
