import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Actor } from "@/domain/access/permit";
import { viewConversation } from "@/domain/conversations/view";
import { addPerson } from "@/domain/people/add-person";
import { AddPerson } from "@/domain/people/schema";
import { findActor, hashPassword, openSession } from "@/domain/people/session";
import { signUndertaking } from "@/domain/people/sign";
import { giveSideKey } from "@/prisma/testing/side-key";
import { newWorld, talk, type Who } from "@/prisma/testing/world";
import type { By, Stage } from "./deed";

const names: Record<By, Who> = {
  counsel: "plaintiff counsel",
  colleague: "defense counsel",
  expert: "plaintiff expert",
  monitor: "monitor",
  custodian: "custodian",
  host: "operator",
};
const first = 40;

/** A matter with everything in it that a deed may need. The defense produced its volumes. */
export async function setStage(): Promise<Stage> {
  const folder = await mkdtemp(path.join(tmpdir(), "rr-deeds-"));
  process.env.READING_ROOM_DATA = folder;
  const firm = { id: "marlow", name: "Marlow LLP", issuer: "https://login.marlow.example", clientId: "room", clientSecret: "s" };
  await writeFile(path.join(folder, "sign-in.json"), JSON.stringify({ firms: [{ ...firm, sides: ["plaintiff"], mfaAcr: [] }] }), {
    mode: 0o600,
  });
  const world = await newWorld();
  await world.volume(Array.from({ length: first }, (_, n) => talk([`Who wrote ${n}?`, "Ada Quill did.", "And that?", "Neither."])));
  for (const side of ["plaintiff", "defense"] as const) await giveSideKey(world, side);
  // The first look at a tier is an entry of its own; here everybody has had theirs.
  await world.volume([talk(["Lower?", "Lower."])], { tier: 1 });
  for (const who of ["plaintiff counsel", "plaintiff expert", "defense counsel"] as const)
    for (const id of ["T1-000000001", "T2-000000001"]) await viewConversation(await world.actor(who), { id });
  let [number, used, volumes] = [0, 1, 2];
  const stage: Stage = {
    ...world,
    folder,
    as: (by) => world.actor(names[by]),
    next: () => ++number,
    conversation: () => {
      if (used === first) throw new Error("Every conversation was used.");
      return `T1-${String(++used).padStart(9, "0")}`;
    },
    newVolume: async () => {
      await world.volume(Array.from({ length: 10 }, () => talk(["one", "two", "three"])));
      return `Volume ${++volumes}`;
    },
    newcomer: async ({ role = "counsel", signed = true } = {}) => {
      const email = `newcomer${++number}@defense.example`;
      const admitted = AddPerson.parse({ email, name: "Nora Newcomer", side: "defense", role, tier: 2 });
      const { id } = await addPerson(await world.actor("custodian"), admitted);
      const password = `four words of one's own ${number}`;
      await world.admin.query("UPDATE access.person SET password_hash = $2, first_password = false WHERE id = $1", [
        id,
        await hashPassword(password),
      ]);
      const actor = await enter(email);
      if (signed) await signUndertaking(actor, { hash: actor.order.sha256, name: actor.name });
      return { ...(await again(actor)), password };
    },
    close: async () => {
      await world.close();
      await rm(folder, { recursive: true });
    },
  };
  return stage;
}

/** In a session of their own, in a browser. */
export async function enter(email: string): Promise<Actor> {
  const actor = await findActor((await openSession(email)) ?? "");
  if (!actor) throw new Error(`No session for ${email}.`);
  return actor;
}

/** The same, as the database knows them now. */
export async function again({ secret, email }: Actor): Promise<Actor> {
  const actor = await findActor(secret);
  if (!actor) throw new Error(`${email} is signed out.`);
  return actor;
}
