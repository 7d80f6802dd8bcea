import { Secret, TOTP } from "otpauth";
import type { Actor } from "@/domain/access/permit";
import { changePassword } from "@/domain/account/change-password";
import { confirmSelf } from "@/domain/account/confirm";
import { endOthers } from "@/domain/account/end-others";
import { enrolTotp } from "@/domain/account/enrol-totp";
import { renewCodes } from "@/domain/account/renew-codes";
import { startTotp } from "@/domain/account/start-totp";
import { viewConversation } from "@/domain/conversations/view";
import { clearExpert } from "@/domain/disclosures/clear";
import { discloseExpert } from "@/domain/disclosures/disclose";
import { DiscloseExpert } from "@/domain/disclosures/schema";
import { waiveObjection } from "@/domain/disclosures/waive";
import { draftOrder } from "@/domain/orders/draft";
import { putInForce } from "@/domain/orders/put-in-force";
import { readOrder } from "@/domain/orders/read";
import { DraftOrder } from "@/domain/orders/schema";
import { addPerson } from "@/domain/people/add-person";
import { endSessions } from "@/domain/people/end-sessions";
import { resetPerson } from "@/domain/people/reset";
import { AddPerson } from "@/domain/people/schema";
import { findActor, signIn, signOut } from "@/domain/people/session";
import { signUndertaking } from "@/domain/people/sign";

type Cast = Readonly<Record<"expert" | "plaintiff" | "defense" | "monitor" | "custodian", Actor>>;

const email = "late@plaintiff.example";
const own = "four words of one's own";

/**
 * The evening of the golden day: an expert is disclosed and cleared, an order that asks for a second factor and to be signed again comes into
 * force, and its people enrol, confirm, and end sessions of their own and of others.
 */
export async function evening({ expert, plaintiff, defense, monitor, custodian }: Cast): Promise<void> {
  const person = AddPerson.parse({ email, name: "Lately Come", side: "plaintiff", role: "expert", tier: 2 });
  const added = await addPerson(custodian, person);
  const candidate = { email, name: person.name, employer: "Quill Analytics", relationships: "None.", tier: 2 };
  const { id } = await discloseExpert(plaintiff, DiscloseExpert.parse({ ...candidate, cvName: "cv.txt", cv: "Q291bnRzIHdvcmRzLg==" }));
  await waiveObjection(defense, { id });
  await clearExpert(monitor, { id, reason: "The other side does not object." });
  const late = await sign(await entering(added.password));
  await viewConversation(late, { id: "T1-000000004" });
  await twoFactors(custodian, monitor);

  const { code, actor } = await enrol(late);
  const { secret } = await changePassword(actor, { current: added.password ?? "", password: own });
  const settled = await sign(await who(secret));
  const { codes } = await renewCodes(settled);
  await viewConversation(settled, { id: "T1-000000005" });
  const second = await entering(own);
  const { secret: proven } = await confirmSelf(second, { factor: "recovery", code: codes[0] ?? "" });
  await confirmSelf(await who(proven), { factor: "totp", code: code(0) });
  await endOthers(await who(proven), { tokens: false });
  await viewConversation(await who(proven), { id: "T1-000000006" });

  const host = await sign((await enrol(custodian)).actor);
  await endSessions(host, { id: added.id, reason: "A lost laptop." });
  const { password } = await resetPerson(host, { id: added.id, reason: "The phone was on it.", password: true });
  await enrol(await entering(password));
  const { secret: last } = await sign((await enrol(expert)).actor);
  await signOut(last);
}

async function twoFactors(custodian: Actor, monitor: Actor) {
  const { title, text, settings } = await readOrder(custodian, { version: 1 });
  const draft = DraftOrder.parse({ base: 1, title, text, settings: { ...settings, mfa: true }, reason: "ECF 600", signAgain: true });
  const { id } = await draftOrder(custodian, draft);
  await putInForce(monitor, { id, hash: custodian.order.sha256, reason: "So ordered." });
}

async function enrol(before: Actor) {
  const actor = await who(before.secret);
  const { secret } = await startTotp(actor);
  const app = new TOTP({ secret: Secret.fromBase32(secret) });
  const code = (ahead: number) => app.generate({ timestamp: Date.now() + ahead * 30_000 });
  const { secret: renewed } = await enrolTotp(actor, { code: code(-1) });
  return { actor: await who(renewed), code };
}

async function sign({ secret }: Actor): Promise<Actor> {
  const actor = await who(secret);
  await signUndertaking(actor, { hash: actor.order.sha256, name: actor.name });
  return who(secret);
}

const entering = async (password: string | null) => who(await signIn(email, password ?? ""));

async function who(secret: string | null): Promise<Actor> {
  const actor = await findActor(secret ?? "");
  if (!actor) throw new Error("Nobody.");
  return actor;
}
