import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { fromBase64 } from "@/lib/bytes";
import { DomainError } from "@/lib/errors";
import type { Created } from "@/lib/page";
import { commit, seal, secretOf } from "@/lib/seal";
import { insertSaved } from "./saved-data";
import { type SaveSearch, searchFor } from "./saved-schema";

/** Saves a search for the own side, sealed to its key: the server keeps a box that it cannot open. Refused where the side has no key. */
export function saveSearch(actor: Actor, input: SaveSearch): Promise<Created> {
  return act(actor, "search:save", { sealed: input }, async (tx, permit) => {
    const { matter, side, sealingKey } = actor;
    if (!sealingKey) throw noKey();
    const secret = secretOf(input);
    const box = await seal(fromBase64(sealingKey.publicKey), searchFor({ matter, side, epoch: sealingKey.epoch }), secret);
    const id = await insertSaved(tx, permit, sealingKey.epoch, await commit(secret), box);
    if (!id) throw noKey();
    return { result: { id }, object: `search:${id}` };
  });
}

function noKey() {
  return new DomainError(
    "conflict",
    "A search is saved sealed, and your side has no key to seal it to now. Make one under Keys of your side.",
    {
      rule: "epoch",
    },
  );
}
