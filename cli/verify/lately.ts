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
