import { chance } from "./corpus";

// Made secrets of the kinds that people paste, and what only looks like one. None of them ever opened anything.

const upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const digit = "0123456789";
const hex = "0123456789abcdef";
const alnum = `${upper}${upper.toLowerCase()}${digit}`;
const base64 = `${alnum}-_`;

type Made = { readonly kind: string; readonly text: string; readonly secret: string };
type Random = (alphabet: string, length: number) => string;

const kinds: Readonly<Record<string, (random: Random) => readonly [lead: string, secret: string]>> = {
  "aws access key": (random) => ["aws_access_key_id = ", `AKIA${random(`${upper}234567`, 16)}`],
  "aws secret key": (random) => ["aws_secret_access_key = ", random(`${alnum}/+`, 40)],
  "github token": (random) => ["token: ", `ghp_${random(alnum, 36)}`],
  "github fine-grained": (random) => ["use ", `github_pat_${random(alnum, 22)}_${random(alnum, 59)}`],
  gitlab: (random) => ["GITLAB=", `glpat-${random(base64, 20)}`],
  slack: (random) => ["bot ", `xoxb-${random(digit, 12)}-${random(digit, 12)}-${random(alnum, 24)}`],
  stripe: (random) => ["Stripe.api_key = '", `sk_live_${random(alnum, 24)}`],
  google: (random) => ["key=", `AIza${random(base64, 35)}`],
  openai: (random) => ["OPENAI_API_KEY=", `sk-proj-${random(base64, 48)}1`],
  anthropic: (random) => ["my key is ", `sk-ant-api03-${random(base64, 80)}1`],
  "hugging face": (random) => ["login ", `hf_${random(alnum, 33)}7`],
  npm: (random) => ["//registry/:_authToken=", `npm_${random(alnum, 36)}`],
  sendgrid: (random) => ["SG ", `SG.${random(base64, 22)}.${random(base64, 43)}`],
  twilio: (random) => ["twilio ", `SK${random(hex, 32)}`],
  telegram: (random) => ["bot ", `${random("123456789", 10)}:AA${random(base64, 33)}`],
  jwt: (random) => ["Authorization: Bearer ", `eyJ${random(base64, 30)}.eyJ${random(base64, 60)}.${random(base64, 43)}`],
  "private key": (random) => [
    "",
    `-----BEGIN RSA PRIVATE KEY-----\n${random(`${alnum}+/`, 64)}\n${random(`${alnum}+/`, 64)}\n-----END RSA PRIVATE KEY-----`,
  ],
  "connection string": (random) => ["postgres://app:", random(alnum, 16)],
  digitalocean: (random) => ["DO ", `dop_v1_${random(hex, 64)}`],
  shopify: (random) => ["X-Shopify-Access-Token: ", `shpat_${random(hex, 32)}`],
  "named password": (random) => ["password: ", `${random(alnum, 9)}7!`],
  "azure storage": (random) => ["DefaultEndpointsProtocol=https;AccountName=a;", `AccountKey=${random(`${alnum}+/`, 86)}==`],
};

const nothing: Readonly<Record<string, (random: Random) => string>> = {
  uuid: (random) => `id ${random(hex, 8)}-${random(hex, 4)}-4${random(hex, 3)}-a${random(hex, 3)}-${random(hex, 12)}`,
  "git commit": (random) => `fixed in commit ${random(hex, 40)}`,
  "sha-256": (random) => `sha256 ${random(hex, 64)}`,
  "placeholder password": () => "password: <your_password>",
  "variable password": () => "const password = process.env.DB_PASSWORD",
  "sentence about passwords": () => "The password is required and must be changed every month.",
  "long identifier": (random) => `getUserAccountBalanceByIdentifier${random(upper, 4)}`,
  base64: () => "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
  "css class": () => "class='px-4 py-2 sk-loading-spinner-large-primary-button'",
  "file name": (random) => `build/static/js/main.${random(hex, 8)}.chunk.js`,
  version: () => "numpy==1.26.4 and token classification with bert-base-uncased-v2",
  "token count": (random) => `max_tokens: ${random("123456789", 4)}`,
};

function randomOf(seed: number): Random {
  const next = chance(seed);
  return (alphabet, length) => Array.from({ length }, () => alphabet[Math.floor(next() * alphabet.length)]).join("");
}

export function madeSecrets(each: number): Made[] {
  const random = randomOf(22);
  return Object.entries(kinds).flatMap(([kind, make]) =>
    Array.from({ length: each }, () => {
      const [lead, secret] = make(random);
      const rest = kind === "connection string" ? "@db.internal:5432/app" : kind === "stripe" ? "'" : "";
      return { kind, secret, text: `Please look at this: ${lead}${secret}${rest}\nWhy does it fail?` };
    }),
  );
}

export function madeNothings(each: number): string[] {
  const random = randomOf(12);
  return Object.values(nothing).flatMap((make) =>
    Array.from({ length: each }, () => `Please look at this: ${make(random)}\nWhy does it fail?`),
  );
}
