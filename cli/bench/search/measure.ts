import { type Figure, quantile } from "../figure";
import { CLIENTS, type Ground } from "./ground";

/** How long each is measured: so many times, or until so much time has passed. `many`: also at many clients. */
export type Pace = { readonly rounds: number; readonly ms: number; readonly many: boolean };

export type Times = { readonly p50: number; readonly p95: number; readonly longest: number; readonly asked: number };
const timesOf = (values: readonly number[]): Times => ({
  ...{ p50: quantile(values, 0.5), p95: quantile(values, 0.95) },
  ...{ longest: Math.max(...values), asked: values.length },
});

/** Milliseconds of `work` at so many clients. What it does before `start` is called is not counted. */
export async function measure(clients: number, pace: Pace, work: (client: number, start: () => void) => Promise<unknown>): Promise<Times> {
  const until = performance.now() + pace.ms;
  const values: number[] = [];
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let round = 0; round < pace.rounds && (round === 0 || performance.now() < until); round++) {
        let began = performance.now();
        await work(client, () => (began = performance.now()));
        values.push(performance.now() - began);
      }
    }),
  );
  return timesOf(values);
}

/** What was found unequal, and the worst of each goal: filled while measuring. */
export class Findings {
  readonly figures: Figure[] = [];
  readonly unequal: string[] = [];
  private readonly worst = new Map<string, { value: number; limit: number; where: string }>();

  equal(what: string, found: unknown, expected: unknown) {
    const [a, b] = [found, expected].map((value) => JSON.stringify(value));
    if (a !== b) this.unequal.push(`${what}: ${a?.slice(0, 300)} is not ${b?.slice(0, 300)}`);
  }

  /** Keeps the worst value of a goal, with where it was. */
  held(goal: string, limit: number, value: number, where: string) {
    const before = this.worst.get(goal);
    if (!before || value > before.value) this.worst.set(goal, { value, limit, where });
  }

  goals(): Figure[] {
    return [...this.worst].map(([name, { value, limit, where }]) => ({ name, value, unit: "", atMost: limit, note: `worst at ${where}` }));
  }
}

/** A way of the product at one client and at many, each a reader of their own; many are left out where one alone takes `tooLong` ms. */
export async function atClients(
  pace: Pace,
  tooLong: number,
  work: (client: number, start: () => void) => Promise<unknown>,
): Promise<{ one: Times; many: Times | null }> {
  if (pace.rounds > 1) await work(0, () => undefined); // once for the caches
  const one = await measure(1, pace, work);
  return {
    one,
    many:
      !pace.many || one.p50 > tooLong ? null : await measure(CLIENTS, { ...pace, rounds: Math.max(1, Math.ceil(pace.rounds / 2)) }, work),
  };
}

const ms = (value: number) => (value < 10 ? value.toFixed(1) : value.toFixed(0));
export const said = ({ one, many }: { one: Times; many: Times | null }) =>
  `p95 ${ms(one.p95)}, longest of ${one.asked} ${ms(one.longest)}; ${CLIENTS} clients ${many ? `${ms(many.p50)} / ${ms(many.p95)}` : "not measured"}`;
export const sayTimes = ({ p50, p95 }: Times) => `${ms(p50)} / ${ms(p95)}`;

/** Forgets what was counted, so that the same question is carried out anew. Of one reader, or of all. */
export async function forget({ bare, readers }: Ground, client?: number): Promise<void> {
  const session = client === undefined ? null : readers[client]?.session;
  await bare.query("DELETE FROM search.run WHERE $1::uuid IS NULL OR session_id = $1", [session]);
}
