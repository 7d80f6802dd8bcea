import { chance } from "./corpus";
import type { Labelled, Sample } from "./deid-evaluate";

// Texts of the benchmark's own, for where no data set lies beside the repository: sentences with made names, numbers and addresses.

const sentences = [
  "My name is {PERSON} and I live at {ADDRESS}.",
  "Please call me on {PHONE_NUMBER} or write to {EMAIL_ADDRESS}.",
  "I lost my card {CREDIT_CARD} in {LOCATION}, can you send a new one to {ADDRESS}?",
  "Dear {PERSON}, your order was shipped on {DATE_TIME}.",
  "{PERSON} works at {ORGANIZATION} in {LOCATION}.",
  "The social security number of {PERSON} is {US_SSN}.",
  "Transfer it to {IBAN_CODE}, said {PERSON}.",
  "The server at {IP_ADDRESS} refused me, see {URL} for the log.",
  "How do I sort a list of numbers in order of size?",
  "Write a short poem about the sea in winter, with four lines.",
  "The driver's license number is {US_DRIVER_LICENSE}.",
  "The {NRP} ambassador is {AGE} years old.",
  "My zip code is {ZIP_CODE} and I am {NRP}.",
  "She was born on {DATE_TIME}, and {PERSON} is her brother.",
] as const;

type Pick = <T>(list: readonly T[]) => T;
const syllables = "ba ren mo lin ka tor vel sa dri on gar mi el wo ster hal ni pe ru fen".split(" ");
const given = "Anna John Maria Peter Laura David Sofia Thomas".split(" ");

/** So many sentences, the same for the same seed. */
export function made(count: number, seed: number): Sample[] {
  const next = chance(seed);
  const pick: Pick = (list) => list[Math.floor(next() * list.length)] ?? (list[0] as (typeof list)[number]);
  const digits = (n: number) => Array.from({ length: n }, () => Math.floor(next() * 10)).join("");
  return Array.from({ length: count }, () => {
    const template = Math.floor(next() * sentences.length);
    return { ...filled(sentences[template] ?? "", (type) => writtenOf(type, pick, digits)), template };
  });
}

function filled(sentence: string, value: (type: string) => string): { text: string; gold: Labelled[] } {
  const gold: Labelled[] = [];
  let text = "";
  for (const part of sentence.split(/(\{[A-Z_]+\})/)) {
    const type = /^\{(.*)\}$/.exec(part)?.[1];
    const written = type ? value(type) : part;
    if (type) gold.push({ start: text.length, end: text.length + written.length, type: type === "ADDRESS" ? "LOCATION" : type });
    text += written;
  }
  return { text, gold };
}

function writtenOf(type: string, pick: Pick, digits: (n: number) => string): string {
  const name = () => {
    const word = pick(syllables) + pick(syllables) + pick(syllables);
    return `${word[0]?.toUpperCase()}${word.slice(1)}`;
  };
  switch (type) {
    case "PERSON":
      return `${pick(given)} ${name()}`;
    case "LOCATION":
      return pick(["Denmark", "Canada", "Chicago", "Lisbon", name()]);
    case "ORGANIZATION":
      return `${name()} ${pick(["Ltd", "Group", "Technologies", "Bank"])}`;
    case "ADDRESS":
      return `${digits(2)} ${name()} ${pick(["Street", "Avenue", "Road"])}, ${name()} ${pick(["NY", "CA", "TX"])} ${digits(5)}`;
    case "NRP":
      return pick(["Danish", "Brazilian", "Buddhist", "Kenyan"]);
    case "AGE":
      return `${2 + (Number(digits(1)) % 7)}${digits(1)}`;
    case "ZIP_CODE":
      return digits(5);
    case "DATE_TIME":
      return pick(["12 March 1987", "2021-04-30", "05/17/1990", "June 3, 1975"]);
    default:
      return validated(type, pick, digits);
  }
}

/** Values that a checksum or a number plan makes valid. */
export function validated(type: string, pick: Pick, digits: (n: number) => string): string {
  switch (type) {
    case "EMAIL_ADDRESS":
      return `${pick(syllables)}.${pick(syllables)}${digits(2)}@${pick(syllables)}${pick(syllables)}.${pick(["com", "org", "de", "co.uk", "io"])}`;
    case "PHONE_NUMBER":
      return pick([
        `+1 212 555 ${digits(4)}`,
        `(312) 555-${digits(4)}`,
        `+44 20 7946 0${digits(3)}`,
        `+49 30 2${digits(6)}`,
        `415-555-${digits(4)}`,
      ]);
    case "CREDIT_CARD":
      return grouped(luhn(`${pick(["4", "51", "37"])}${digits(12)}`), pick(["", " ", "-"]));
    case "US_SSN":
      return `${1 + (Number(digits(1)) % 5)}${1 + (Number(digits(1)) % 9)}${digits(1)}-${1 + (Number(digits(1)) % 9)}1-${1 + (Number(digits(1)) % 9)}${digits(3)}`;
    case "IBAN_CODE":
      return iban("DE", digits(18));
    case "IP_ADDRESS":
      return pick([
        `8.${Number(digits(2))}.${Number(digits(2))}.${Number(digits(2)) + 1}`,
        `2a00:1450:400${digits(1)}:80${digits(1)}::200e`,
      ]);
    case "URL":
      return `https://www.${pick(syllables)}${pick(syllables)}.com/${pick(syllables)}`;
    default:
      return `D${digits(8)}`;
  }
}

function luhn(head: string): string {
  for (let last = 0; last < 10; last++) {
    const digits = [...`${head}${last}`].map(Number).reverse();
    const sum = digits.reduce((total, digit, i) => total + (i % 2 ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit), 0);
    if (sum % 10 === 0) return `${head}${last}`;
  }
  return head;
}

const grouped = (digits: string, by: string) => digits.match(/.{1,4}/g)?.join(by) ?? digits;

function iban(country: string, account: string): string {
  const check = [...`${account}${country}00`].map((one) => Number.parseInt(one, 36)).join("");
  let rest = 0;
  for (const digit of check) rest = (rest * 10 + Number(digit)) % 97;
  return `${country}${String(98 - rest).padStart(2, "0")}${account}`;
}
