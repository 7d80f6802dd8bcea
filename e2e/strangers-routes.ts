import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Asked, nowhere, orderAddresses, why } from "./strangers-order";

export { type Asked, nowhere } from "./strangers-order";

const root = path.resolve(import.meta.dirname, "..");

const zeros = (bytes: number) => Buffer.alloc(bytes).toString("base64");
const noPoint = zeros(65);
const lock = { kind: "passphrase", label: "A stranger’s", iterations: 600_000, salt: zeros(16), box: zeros(60) };
const grant = { member: nowhere, box: zeros(113), signature: zeros(64) };
const noKey = { epoch: 1_000_000, publicKey: noPoint, signKey: zeros(32), grants: [grant] };

/**
 * Every method of every address. Each is asked for something that is not there, or for something that changes nothing, so that who
 * may is told from who may not without harm. An address missing here fails the test.
 */
export const addresses: Readonly<Record<string, Asked>> = {
  "GET /api/health": { action: "open", path: "/api/health", allowed: [200] },
  "GET /api/ready": { action: "open", path: "/api/ready", allowed: [200] },
  "GET /api/openapi.json": { action: null, path: "/api/openapi.json", allowed: [200] },
  "GET /api/me": { action: null, path: "/api/me", allowed: [200] },
  "GET /api/undertaking": { action: "undertaking:sign", path: "/api/undertaking", allowed: [200] },
  "POST /api/undertaking/sign": {
    action: "undertaking:sign",
    path: "/api/undertaking/sign",
    body: () => ({ hash: "0".repeat(64), name: "A stranger" }),
    allowed: [409],
  },
  ...orderAddresses,
  "GET /api/volumes": { action: "volume:read", path: "/api/volumes", allowed: [200] },
  "GET /api/statistics": { action: "volume:read", path: "/api/statistics?by=month,model", allowed: [200] },
  "GET /api/volumes/[id]": { action: "volume:read", path: "/api/volumes/32000", allowed: [404] },
  "POST /api/volumes/[id]/deletion": {
    action: "volume:request-deletion",
    path: "/api/volumes/32000/deletion",
    body: () => ({ ...why(), authority: "None", confirm: "No such volume" }),
    allowed: [404],
  },
  "POST /api/volumes/[id]/deletion/approval": {
    action: "volume:approve-deletion",
    path: "/api/volumes/32000/deletion/approval",
    body: () => ({ confirm: "No such volume" }),
    allowed: [404],
  },
  "POST /api/volumes/[id]/deletion/refusal": {
    action: "volume:refuse-deletion",
    path: "/api/volumes/32000/deletion/refusal",
    body: why,
    allowed: [404],
  },
  "GET /api/arrivals": { action: "intake:run", path: "/api/arrivals", allowed: [200] },
  "POST /api/arrivals": {
    action: "intake:run",
    path: "/api/arrivals",
    body: () => ({ volume: "No such", files: ["no-such-file"] }),
    allowed: [400],
  },
  "POST /api/arrivals/[id]/cancel": { action: "intake:run", path: `/api/arrivals/${nowhere}/cancel`, body: () => ({}), allowed: [404] },
  "GET /api/volumes/[id]/out-of-frame": { action: "volume:read", path: "/api/volumes/32000/out-of-frame", allowed: [404] },
  "GET /api/volumes/[id]/rejections": { action: "volume:read", path: "/api/volumes/32000/rejections", allowed: [404] },
  "GET /api/conversations": { action: "conversation:search", path: "/api/conversations?limit=1", allowed: [200] },
  "GET /api/conversations/facets": { action: "conversation:count", path: "/api/conversations/facets?from=2030-01-01", allowed: [200] },
  "GET /api/conversations/reading": { action: "conversation:search", path: "/api/conversations/reading?q=fraud", allowed: [200] },
  "GET /api/conversations/[id]": { action: "conversation:view", path: "/api/conversations/DEMO-999999999", allowed: [404] },
  "GET /api/conversations/[id]/source": { action: "conversation:view", path: "/api/conversations/DEMO-999999999/source", allowed: [404] },
  "POST /api/conversations/[id]/prints": {
    action: "conversation:print",
    path: "/api/conversations/DEMO-999999999/prints",
    body: () => ({ ...why(), from: 1, to: 2 }),
    allowed: [404],
  },
  "POST /api/conversations/[id]/copies": {
    action: "conversation:copy",
    path: "/api/conversations/DEMO-999999999/copies",
    body: () => ({ characters: 10 }),
    allowed: [404],
  },
  "GET /api/conversations/[id]/codes": { action: "codebook:read", path: "/api/conversations/DEMO-999999999/codes", allowed: [200, 404] },
  "PUT /api/conversations/[id]/codes/[code]": {
    action: "code:apply",
    path: "/api/conversations/DEMO-999999999/codes/relevant",
    body: () => ({}),
    allowed: [404],
  },
  "DELETE /api/conversations/[id]/codes/[code]": {
    action: "code:apply",
    path: "/api/conversations/DEMO-999999999/codes/relevant",
    allowed: [404],
  },
  "GET /api/codes": { action: "codebook:read", path: "/api/codes", allowed: [200] },
  "POST /api/codes": { action: "codebook:keep", path: "/api/codes", body: () => ({ key: "relevant", label: "Relevant" }), allowed: [409] },
  "GET /api/sealing": { action: "sealing:read", path: "/api/sealing", allowed: [200] },
  "POST /api/sealing/own-key": {
    action: "sealing:join",
    path: "/api/sealing/own-key",
    body: () => ({ publicKey: noPoint, lock }),
    allowed: [400],
    browserOnly: true,
  },
  "POST /api/sealing/locks": {
    action: "sealing:join",
    path: "/api/sealing/locks",
    body: () => ({ key: nowhere, lock }),
    allowed: [404],
    browserOnly: true,
  },
  "DELETE /api/sealing/locks/[id]": { action: "sealing:join", path: `/api/sealing/locks/${nowhere}`, allowed: [404], browserOnly: true },
  "POST /api/sealing/keys": { action: "sealing:key", path: "/api/sealing/keys", body: () => noKey, allowed: [400], browserOnly: true },
  "POST /api/sealing/grants": {
    action: "sealing:grant",
    path: "/api/sealing/grants",
    body: () => ({ epoch: 1_000_000, ...grant }),
    allowed: [404],
    browserOnly: true,
  },
  "GET /api/conversations/[id]/place": { action: "conversation:count", path: "/api/conversations/DEMO-999999999/place", allowed: [200] },
  "GET /api/conversations/[id]/step": {
    action: "conversation:search",
    path: "/api/conversations/DEMO-999999999/step?way=next",
    allowed: [404],
  },
  "GET /api/searches/[id]": { action: "conversation:count", path: `/api/searches/${nowhere}`, allowed: [404] },
  "DELETE /api/searches/[id]": { action: "conversation:count", path: `/api/searches/${nowhere}`, allowed: [404] },
  "GET /api/sets": { action: "set:read", path: "/api/sets", allowed: [200] },
  "POST /api/sets": {
    action: "set:freeze",
    path: "/api/sets",
    body: (role) => ({ name: `Strangers, ${role}`, query: "", limit: 1 }),
    allowed: [201, 409],
  },
  "GET /api/saved-searches": { action: "set:read", path: "/api/saved-searches", allowed: [200] },
  "POST /api/saved-searches": {
    action: "search:save",
    path: "/api/saved-searches",
    body: () => ({ name: `Mine ${Date.now()}`, query: "zzznowhere" }),
    allowed: [201, 409],
  },
  "POST /api/saved-searches/[id]": { action: "search:save", path: `/api/saved-searches/${nowhere}`, allowed: [404] },
  "DELETE /api/saved-searches/[id]": { action: "search:save", path: `/api/saved-searches/${nowhere}`, allowed: [404] },
  "POST /api/sets/combine": {
    action: "set:freeze",
    path: "/api/sets/combine",
    body: () => ({ name: `Of none ${Date.now()}`, op: "union", sets: [nowhere, nowhere] }),
    allowed: [404],
  },
  "GET /api/search-reports": { action: "set:read", path: "/api/search-reports", allowed: [200] },
  "POST /api/search-reports": {
    action: "search:report",
    path: "/api/search-reports",
    body: () => ({ name: "None", terms: "" }),
    allowed: [400],
  },
  "GET /api/search-reports/[id]": { action: "set:read", path: `/api/search-reports/${nowhere}`, allowed: [404] },
  "POST /api/search-reports/[id]": { action: "search:report", path: `/api/search-reports/${nowhere}`, allowed: [404] },
  "DELETE /api/search-reports/[id]": { action: "search:report", path: `/api/search-reports/${nowhere}`, allowed: [404] },
  "GET /api/search-reports/[id]/terms": { action: "set:read", path: `/api/search-reports/${nowhere}/terms`, allowed: [404] },
  "GET /api/samples": { action: "set:read", path: "/api/samples", allowed: [200] },
  "POST /api/samples": {
    action: "set:freeze",
    path: "/api/samples",
    body: () => ({ size: 100_000, seed: 1, query: "zzznowhere" }),
    allowed: [400],
  },
  "GET /api/samples/[id]": { action: "set:read", path: `/api/samples/${nowhere}`, allowed: [404] },
  "GET /api/sets/[id]": { action: "set:read", path: `/api/sets/${nowhere}`, allowed: [404] },
  "GET /api/sets/[id]/conversations": { action: "conversation:search", path: `/api/sets/${nowhere}/conversations`, allowed: [404] },
  "GET /api/holds": { action: "hold:read", path: "/api/holds", allowed: [200] },
  "POST /api/holds": {
    action: "hold:place",
    path: "/api/holds",
    body: () => ({ ...why(), scope: "volume", target: "No such volume", authority: "None" }),
    allowed: [404],
  },
  "POST /api/holds/[id]/release-request": {
    action: "hold:request-release",
    path: `/api/holds/${nowhere}/release-request`,
    body: why,
    allowed: [404],
  },
  "POST /api/holds/[id]/release-approval": {
    action: "hold:approve-release",
    path: `/api/holds/${nowhere}/release-approval`,
    body: () => ({}),
    allowed: [404],
  },
  "GET /api/productions": { action: "production:read", path: "/api/productions", allowed: [200] },
  "POST /api/productions": {
    action: "production:ask",
    path: "/api/productions",
    body: () => ({ ...why(), setId: nowhere, name: "STRANGER", formats: ["jsonl"] }),
    allowed: [404],
  },
  "GET /api/productions/[id]": { action: "production:read", path: `/api/productions/${nowhere}`, allowed: [404] },
  "GET /api/productions/[id]/files/[name]": {
    action: "production:download",
    path: `/api/productions/${nowhere}/files/manifest.json`,
    allowed: [404],
  },
  "GET /api/audit": { action: "audit:read-own", path: "/api/audit?limit=1", allowed: [200] },
  "GET /api/audit/checkpoint": { action: "checkpoint:read", path: "/api/audit/checkpoint", allowed: [200, 503] },
  "GET /api/audit/entries": { action: "audit:read", path: "/api/audit/entries?from=0&to=1", allowed: [200] },
  "GET /api/audit/proof": { action: "audit:read-own", path: "/api/audit/proof?entry=999999999999", allowed: [404] },
  "GET /api/audit/consistency": { action: "checkpoint:read", path: "/api/audit/consistency?from=0", allowed: [200, 503] },
  "GET /api/audit/key": { action: "checkpoint:read", path: "/api/audit/key", allowed: [200, 503] },
  "GET /api/audit/receipt": { action: "audit:read-own", path: "/api/audit/receipt?entry=999999999999", allowed: [404] },
  "GET /api/audit/recipients": { action: "checkpoint:deliver", path: "/api/audit/recipients", allowed: [200] },
  "POST /api/audit/recipients": {
    action: "checkpoint:deliver",
    path: "/api/audit/recipients",
    body: () => ({ kind: "folder", target: "/nowhere" }),
    allowed: [400],
  },
  "DELETE /api/audit/recipients/[id]": { action: "checkpoint:deliver", path: `/api/audit/recipients/${nowhere}`, allowed: [404] },
  "POST /api/audit/cosignatures": {
    action: "checkpoint:cosign",
    path: "/api/audit/cosignatures",
    body: () => ({ size: 0, line: "none" }),
    allowed: [400],
  },
  "GET /api/audit/export": { action: "audit:export", path: "/api/audit/export", allowed: [200] },
  "GET /api/activity/live": { action: "audit:read", path: "/api/activity/live", allowed: [200] },
  "GET /api/flags": { action: "audit:read", path: "/api/flags", allowed: [200] },
  "PUT /api/flags/settings": { action: "oversight:set", path: "/api/flags/settings", body: () => ({ settings: {} }), allowed: [200] },
  "GET /api/reports": { action: "audit:read", path: "/api/reports", allowed: [200] },
  "POST /api/reports": {
    action: "report:ask",
    path: "/api/reports",
    body: () => ({ kind: "roster", from: "2024-01-01", to: "2024-01-01" }),
    allowed: [201],
  },
  "PUT /api/reports/schedule": {
    action: "oversight:set",
    path: "/api/reports/schedule",
    body: () => ({ kind: "roster", every: "never" }),
    allowed: [200],
  },
  "GET /api/reports/[id]": { action: "audit:read", path: `/api/reports/${nowhere}`, allowed: [404] },
  "GET /api/reports/[id]/files/[name]": { action: "audit:read", path: `/api/reports/${nowhere}/files/report.json`, allowed: [404] },
  "GET /api/account/factors": { action: null, path: "/api/account/factors", allowed: [200] },
  "DELETE /api/account/factors/[id]": { action: "factor:remove", path: `/api/account/factors/${nowhere}`, allowed: [403, 404] },
  "POST /api/account/confirm": {
    action: "factor:confirm",
    path: "/api/account/confirm",
    body: () => ({ factor: "recovery", code: "no such code" }),
    allowed: [403],
  },
  "POST /api/account/challenge": {
    action: "factor:confirm",
    path: "/api/account/challenge",
    body: () => ({ purpose: "confirm" }),
    allowed: [200],
  },
  "POST /api/account/totp": { action: "factor:enrol", path: "/api/account/totp", allowed: [200, 403] },
  "PUT /api/account/totp": { action: "factor:enrol", path: "/api/account/totp", body: () => ({ code: "no code" }), allowed: [400] },
  "POST /api/account/passkeys": {
    action: "factor:enrol",
    path: "/api/account/passkeys",
    body: () => ({ name: "A stranger's", response: { id: "x", response: {} } }),
    allowed: [403],
  },
  "POST /api/account/recovery-codes": { action: "factor:enrol", path: "/api/account/recovery-codes", allowed: [403, 409] },
  "PUT /api/account/password": {
    action: "password:change",
    path: "/api/account/password",
    body: () => ({ current: "not this", password: "a stranger's password" }),
    allowed: [403],
  },
  "GET /api/account/sessions": { action: "session:read", path: "/api/account/sessions", allowed: [200] },
  "DELETE /api/account/sessions": { action: "session:end", path: "/api/account/sessions", allowed: [200] },
  "DELETE /api/account/sessions/[id]": { action: "session:end", path: `/api/account/sessions/${nowhere}`, allowed: [404] },
  "POST /api/account/tokens": {
    action: "token:make",
    path: "/api/account/tokens",
    body: () => ({ name: "A stranger's", days: 1 }),
    allowed: [201],
  },
  "GET /api/account/identities": { action: "session:read", path: "/api/account/identities", allowed: [200] },
  "POST /api/account/identities": {
    action: "identity:link",
    path: "/api/account/identities",
    body: () => ({ firm: "no-such-firm" }),
    allowed: [403, 404],
  },
  "DELETE /api/account/identities/[id]": {
    action: "identity:unlink",
    path: `/api/account/identities/${nowhere}`,
    allowed: [404],
  },
  "GET /api/account/matters": { action: null, path: "/api/account/matters", allowed: [200] },
  "PUT /api/account/matter": { action: null, path: "/api/account/matter", body: () => ({ matter: nowhere }), allowed: [404, 401] },
  "POST /api/people/[id]/remove": { action: "people:remove", path: `/api/people/${nowhere}/remove`, body: why, allowed: [404] },
  "POST /api/people/[id]/end-sessions": {
    action: "people:end-sessions",
    path: `/api/people/${nowhere}/end-sessions`,
    body: why,
    allowed: [404],
  },
  "POST /api/people/[id]/reset": { action: "people:reset", path: `/api/people/${nowhere}/reset`, body: why, allowed: [404] },
  "GET /api/people": { action: "people:read", path: "/api/people", allowed: [200] },
  "POST /api/people/[id]/budget": {
    action: "budget:release",
    path: `/api/people/${nowhere}/budget`,
    body: () => ({ ...why(), views: 1 }),
    allowed: [404],
  },
  "POST /api/people/[id]/suspend": { action: "people:manage", path: `/api/people/${nowhere}/suspend`, body: why, allowed: [404] },
};

/** Every page, with the action that opens it; null: everybody who has signed. */
export const pages: Readonly<Record<string, { readonly action: string | null; readonly path: string }>> = {
  "/": { action: null, path: "/" },
  "/sign-in": { action: null, path: "/sign-in" },
  "/undertaking": { action: null, path: "/undertaking" },
  "/confirm": { action: null, path: "/confirm" },
  "/matters": { action: null, path: "/matters" },
  "/account": { action: "session:read", path: "/account" },
  "/conversations": { action: "conversation:search", path: "/conversations" },
  "/conversations/[id]": { action: "conversation:view", path: "/conversations/DEMO-000000001" },
  "/sealing": { action: "sealing:read", path: "/sealing" },
  "/sets": { action: "set:read", path: "/sets" },
  "/terms": { action: "set:read", path: "/terms" },
  "/terms/new": { action: "search:report", path: "/terms/new" },
  "/terms/[id]": { action: "set:read", path: `/terms/${nowhere}` },
  "/terms/[id]/paper": { action: "set:read", path: `/terms/${nowhere}/paper` },
  "/codes": { action: "codebook:read", path: "/codes" },
  "/productions": { action: "production:read", path: "/productions" },
  "/holds": { action: "hold:read", path: "/holds" },
  "/volumes": { action: "volume:read", path: "/volumes" },
  "/volumes/arriving": { action: "intake:run", path: "/volumes/arriving" },
  "/volumes/statistics": { action: "volume:read", path: "/volumes/statistics" },
  "/volumes/[id]": { action: "volume:read", path: "/volumes/1" },
  "/experts": { action: "disclosure:read", path: "/experts" },
  "/experts/disclose": { action: "disclosure:make", path: "/experts/disclose" },
  "/designations": { action: "designation:read", path: "/designations" },
  "/redactions/[id]": { action: "redaction:read", path: `/redactions/${nowhere}` },
  "/redactions": { action: "redaction:read", path: "/redactions" },
  "/order": { action: "order:read", path: "/order" },
  "/order/[version]": { action: "order:read", path: "/order/1" },
  "/order/draft": { action: "order:draft", path: "/order/draft" },
  "/people": { action: "people:read", path: "/people" },
  "/console": { action: "audit:read", path: "/console" },
  "/console/live": { action: "audit:read", path: "/console/live" },
  "/console/people": { action: "audit:read", path: "/console/people" },
  "/console/people/[id]": { action: "audit:read", path: `/console/people/${nowhere}` },
  "/console/conversations": { action: "audit:read", path: "/console/conversations" },
  "/console/conversations/[id]": { action: "audit:read", path: "/console/conversations/DEMO-000000001" },
  "/console/days": { action: "audit:read", path: "/console/days" },
  "/console/days/[day]": { action: "audit:read", path: "/console/days/2026-01-01" },
  "/console/refusals": { action: "audit:read", path: "/console/refusals" },
  "/console/releases": { action: "audit:read", path: "/console/releases" },
  "/console/flags": { action: "audit:read", path: "/console/flags" },
  "/console/reports": { action: "audit:read", path: "/console/reports" },
  "/console/reports/[id]": { action: "audit:read", path: `/console/reports/${nowhere}` },
  "/console/witness": { action: "audit:read", path: "/console/witness" },
  "/audit": { action: "audit:read-own", path: "/audit" },
};

/** What the folder app/ really serves: `METHOD /api/…` for each address, and each page. next-auth answers its own. */
export function served(): { addresses: string[]; pages: string[] } {
  const files = readdirSync(path.join(root, "app"), { recursive: true, encoding: "utf8" }).map((file) => file.replaceAll("\\", "/"));
  const addressOf = (file: string) => `/${path.posix.dirname(file)}`.replaceAll(/\/\([^)]*\)/g, "").replace(/\/\.$/, "/") || "/";
  return {
    addresses: files
      .filter((file) => file.endsWith("/route.ts") && !file.startsWith("api/auth/"))
      .flatMap((file) => {
        const methods = readFileSync(path.join(root, "app", file), "utf8").matchAll(
          /export (?:const|async function|function) (GET|POST|PUT|PATCH|DELETE)\b/g,
        );
        return [...methods].map(([, method]) => `${method} ${addressOf(file)}`);
      }),
    pages: files.filter((file) => path.posix.basename(file) === "page.tsx").map(addressOf),
  };
}

/** The permission table as it is printed for a judge: who may do what, and what needs a signature first. */
export function printedTable(): { may: (role: string, action: string) => boolean; afterSigning: (action: string) => boolean } {
  const lines = readFileSync(path.join(root, "docs/permissions.md"), "utf8").split("\n");
  const cells = (line: string) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
  const titles = cells(lines.find((line) => line.startsWith("| What may be done")) ?? "");
  const rows = new Map(
    lines.flatMap((line) => (/\(`([\w:-]+)`\)/.test(line) ? [[/\(`([\w:-]+)`\)/.exec(line)?.[1] ?? "", cells(line)] as const] : [])),
  );
  const says = (action: string, title: string) => {
    const row = rows.get(action);
    if (!row) throw new Error(`${action} is not in the printed table.`);
    return row[titles.indexOf(title)] === "yes";
  };
  return { may: (role, action) => says(action, role), afterSigning: (action) => says(action, "After signing") };
}
