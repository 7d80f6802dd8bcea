import type { Actor, Permit } from "@/domain/access/permit";
import { hashSecret } from "@/domain/people/session";
import type { Tx } from "@/lib/db";
import type { OwnMatter } from "./schema";

export function listOwnMatters(tx: Tx, _permit: Permit<"factor:confirm">) {
  return tx.$queryRaw<OwnMatter[]>`SELECT id::text, caption, side, role, here FROM api.my_matters()`;
}

export async function chooseMatter(tx: Tx, actor: Actor, matter: string, secret: string) {
  const [row] = await tx.$queryRaw<
    [{ outcome: "done" | "here" | "not_found" | "unauthenticated" }]
  >`SELECT api.choose_matter(${actor.secret}, ${matter}::uuid, ${hashSecret(secret)}) AS outcome`;
  return row.outcome;
}
