import type { Actor } from "@/domain/access/permit";

/** What the order in force calls a tier, counted from 1. Below 1 nothing of the content is open. */
export function tierName({ order }: Pick<Actor, "order">, rank: number): string {
  return rank < 1 ? "no content" : (order.settings.tiers[rank - 1] ?? `tier ${rank}`);
}
