import { classOf, isSpace, Kind, type Tokens } from "@/domain/lexicon/tokens";
import type { Span } from "./schema";
import { span } from "./span";

/** A secret longer than this is cut out as far as it reaches; nothing is looked at beyond. */
const LONGEST = 4_096;

/** What issuers of keys put in front of them, and how long they are: facts of their documentation, as gitleaks lists them too. */
const kinds: readonly (readonly [string, string])[] = [
  ["aws-access-key", "(?:AKIA|ASIA|ABIA|ACCA|A3T[A-Z0-9])[A-Z2-7]{16}"],
  ["github", "(?:gh[pousr]_[A-Za-z0-9]{36,251}|github_pat_[A-Za-z0-9_]{60,100})"],
  ["gitlab", "gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent)-[A-Za-z0-9_-]{20,64}"],
  ["slack", "xox[abeoprs](?:-[A-Za-z0-9.]{1,80}){2,8}"],
  ["slack-app", "xapp-\\d-[A-Z0-9]{6,40}-\\d{6,20}-[a-z0-9]{20,90}"],
  ["slack-webhook", "hooks\\.slack\\.com/(?:services|workflows)/[A-Za-z0-9+/]{30,80}"],
  ["stripe", "(?:sk|rk|pk)_(?:live|test|prod)_[A-Za-z0-9]{10,120}"],
  ["stripe-webhook", "whsec_[A-Za-z0-9+/=]{24,80}"],
  ["google-api", "AIza[A-Za-z0-9_-]{35}"],
  ["google-oauth", "(?:GOCSPX-[A-Za-z0-9_-]{20,40}|ya29\\.[A-Za-z0-9_-]{20,400})"],
  ["anthropic", "sk-ant-[A-Za-z0-9_-]{20,200}"],
  ["openai", "sk-(?:proj-|svcacct-|admin-|None-)?[A-Za-z0-9_-]{20,220}"],
  ["hugging-face", "(?:hf|api_org)_[A-Za-z0-9]{30,44}"],
  ["npm", "npm_[A-Za-z0-9]{36}"],
  ["pypi", "pypi-[A-Za-z0-9_-]{50,400}"],
  ["sendgrid", "SG\\.[A-Za-z0-9_-]{16,32}\\.[A-Za-z0-9_-]{32,64}"],
  ["twilio", "(?:SK|AC)[0-9a-f]{32}"],
  ["mailgun", "(?:key|pubkey)-[0-9a-f]{32}"],
  ["mailchimp", "[0-9a-f]{32}-us\\d{1,2}"],
  ["telegram", "\\d{7,11}:A[A-Za-z0-9_-]{34}"],
  ["discord", "[MNO][A-Za-z0-9_-]{23,27}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,40}"],
  ["jwt", "ey[JI][A-Za-z0-9_-]{8,2000}\\.ey[JI][A-Za-z0-9_-]{8,3000}(?:\\.[A-Za-z0-9_-]{0,1000})?"],
  ["digitalocean", "do[opr]_v1_[0-9a-f]{64}"],
  ["shopify", "shp(?:at|ca|pa|ss)_[0-9A-Fa-f]{32}"],
  ["square", "(?:sq0[a-z]{3}-[A-Za-z0-9_-]{22,50}|EAAA[A-Za-z0-9_-]{60})"],
  ["databricks", "dapi[0-9a-f]{32}(?:-\\d)?"],
  ["linear", "lin_(?:api|oauth)_[A-Za-z0-9]{32,64}"],
  ["notion", "(?:ntn_[A-Za-z0-9]{40,60}|secret_[A-Za-z0-9]{43})"],
  ["grafana", "gl(?:sa|c)_[A-Za-z0-9_+/=]{32,400}"],
  ["vault", "hv[sbr]\\.[A-Za-z0-9_-]{24,300}"],
  ["age", "AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}"],
  ["doppler", "dp\\.(?:pt|st|ct|sa|scim|audit)\\.[A-Za-z0-9_.-]{40,60}"],
  ["postman", "PMAK-[0-9a-f]{24}-[0-9a-f]{34}"],
  ["new-relic", "NR(?:AK|AA|JS|II)-[A-Z0-9a-z]{19,42}"],
  ["sentry", "sntry[su]_[A-Za-z0-9+/=_]{60,200}"],
  ["atlassian", "ATATT3[A-Za-z0-9_=-]{60,200}"],
  ["planetscale", "pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.=-]{32,64}"],
  ["dropbox", "sl\\.[A-Za-z0-9_=-]{100,200}"],
  ["azure-storage", "AccountKey=[A-Za-z0-9+/]{60,100}={0,2}"],
  ["facebook", "EAA[A-Za-z0-9]{90,200}"],
  ["groq", "gsk_[A-Za-z0-9]{40,60}"],
  ["airtable", "pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}"],
];
const known = new RegExp(`(?<![A-Za-z0-9])(?:${kinds.map(([, shape]) => `(${shape})`).join("|")})(?![A-Za-z0-9])`, "g");

const named =
  /(?<![A-Za-z])(?:[A-Za-z]{1,20}[_-]){0,3}(?:pass(?:word|wd|phrase|code)?|pwd|secret(?:[_-]?(?:access[_-]?)?key)?|api[_ -]?(?:key|token|secret)|access[_ -]?(?:key|token)|auth[_ -]?token|bearer|private[_ -]?key|client[_ -]?secret|credentials?|token)(?:["'`\]]{0,2}\s{0,3}(?:[:=]|=>|:=)\s{0,3}|\s(?:is|was|:|=)\s{1,2}(?:["'`])?|\s(?=[A-Za-z0-9_.~+/=-]{20}))["'`]?/giu;
const credentials = /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'<>]{0,80}:([^\s/@"'<>]{1,200})@/giu;
const notSecret =
  /^(?:your|my|the|some|this|that|example|sample|test|dummy|placeholder|changeme|none|null|undefined|true|false|string|str|required|optional|process|os|env|config|self|this|get|input|request|req|user|args?|password|secret|token|x+|\*+|\.+|_+)(?![a-z0-9]{6})|^[<{[($]|\(\)?;?$|^\d{1,4}$/i;

/** Keys, tokens and passwords: what issuers mark, what a name in front gives away, what a connection string holds. */
export function findSecrets(tokens: Tokens): Span[] {
  const { text } = tokens;
  return [...marked(tokens), ...pemBlocks(text), ...inConnections(text), ...givenAway(text)];
}

// Only where a long mixed word is: in prose there is none.
function marked({ text, count, start, end, kind }: Tokens): Span[] {
  const found: Span[] = [];
  let last = 0;
  for (let i = 0; i < count; i++) {
    const from = start[i] ?? 0;
    if (from < last || !(kind[i] === Kind.mixed || kind[i] === Kind.number || (end[i] ?? 0) - from > 15)) continue;
    let head = from;
    while (head > last && isKeyCode(text.charCodeAt(head - 1))) head--;
    let tail = end[i] ?? 0;
    while (tail < text.length && tail - head < LONGEST && isKeyCode(text.charCodeAt(tail))) tail++;
    last = tail;
    if (tail - head < 20) continue;
    for (const match of text.slice(head, tail).matchAll(known)) {
      const which = match.findIndex((group, n) => n > 0 && group !== undefined) - 1;
      if (!/\d/.test(match[0]) && !/[A-Z]/.test(match[0].slice(8))) continue;
      const at = head + match.index;
      found.push(span(at, at + match[0].length, "SECRET", 1, 1, `secret:${kinds[which]?.[0]}`));
    }
  }
  return found;
}

const isKeyCode = (code: number) => (code > 32 && code < 127 && !"\"'`,;<>()[]{}|\\?&#".includes(String.fromCharCode(code))) || false;

function pemBlocks(text: string): Span[] {
  const found: Span[] = [];
  for (let at = text.indexOf("-----BEGIN "); at >= 0; at = text.indexOf("-----BEGIN ", at + 11)) {
    const name = /^-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/.exec(text.slice(at, at + 80));
    if (!name) continue;
    const body = text.slice(at, at + 2 * LONGEST);
    const close = body.indexOf("-----END ");
    const dashes = close < 0 ? -1 : body.indexOf("-----", close + 9);
    const end = dashes >= 0 ? dashes + 5 : close >= 0 ? close : endOfKey(body, name[0].length);
    found.push(span(at, at + end, "SECRET", 1, 1, "secret:private-key"));
    at += Math.max(0, end - 11);
  }
  return found;
}

// A block that is cut off: as far as lines of its alphabet go.
function endOfKey(body: string, from: number): number {
  let at = from;
  while (at < body.length && /[A-Za-z0-9+/=:\s,.-]/.test(body[at] ?? "") && !body.startsWith("\n\n", at)) at++;
  return body.slice(0, at).trimEnd().length;
}

function inConnections(text: string): Span[] {
  if (!text.includes("://")) return [];
  return [...text.matchAll(credentials)]
    .filter(([, password = ""]) => !notSecret.test(password))
    .map((match) => {
      const end = match.index + match[0].length - 1;
      return span(end - (match[1] ?? "").length, end, "SECRET", 1, 1, "secret:connection");
    });
}

function givenAway(text: string): Span[] {
  const found: Span[] = [];
  for (const match of text.matchAll(named)) {
    const from = match.index + match[0].length;
    let to = from;
    while (to < text.length && to - from < 300 && !isSpace(text.charCodeAt(to)) && !"\"'`,;<>".includes(text[to] ?? "")) to++;
    while (to > from && ".?)]}:".includes(text[to - 1] ?? "")) to--;
    const value = text.slice(from, to);
    if (value.length < 6 || notSecret.test(value) || !looksRandom(value, match[0])) continue;
    found.push(span(from, to, "SECRET", 1, 0.8, "secret:named"));
  }
  return found;
}

// A word of the language is no secret to be found by shape: digits with letters, symbols, or capitals in the middle give one away.
function looksRandom(value: string, lead: string): boolean {
  if (classOf(value.charCodeAt(0)) === 0 && value.length < 8) return false;
  if (/^https?:|^\/|^\d+(?:[.,:/-]\d+)*$|[()]/.test(value)) return false;
  const digits = /\d/.test(value);
  const letters = /[A-Za-z]/.test(value);
  const symbols = /[!@#$%^&*+=~?]/.test(value);
  if (/pass|pwd/i.test(lead)) return (digits && letters) || (symbols && letters);
  return value.length >= 12 && digits && letters && !/^[a-z]+[._-]?\d{1,3}$/i.test(value);
}
