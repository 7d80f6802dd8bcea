// A database of its own in a temporary folder, with one matter whose people have signed: for measuring, never for use.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type pg from "pg";
import type { Actor } from "@/domain/access/permit";
import { findActor } from "@/domain/people/session";
import { signUndertaking } from "@/domain/people/sign";
import { db } from "@/lib/db";
import { connect } from "./connect";
import { type Database, openDatabase } from "./open";
import { cast, makeMatter } from "./seed/matter";
import { openHostSession } from "./session";

export type Scratch = {
  readonly folder: string;
  readonly database: Database;
  readonly matter: string;
  /** A superuser's connection, for the bare figures that others are compared with. */
  readonly admin: pg.Client;
  readonly actor: (email: string) => Promise<Actor>;
  readonly close: () => Promise<void>;
};

export async function openScratch(environment: Readonly<Record<string, string>> = {}): Promise<Scratch> {
  const folder = await mkdtemp(path.join(tmpdir(), "reading-room-bench-"));
  delete process.env.DATABASE_URL;
  const database = await openDatabase(folder, environment);
  Object.assign(process.env, { READING_ROOM_DATA: folder, READING_ROOM_APP_URL: database.appUrl, NEXTAUTH_SECRET: database.secrets.auth });
  const admin = await connect(database.adminUrl);
  const matter = await makeMatter(admin, {
    slug: "bench",
    caption: "In re Bench",
    people: cast.map((person) => ({ ...person, password: null })),
    order: {
      title: "Protective Order",
      body: "For measuring.",
      inForceFrom: "2024-01-01T00:00:00Z",
      settings: {
        tiers: ["CONFIDENTIAL", "HIGHLY CONFIDENTIAL"],
        absoluteHours: 12,
        mfa: false,
        // A benchmark reads faster than any person, waits longer, and has seven readers stand by while one is measured.
        idleMinutes: 600,
        viewsPerHour: 1_000_000,
        viewsPerDay: 10_000_000,
        charactersPerDay: 1_000_000_000,
        searchSeconds: 600,
      },
    },
  });
  return {
    folder,
    database,
    matter,
    admin,
    actor: async (email) => {
      const secret = (await openHostSession(admin, { email, kind: "command", label: "bench", expiresAt: null })) ?? "";
      const unsigned = await findActor(secret);
      if (unsigned) await signUndertaking(unsigned, { hash: unsigned.order.sha256, name: unsigned.name });
      const actor = await findActor(secret);
      if (!actor) throw new Error(`${email} has no access.`);
      return actor;
    },
    close: async () => {
      await db().$disconnect();
      await admin.end();
      await database.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
