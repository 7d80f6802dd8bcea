import { createHash } from "node:crypto";
import { viewConversation } from "@/domain/conversations/view";
import { approveRelease } from "@/domain/holds/approve-release";
import { placeHold } from "@/domain/holds/place";
import { requestRelease } from "@/domain/holds/request-release";
import { addPerson } from "@/domain/people/add-person";
import { AddPerson } from "@/domain/people/schema";
import { signIn } from "@/domain/people/session";
import { suspendPerson } from "@/domain/people/suspend";
import { searchConversations } from "@/domain/search/search";
import { approveDeletion } from "@/domain/volumes/approve-deletion";
import { purgeVolumes } from "@/domain/volumes/purge";
import { requestDeletion } from "@/domain/volumes/request-deletion";
import { ask, download, ended, exportingWorld, frozen } from "@/prisma/testing/exports";
import { makeTokenAtHost } from "@/prisma/token";
import { evening } from "./evening";
import type { Said } from "./write";

/**
 * A day in a matter, as the product writes it down: what its verbs wrote, with everything that differs from run to run (names, moments,
 * hashes of what is random) replaced by what stands for it, in the order in which it occurs. A change of the format shows here.
 */
export async function goldenLog(): Promise<{ leaves: readonly Said[]; matter: { id: string; slug: string; caption: string } }> {
  const world = await exportingWorld();
  try {
    const expert = await world.actor("plaintiff expert");
    const plaintiff = await world.actor("plaintiff counsel");
    const defense = await world.actor("defense counsel");
    const monitor = await world.actor("monitor");
    const custodian = await world.actor("custodian");
    await searchConversations(expert, { q: "zebras", sort: "date", limit: 3 });
    await viewConversation(expert, { id: "T1-000000001", purpose: "“Größe”" });
    await viewConversation(monitor, { id: "T1-000000001" }).catch(() => null);
    const person = AddPerson.parse({ email: "new@plaintiff.example", name: "New Body", side: "plaintiff", role: "expert", tier: 1 });
    const added = await addPerson(custodian, person);
    const token = { email: added.email, name: "script", expiresAt: new Date(Date.now() + 86_400_000), exports: false };
    await makeTokenAtHost(world.url, "test", token);
    const set = await frozen(defense, "quagga");
    const production = await ended(defense, (await ask(defense, set)).id);
    await download(defense, production.id, "SHA256SUMS");
    const because = { reason: "Preservation order", authority: "ECF 551" };
    const { id: hold } = await placeHold(plaintiff, { scope: "volume", target: "Volume 2", ...because });
    await ask(defense, set).catch(() => null);
    await requestRelease(defense, { id: hold, reason: "Settled." });
    await approveRelease(monitor, { id: hold });
    await download(defense, production.id, "SHA256SUMS");
    await viewConversation(expert, { id: "T1-000000002" });
    await suspendPerson(custodian, { id: added.id, reason: "Left the firm." });
    await signIn("expert@defense.example", "wrong");
    await viewConversation(expert, { id: "T1-000000003" });
    await requestDeletion(custodian, { id: "Volume 2", confirm: "Volume 2", ...because });
    await approveDeletion(monitor, { id: "Volume 2", confirm: "Volume 2" });
    await purgeVolumes(world.intakeUrl);
    await evening({ expert, plaintiff, defense, monitor, custodian });
    const { rows } = await world.admin.query<{ leaf: string }>(
      "SELECT convert_from(leaf, 'UTF8') AS leaf FROM audit.entry WHERE matter_id = $1 ORDER BY id",
      [world.matter],
    );
    const pin = pinned();
    return {
      leaves: trimmed(rows.map(({ leaf }, i) => pin(JSON.parse(leaf), i))),
      matter: { id: pin({ matter: world.matter }, 0).matter as string, slug: "test", caption: "In re Test" },
    };
  } finally {
    await world.close();
  }
}

const BEGIN = Date.parse("2026-03-02T09:00:00Z");
const STEP = 3_000;
const stamp = (milliseconds: number) => new Date(milliseconds).toISOString().replace("Z", "000Z");

// What is random or of today, by what stands for it. A moment that is neither past nor the entry's own is a day ahead.
function pinned(): (said: Said, i: number) => Said {
  const known = new Map<string, string>();
  const standIn = (found: string, make: (n: number) => string) => {
    const made = known.get(found) ?? make(known.size + 1);
    known.set(found, made);
    return made;
  };
  const text = (value: string) =>
    value
      .replaceAll(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g, (id) =>
        standIn(id, (n) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`),
      )
      .replaceAll(/\b[0-9a-f]{64}\b/g, (hash) => standIn(hash, (n) => createHash("sha256").update(`${n}`).digest("hex")))
      .replaceAll(/20(?:2[5-9]|[3-9]\d)-\d\d-\d\dT[\d:.]+Z/g, stamp(BEGIN + 86_400_000))
      .replaceAll(/^20\d\d-\d\d-\d\d$/g, "2026-03-16");
  return (said, i) => {
    const made = JSON.parse(JSON.stringify(said), (_, value) => (typeof value === "string" ? text(value) : value)) as Said;
    const at = stamp(BEGIN + i * STEP);
    if (said.action === "order:amend") made.detail = { ...(made.detail as Said), inForceFrom: at };
    return { ...made, ...(said.id !== undefined && { id: 101 + i, at }) };
  };
}

// The policy and the order's settings say more than this day needs, and grow with the product: what nothing here rests on is left out.
function trimmed(leaves: readonly Said[]): Said[] {
  const used = new Set(["conversation:search", "disclosure:object", ...leaves.map(({ action }) => action)]);
  const only = (lists: Record<string, string[]>, keys: readonly string[]) =>
    Object.fromEntries(keys.map((key) => [key, (lists[key] ?? []).filter((action) => used.has(action))]));
  return leaves.map((leaf) => {
    const detail = leaf.detail as { roles: Record<string, string[]>; needs: Record<string, string[]>; exports: string[]; settings: Said };
    if (leaf.action === "policy:set") {
      const roles = only(detail.roles, Object.keys(detail.roles));
      const exports = detail.exports.filter((action) => used.has(action));
      return { ...leaf, detail: { roles, needs: only(detail.needs, Object.keys(detail.needs)), exports } };
    }
    if (!detail?.settings) return leaf;
    const { tiers, mfa } = detail.settings;
    return { ...leaf, detail: { ...detail, settings: { tiers, mfa } } };
  });
}
