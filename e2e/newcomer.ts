import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import path from "node:path";
import { room } from "./room";

export type Newcomer = { readonly email: string; readonly name: string; readonly password: string };

/** Somebody who joins the demonstration for one test: has signed nothing and is missed by no other test. */
export function newcomer(name: string, side: string, role: string, tier = 2): Newcomer {
  const tag = randomBytes(4).toString("hex");
  const person = { email: `${role}-${tag}@${side}.example`, name, side, role, tier, password: randomBytes(12).toString("base64url") };
  const root = path.resolve(import.meta.dirname, "..");
  execFileSync(process.execPath, ["--import", "tsx", "--conditions=react-server", "prisma/testing/newcomer.ts", JSON.stringify(person)], {
    cwd: root,
    env: { ...process.env, READING_ROOM_DATA: path.resolve(room.data) },
  });
  return person;
}
