import { type Actor, refused } from "@/domain/access/permit";
import { show } from "@/domain/audit/show";
import { legendOf } from "@/domain/orders/schema";
import { tierName } from "@/domain/people/tier";
import { listVolumes } from "@/domain/volumes/list";
import { db } from "@/lib/db";
import { DomainError } from "@/lib/errors";
import { type Ended, type Exported, finish, openExport, type Replaced, readExport } from "./data";
import { Draft, discard, keepDraft, openDraft, writeWhole } from "./folder";
import type { Manifest, ProducedConversation, ProductionFile } from "./schema";

/** Conversations per entry: few enough that a hold stops the writing within a moment. */
const CHUNK = 200;

type Asked = { readonly id: string; readonly name: string; readonly reason: string };
type FrozenList = {
  readonly id: string;
  readonly name: string;
  readonly query: string;
  readonly reading: string;
  readonly size: number;
  readonly sha256: Uint8Array;
};

/**
 * Writes a production to its end, chunk by chunk; never throws. The files are whole and on disk before the production is published,
 * and unless it was published nothing of them stays. Session, permission and holds are asked for each chunk and for publishing.
 */
export async function writeProduction(actor: Actor, asked: Asked, set: FrozenList): Promise<Ended> {
  try {
    const files = await writeFiles(actor, asked, set);
    await keepDraft(asked.id);
    const ended = await finish(db(), actor.secret, asked.id, "ready", files, null);
    if (ended !== "ready") await discard(asked.id);
    return ended;
  } catch (error) {
    return giveUp(actor, asked.id, error);
  }
}

// When even this cannot be told to the database, the production stays "writing" without a sign of life and is ended later (end-left.ts).
async function giveUp(actor: Actor, id: string, error: unknown): Promise<Ended> {
  const held = error instanceof DomainError && error.code === "held";
  if (!(error instanceof DomainError)) {
    const { name, code } = error as { name?: string; code?: string };
    console.error(JSON.stringify({ level: "error", what: "production", id, name, code }));
  }
  try {
    await discard(id);
    return await finish(db(), actor.secret, id, held ? "held" : "failed", [], held ? null : sentenceOf(error));
  } catch {
    return null;
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof DomainError) return error.message;
  if ((error as { code?: string }).code === "ENOSPC") return "The disk is full. Nothing was kept. Tell the operator.";
  return "The files could not be written. Nothing was kept. Ask for it again, and tell the operator if it happens twice.";
}

async function writeFiles(actor: Actor, asked: Asked, set: FrozenList): Promise<ProductionFile[]> {
  const folder = await openDraft(asked.id);
  const draft = await Draft.create(folder, "conversations.jsonl");
  try {
    const written = await writeConversations(actor, asked.id, set.size, draft);
    const conversations = await draft.finish();
    const manifest: Manifest = {
      matter: actor.caption,
      legends: actor.order.settings.tiers.map((_, n) => legendOf(actor.order.settings, n + 1)),
      production: { ...asked, requestedBy: actor.name },
      set: {
        id: set.id,
        name: set.name,
        query: set.query,
        reading: set.reading,
        size: set.size,
        sha256: Buffer.from(set.sha256).toString("hex"),
      },
      counts: {
        conversations: written.conversations,
        turns: written.turns,
        withheldTurns: written.withheld,
        withdrawnConversations: written.withdrawn,
        replaced: written.replaced,
      },
      volumes: await volumesOf(actor, written.volumes),
      firstControlNumber: written.first,
      lastControlNumber: written.last,
      files: [conversations],
      generatedAt: new Date().toISOString(),
    };
    const described = await writeWhole(folder, "manifest.json", `${JSON.stringify(manifest, null, 2)}\n`);
    const sums = [conversations, described].map(({ name, sha256 }) => `${sha256}  ${name}\n`).join("");
    return [conversations, described, await writeWhole(folder, "SHA256SUMS", sums)];
  } finally {
    await draft.handle.close().catch(() => undefined);
  }
}

type Written = {
  readonly conversations: number;
  readonly turns: number;
  readonly withheld: number;
  readonly withdrawn: number;
  readonly first: string;
  readonly last: string;
  readonly members: number;
  readonly volumes: ReadonlySet<string>;
  readonly replaced: number;
};

/** Writes every conversation of the set, in order, each in its newest version. What the set counts must all be accounted for. */
async function writeConversations(actor: Actor, production: string, size: number, draft: Draft): Promise<Written> {
  let written: Written = {
    conversations: 0,
    turns: 0,
    withheld: 0,
    withdrawn: 0,
    first: "",
    last: "",
    members: 0,
    volumes: new Set(),
    replaced: 0,
  };
  let after: number | null = null;
  while (written.members < size) {
    const chunk = await nextChunk(actor, production, after, written.members);
    for (const exported of chunk.rows) {
      const line = lineOf(actor, exported, chunk.replaced);
      await draft.write(`${JSON.stringify(line)}\n`);
      written = {
        ...written,
        conversations: written.conversations + 1,
        turns: written.turns + line.turns.length,
        withheld: written.withheld + line.turns.filter((turn) => turn.withheld).length,
        withdrawn: written.withdrawn + (line.withdrawn ? 1 : 0),
        volumes: written.volumes.has(line.volume) ? written.volumes : new Set([...written.volumes, line.volume]),
        first: written.first || line.controlNumber,
        last: line.controlNumber,
      };
    }
    written = { ...written, members: written.members + chunk.members, replaced: written.replaced + chunk.replaced.length };
    after = chunk.last;
  }
  if (written.members !== size) throw refused("incomplete", actor.role);
  return written;
}

// What each delivery says of itself goes along with what is taken from it: the reader of the files has no other way to know.
async function volumesOf(actor: Actor, names: ReadonlySet<string>): Promise<Manifest["volumes"]> {
  const { items } = await listVolumes(actor, {});
  return items
    .filter(({ name }) => names.has(name))
    .map(({ name, source, producingParty, orderReference, deidTool, deidVersion, disclosure, tier, designated, sealedAt }) => ({
      ...{ name, source, producingParty, orderReference, deidTool, deidVersion, disclosure },
      ...{ designation: tierName(actor, tier), designated, sealedAt },
    }));
}

function nextChunk(actor: Actor, production: string, after: number | null, written: number) {
  return show(
    actor,
    "production:ask",
    (tx) => openExport(tx, actor.secret, production, after, written, CHUNK),
    async (tx, { docnos, newest, replaced }, ticket, permit) => {
      const rows = await readExport(tx, permit, ticket);
      const last = docnos.at(-1);
      if (rows.length !== newest.length || last === undefined) throw refused("incomplete", actor.role);
      return { rows, last, members: docnos.length, replaced };
    },
  );
}

function lineOf(actor: Actor, { card, turns }: Exported, replaced: readonly Replaced[]): ProducedConversation {
  if (!card || !turns) throw refused("incomplete", actor.role);
  const { controlNumber, volume, model, language, month, tier, withdrawn } = card;
  const numbered = turns.map(({ withheld, tier: own, ...turn }, i) => ({
    turn: i + 1,
    ...turn,
    ...(own !== undefined && { tier: own, legend: legendOf(actor.order.settings, own) }),
    ...(withheld !== undefined && { withheld: tierName(actor, withheld) }),
  }));
  const marked = { designation: tierName(actor, tier), legend: legendOf(actor.order.settings, tier) };
  const member = replaced.find(({ written }) => written === controlNumber)?.member;
  return {
    ...{ controlNumber, volume, model, language, month, ...marked },
    ...(member && { replaces: member }),
    ...(withdrawn && { withdrawn }),
    turns: numbered,
  };
}
