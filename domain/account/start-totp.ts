import { randomBytes, randomUUID } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { encode } from "uqr";
import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { startTotp as start } from "./data";
import { mustBeDone } from "./renewal";
import type { StartedTotp } from "./schema";
import { seal } from "./vault";

/** Makes a secret for an authenticator app and shows it this once. It counts for nothing until its first code was typed. */
export function startTotp(actor: Actor): Promise<StartedTotp> {
  const [id, bytes] = [randomUUID(), randomBytes(20)];
  const secret = new Secret({ buffer: Uint8Array.from(bytes).buffer });
  const uri = new TOTP({ issuer: "Reading Room", label: actor.email, secret }).toString();
  return act(actor, "factor:enrol", { detail: { factor: "totp", step: "started" } }, async (tx, permit) => {
    mustBeDone(await start(tx, permit, id, seal(bytes, id)), actor.role);
    return { result: { secret: secret.base32, uri, qr: pictureOf(uri) } };
  });
}

// The dark modules as one outline, so that a page draws it without markup from elsewhere.
function pictureOf(text: string): StartedTotp["qr"] {
  const { size, data } = encode(text, { ecc: "M", border: 2 });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return { size, path };
}
