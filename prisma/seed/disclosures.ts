import type pg from "pg";
import type { Side } from "@/domain/access/permissions";
import { asOwner } from "@/prisma/connect";
import { noteAtHost } from "@/prisma/founding";

type Candidate = {
  readonly by: string;
  readonly side: Side;
  readonly name: string;
  readonly email: string;
  readonly employer: string;
  readonly engagements: string;
  readonly testimony: string;
  readonly relationships: string;
  readonly cv: string;
  /** How long ago, in days: a clock that runs must run from now. */
  readonly ago: number;
  readonly objection?: { readonly by: string; readonly side: Side; readonly ago: number; readonly text: string };
};

/** Two experts who wait: one whose time to be objected to runs, one to whom the other side has objected and on whom the court has not ruled. */
const candidates: readonly Candidate[] = [
  {
    by: "counsel@plaintiff.example",
    side: "plaintiff",
    name: "Dr Ines Vaupel",
    email: "vaupel@textmetrics.example",
    employer: "Textmetrics GmbH, Leipzig",
    engagements: "2024, Norden Verlag v. Skriva AB (for the publisher)\n2022, Northlight Press, consulting on text reuse",
    testimony: "Norden Verlag v. Skriva AB, deposition, 12 June 2024",
    relationships: "None with any party. Textmetrics licensed a corpus to a subsidiary of Halcyon AI in 2021; the licence has ended.",
    cv: "INES VAUPEL\n\nComputational linguist. Textmetrics GmbH, Leipzig, since 2016.\n\nDr. phil., Leipzig 2009, on measuring reuse between long texts.\nForty papers on near-duplicate detection; two open corpora of news text.\n",
    ago: 3,
  },
  {
    by: "counsel@defense.example",
    side: "defense",
    name: "Prof. Tomás Arrieta",
    email: "arrieta@statlab.example",
    employer: "Statlab, Universidad del Ebro",
    engagements: "2023 to 2025, Halcyon AI, advice on the evaluation of language models",
    testimony: "None within four years.",
    relationships: "Consulted for Halcyon AI until 30 September 2025. No relationship with any plaintiff.",
    cv: "TOMÁS ARRIETA\n\nProfessor of statistics, Universidad del Ebro, since 2011.\n\nSampling of rare events; intervals for small proportions.\n",
    ago: 54,
    objection: {
      by: "counsel@plaintiff.example",
      side: "plaintiff",
      ago: 45,
      text: "Professor Arrieta advised the defendant on the very models whose outputs are in dispute, until eight weeks before his disclosure. He is a consultant of a party, not an independent expert (Section 4.2 of the order).",
    },
  },
];

/** Whoever these are said to be done by did not sit there, and has signed no order: the log says that the demonstration came with them. */
const kind = "demonstration";

/** Discloses the demonstration's experts, each step with its entry. Does nothing where experts were disclosed already. */
export async function discloseCandidates(client: pg.Client, matter: string): Promise<void> {
  const { rowCount } = await client.query("SELECT FROM access.disclosure WHERE matter_id = $1 LIMIT 1", [matter]);
  if (rowCount) return;
  await asOwner(client, async () => {
    for (const candidate of candidates) {
      const { by, ago, objection, cv, ...said } = candidate;
      const { rows } = await client.query(
        `WITH d AS (
           INSERT INTO access.disclosure (matter_id, side, email, name, employer, engagements, testimony, relationships, tier, cv_name, cv_type, cv_bytes, cv_sha256,
             order_version, disclosed_by, disclosed_at, object_until)
           SELECT $1, ($2::jsonb->>'side')::access.side, $2::jsonb->>'email', $2::jsonb->>'name', $2::jsonb->>'employer', $2::jsonb->>'engagements', $2::jsonb->>'testimony',
             $2::jsonb->>'relationships', 2, 'curriculum-vitae.txt', 'text/plain', length($3::bytea), sha256($3::bytea), o.version, p.id,
             date_trunc('hour', clock_timestamp()) - make_interval(days => $5), access.last_day(o.settings, 'expertObjection', clock_timestamp() - make_interval(days => $5))
           FROM access.order_of($1) o, access.person p WHERE p.email = $4 RETURNING *),
         v AS (INSERT INTO access.disclosure_cv SELECT id, $3::bytea FROM d)
         SELECT id, object_until::text, encode(cv_sha256, 'hex') AS sha256 FROM d`,
        [matter, JSON.stringify(said), Buffer.from(cv, "utf8"), by, ago],
      );
      const { id, object_until: objectUntil, sha256: cvSha256 } = rows[0];
      const { email, name, employer, side } = said;
      const detail = {
        kind,
        email,
        name,
        employer,
        tier: 2,
        cvName: "curriculum-vitae.txt",
        cvBytes: Buffer.byteLength(cv),
        cvSha256,
        disclosure: id,
        objectUntil,
      };
      await noteAtHost(client, matter, "disclosure:make", { side, object: `expert:${email}`, detail });
      if (!objection) continue;
      await client.query(
        `UPDATE access.disclosure SET objection = $2, objected_at = date_trunc('hour', clock_timestamp()) - make_interval(days => $3),
           objected_by = (SELECT id FROM access.person WHERE email = $4) WHERE id = $1`,
        [id, objection.text, objection.ago, objection.by],
      );
      await noteAtHost(client, matter, "disclosure:object", {
        side: objection.side,
        object: `expert:${email}`,
        detail: { kind, disclosure: id, email, side, objectUntil, reason: objection.text },
      });
    }
  });
}

const challenged = {
  conversation: "DEMO-000000345",
  grounds: "General advice on leaving a job. Nothing in it describes a person, and de-identification has masked what could.",
  conferred: "By telephone with Mr Reyes, four days before this challenge; no agreement.",
};

/** One challenge to a designation, with its clocks running. Does nothing where there was one. */
export async function challengeOne(client: pg.Client, matter: string): Promise<void> {
  const { rowCount } = await client.query("SELECT FROM record.challenge WHERE matter_id = $1 LIMIT 1", [matter]);
  if (rowCount) return;
  const { conversation, grounds, conferred } = challenged;
  await asOwner(client, async () => {
    const { rows } = await client.query(
      `INSERT INTO record.challenge (matter_id, docno, turn, tier, asked, grounds, conferred, side, made_by, made_at, answer_by, move_by)
       SELECT $1, record.find_docno($1, $2), 0, 2, 1, $3, $4, 'plaintiff', p.id, date_trunc('hour', clock_timestamp()) - interval '5 days',
         access.last_day(o.settings, 'challengeConfer', clock_timestamp() - interval '5 days'), access.last_day(o.settings, 'challengeMove', clock_timestamp() - interval '5 days')
       FROM access.order_of($1) o, access.person p WHERE p.email = 'counsel@plaintiff.example' RETURNING id, answer_by::text AS "answerBy", move_by::text AS "moveBy"`,
      [matter, conversation, grounds, conferred],
    );
    const { id, ...clocks } = rows[0];
    const detail = { kind, turn: 0, asked: 1, tier: 2, grounds, conferred, challenge: id, ...clocks };
    await noteAtHost(client, matter, "designation:challenge", { side: "plaintiff", object: `conversation:${conversation}`, detail });
  });
}
