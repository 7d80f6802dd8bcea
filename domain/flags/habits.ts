import type { Role } from "@/domain/access/permissions";
import { keptIn } from "@/domain/reports/line";

/** How many looks somebody took in one hour of the clock, UTC. Hours without a look are not told. */
export type HourOfPerson = { readonly person: string; readonly role: Role | null; readonly hour: number; readonly looks: number };

/** What is usual, from the hours before: for a person, and for everybody else of their role. */
export type Habits = {
  /** The 99th percentile of looks an hour; null where too few hours are known to speak of a habit. */
  readonly own: (person: string) => number | null;
  readonly ofRole: (person: string, role: Role | null) => number | null;
  /** The hours in which somebody worked, for what is usual at night. */
  readonly hours: (person: string) => readonly number[];
};

/** Twenty hours of work are some three days: less says nothing about a habit. */
const ENOUGH = 20;

export function habitsOf(hours: readonly HourOfPerson[]): Habits {
  const byPerson = new Map<string, HourOfPerson[]>();
  for (const hour of hours) keptIn(byPerson, hour.person, (): HourOfPerson[] => []).push(hour);
  const known = new Map<string, number | null>();
  return {
    own: (person) => high((byPerson.get(person) ?? []).map(({ looks }) => looks)),
    ofRole: (person, role) => {
      const key = `${person} ${role}`;
      const found = known.get(key);
      if (found !== undefined) return found;
      const others = high(hours.filter((hour) => hour.role === role && hour.person !== person).map(({ looks }) => looks));
      known.set(key, others);
      return others;
    },
    hours: (person) => (byPerson.get(person) ?? []).map(({ hour }) => hour),
  };
}

function high(looks: readonly number[]): number | null {
  if (looks.length < ENOUGH) return null;
  const sorted = [...looks].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? null;
}
