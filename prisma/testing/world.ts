import { randomBytes, randomUUID } from "node:crypto";
import type pg from "pg";
import { inject } from "vitest";
import type { Actor } from "@/domain/access/permit";
import type { NormalisedConversation } from "@/domain/formats/schema";
import { findActor, hashSecret } from "@/domain/people/session";
import { db } from "@/lib/db";
import { connect, connected } from "@/prisma/connect";
import { as } from "@/prisma/open";
import { cast, makeMatter } from "@/prisma/seed/matter";
import { makeVolume, type NewVolume } from "@/prisma/seed/volume";
import { undescribed } from "./entries";

export type Who = "plaintiff expert" | "plaintiff counsel" | "defense expert" | "defense counsel" | "monitor" | "custodian" | "operator";

export type World = {
  /** A superuser's connection: for arranging and for looking behind the curtain, never for what is being tested. */
  readonly admin: pg.Client;
  readonly url: string;
  readonly appUrl: string;
  readonly intakeUrl: string;
  readonly sequencerUrl: string;
  readonly reporterUrl: string;
  readonly matter: string;
  /** The person with a fresh session; their undertaking is signed unless `signed: false`. */
  readonly actor: (who: Who, options?: { signed?: boolean }) => Promise<Actor>;
  readonly volume: (conversations: Iterable<NormalisedConversation>, options?: Partial<NewVolume>) => Promise<number>;
  /** Throws where the log holds what docs/log-events.md does not describe, unless the test `invented` entries. */
  readonly close: (entries?: { readonly invented: boolean }) => Promise<void>;
};

const emails: Record<Who, string> = {
  "plaintiff expert": "expert@plaintiff.example",
  "plaintiff counsel": "counsel@plaintiff.example",
  "defense expert": "expert@defense.example",
  "defense counsel": "counsel@defense.example",
  monitor: "monitor@court.example",
  custodian: "custodian@host.example",
  operator: "operator@host.example",
};

/** A database of a test file's own, copied from the migrated template, with one matter and its seven people. Close it at the end. */
export async function newWorld(): Promise<World> {
  const passwords = inject("passwords");
  const name = `rr_${randomUUID().replaceAll("-", "")}`;
  await connected(inject("cluster"), (client) => client.query(`CREATE DATABASE ${name} TEMPLATE rr_template`));
  const address = new URL(inject("cluster"));
  address.pathname = `/${name}`;
  const url = address.href;
  await connected(url, (client) =>
    client.query(
      `REVOKE ALL ON DATABASE ${name} FROM PUBLIC; GRANT CONNECT ON DATABASE ${name} TO rr_app, rr_intake, rr_sequencer, rr_reporter, rr_monitor; GRANT CREATE, TEMPORARY ON DATABASE ${name} TO rr_owner`,
    ),
  );
  const appUrl = as(url, "rr_app", passwords.app);
  const intakeUrl = as(url, "rr_intake", passwords.intake);
  const sequencerUrl = as(url, "rr_sequencer", passwords.sequencer);
  const reporterUrl = as(url, "rr_reporter", passwords.reporter);
  process.env.READING_ROOM_APP_URL = appUrl;
  process.env.NEXTAUTH_SECRET ??= "only-for-tests-only-for-tests-only-for-tests";
  process.env.READING_ROOM_FACTOR_KEY ??= "only-for-tests-only-for-tests-only-for-tests";
  const admin = await connect(url);
  const matter = await makeMatter(admin, {
    slug: "test",
    caption: "In re Test",
    people: cast.map((person) => ({ ...person, password: null })),
    order: {
      title: "Protective Order",
      body: "Thou shalt not tell.",
      inForceFrom: "2024-01-01T00:00:00Z",
      settings: {
        tiers: ["CONFIDENTIAL", "HIGHLY CONFIDENTIAL – ATTORNEYS’ EYES ONLY"],
        idleMinutes: 30,
        absoluteHours: 12,
        mfa: false,
        metadataMinimum: 1,
      },
    },
  });

  async function actor(who: Who, { signed = true } = {}): Promise<Actor> {
    const secret = randomBytes(32).toString("base64url");
    await admin.query("SELECT api.open_session($1, $2, 'browser', 'test', NULL)", [emails[who], hashSecret(secret)]);
    const found = await findActor(secret);
    if (!found) throw new Error(`No session for ${who}.`);
    return signed && !found.signed ? sign(admin, found) : found;
  }

  let volumes = 0;
  return {
    admin,
    url,
    appUrl,
    intakeUrl,
    sequencerUrl,
    reporterUrl,
    matter,
    actor,
    volume: (conversations, options = {}) => {
      volumes++;
      return makeVolume(intakeUrl, { matter, name: `Volume ${volumes}`, controlPrefix: `T${volumes}`, ...options }, conversations);
    },
    close: async ({ invented } = { invented: false }) => {
      const strange = invented ? [] : await undescribed(admin);
      await db().$disconnect();
      await admin.end();
      await connected(inject("cluster"), (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
      if (strange.length > 0)
        throw new Error(`The log of this test holds what docs/log-events.md does not describe:\n${strange.join("\n")}`);
    },
  };
}

/** A conversation of prompts and outputs in turn, for tests that care about little else. */
export function talk(said: readonly string[], more: Partial<NormalisedConversation> = {}): NormalisedConversation {
  const turns = said.map((text, i) => ({ role: i % 2 === 0 ? ("prompt" as const) : ("output" as const), text }));
  return {
    sourceId: null,
    startedAt: "2023-06-15T12:00:00Z",
    model: "gpt-4",
    language: "en",
    turns,
    branches: [],
    metadata: null,
    ...more,
  };
}

async function sign(admin: pg.Client, actor: Actor): Promise<Actor> {
  await admin.query(
    `WITH signed AS (
       INSERT INTO access.undertaking (person_id, order_id, order_sha256, signed_name) VALUES ($1, $2, decode($3, 'hex'), $4) RETURNING *)
     SELECT audit.append(access.as_actor(p, m, $5, 'browser'), 'undertaking:sign', 'order:' || $6, 'done', NULL,
       jsonb_build_object('hash', encode(s.order_sha256, 'hex'), 'name', s.signed_name), NULL, NULL)
     FROM signed s JOIN access.person p ON p.id = s.person_id JOIN access.membership m ON m.person_id = p.id AND m.matter_id = $7`,
    [actor.person, actor.order.id, actor.order.sha256, actor.name, actor.session, actor.order.version, actor.matter],
  );
  return { ...actor, signed: true };
}
