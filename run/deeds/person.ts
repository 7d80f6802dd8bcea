// What people do for themselves: sessions, factors, keys.
import { Secret, TOTP } from "otpauth";
import type { Actor } from "@/domain/access/permit";
import { changePassword } from "@/domain/account/change-password";
import { confirmSelf } from "@/domain/account/confirm";
import { endOthers } from "@/domain/account/end-others";
import { enrolTotp } from "@/domain/account/enrol-totp";
import { makeToken } from "@/domain/account/make-token";
import { readFactors } from "@/domain/account/read-factors";
import { removeFactor } from "@/domain/account/remove-factor";
import { MakeToken } from "@/domain/account/schema";
import { listSessions } from "@/domain/account/sessions";
import { startTotp } from "@/domain/account/start-totp";
import { firms } from "@/domain/identity/firms";
import { linkIdentity } from "@/domain/identity/link";
import { listIdentities } from "@/domain/identity/list";
import { comeFromFirm } from "@/domain/identity/sign-in";
import { unlinkIdentity } from "@/domain/identity/unlink";
import { openSession, signOut } from "@/domain/people/session";
import { grantSideKey } from "@/domain/sealing/grant";
import { joinSealing } from "@/domain/sealing/join";
import { newLock, newSideKey, secretOf, vouchedMembers, wrapFor } from "@/domain/sealing/keyring";
import { makeSideKey } from "@/domain/sealing/make-key";
import { readSealing } from "@/domain/sealing/read";
import { toBase64 } from "@/lib/bytes";
import { type Keys, newSecret, openKeys } from "@/lib/keys";
import type { Deeds, Stage } from "./deed";
import { again, enter } from "./stage";

type Member = { readonly actor: Actor; readonly keys: Keys };

async function keyOf(actor: Actor) {
  const secret = await newSecret();
  const lock = await newLock(actor, actor.person, secret, { passphrase: "of one's own" }, "Passphrase");
  return { secret, join: { publicKey: toBase64(secret.publicKey), lock } };
}
async function member(stage: Stage): Promise<Member> {
  const actor = await stage.newcomer();
  const { secret, join } = await keyOf(actor);
  await joinSealing(actor, join);
  return { actor, keys: await openKeys(secret) };
}
const ownKey = async ({ actor }: Member) => {
  const own = (await readSealing(actor)).members.find(({ person }) => person === actor.person);
  if (!own?.key) throw new Error("No key.");
  return { person: actor.person, id: own.key.id, publicKey: own.key.publicKey };
};

/** Who holds the key of the defense. The first one begins it anew: nobody holds the one that the stage made. */
const holders = new WeakMap<Stage, Member>();
async function holder(stage: Stage): Promise<Member> {
  const there = holders.get(stage);
  if (there) return there;
  const made = await member(stage);
  const epoch = ((await readSealing(made.actor)).keys.at(-1)?.epoch ?? 0) + 1;
  await makeSideKey(made.actor, await newSideKey(made.actor, null, epoch, [await ownKey(made)]));
  holders.set(stage, made);
  return made;
}
async function held({ actor, keys }: Member) {
  const sealing = await readSealing(actor);
  const epoch = sealing.keys.at(-1)?.epoch ?? 0;
  const found = await secretOf(sealing, keys, epoch);
  if (!found) throw new Error("Not held.");
  return { sealing, epoch, found };
}

async function withApp(stage: Stage) {
  const actor = await stage.newcomer();
  const { secret } = await startTotp(actor);
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
  const { secret: renewed } = await enrolTotp(actor, { code });
  return again({ ...actor, secret: renewed ?? actor.secret });
}

export const person: Deeds<
  | "session:open"
  | "session:close"
  | "session:read"
  | "session:end"
  | "token:make"
  | "token:create"
  | "factor:confirm"
  | "factor:enrol"
  | "factor:remove"
  | "password:change"
  | "identity:link"
  | "identity:unlink"
  | "sealing:read"
  | "sealing:join"
  | "sealing:key"
  | "sealing:grant"
> = {
  "session:open": {
    by: "host",
    ready: async (stage) => {
      const { email } = await stage.newcomer();
      return { work: () => openSession(email) };
    },
  },
  "session:close": {
    by: "colleague",
    ready: async (stage) => ({ as: await stage.newcomer(), work: ({ secret }) => signOut(secret) }),
  },
  "session:read": { by: "expert", ready: () => ({ work: listSessions }), leaves: [] },
  "session:end": {
    by: "colleague",
    ready: async (stage) => {
      const as = await stage.newcomer();
      await enter(as.email);
      return { as, work: (actor) => endOthers(actor, { tokens: true }) };
    },
  },
  // One says that it was asked for and by whom, the other that it exists.
  "token:make": {
    by: "expert",
    ready: () => ({ work: (actor) => makeToken(actor, MakeToken.parse({ name: "script" })) }),
    leaves: ["token:make", "token:create"],
  },
  "token:create": {
    by: "counsel",
    ready: () => ({ work: (actor) => makeToken(actor, MakeToken.parse({ name: "script" })) }),
    leaves: ["token:make", "token:create"],
  },
  "factor:confirm": {
    by: "colleague",
    ready: async (stage) => {
      const { password, ...as } = await stage.newcomer();
      return { as, work: (actor) => confirmSelf(actor, { factor: "password", password }) };
    },
  },
  "factor:enrol": { by: "colleague", ready: async (stage) => ({ as: await stage.newcomer(), work: startTotp }) },
  "factor:remove": {
    by: "colleague",
    ready: async (stage) => {
      const as = await withApp(stage);
      const id = (await readFactors(as)).totp?.id ?? "";
      return { as, work: (actor) => removeFactor(actor, { id }) };
    },
  },
  "password:change": {
    by: "colleague",
    ready: async (stage) => {
      const { password: current, ...as } = await stage.newcomer();
      return { as, work: (actor) => changePassword(actor, { current, password: "the last of them, long" }) };
    },
  },
  "identity:link": { by: "counsel", ready: () => ({ work: (actor) => linkIdentity(actor, { firm: "marlow" }) }) },
  "identity:unlink": {
    by: "counsel",
    ready: async (stage) => {
      const as = await stage.as("counsel");
      const [firm] = firms();
      if (!firm) throw new Error("No firm.");
      await linkIdentity(as, { firm: firm.id });
      await comeFromFirm(firm, { iss: firm.issuer, sub: `s-${stage.next()}` }, as.secret, undefined);
      const id = (await listIdentities(as)).items[0]?.id ?? "";
      return { as, work: (actor) => unlinkIdentity(actor, { id }) };
    },
  },
  "sealing:read": { by: "expert", ready: () => ({ work: readSealing }), leaves: [] },
  "sealing:join": {
    by: "colleague",
    ready: async (stage) => {
      const as = await stage.newcomer();
      const { join } = await keyOf(as);
      return { as, work: (actor) => joinSealing(actor, join) };
    },
  },
  "sealing:key": {
    by: "colleague",
    ready: async (stage) => {
      const one = await holder(stage);
      const { sealing, epoch, found } = await held(one);
      const members = await vouchedMembers(sealing, epoch, found.keys.signKey);
      const next = await newSideKey(one.actor, found, epoch + 1, members);
      return { as: one.actor, work: (actor) => makeSideKey(actor, next) };
    },
  },
  "sealing:grant": {
    by: "colleague",
    ready: async (stage) => {
      const [one, other] = [await holder(stage), await member(stage)];
      const wrapped = await wrapFor(one.actor, (await held(one)).found, await ownKey(other));
      return { as: one.actor, work: (actor) => grantSideKey(actor, wrapped) };
    },
  },
};
