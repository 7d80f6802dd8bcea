import { chance } from "./corpus";
import type { Labelled, Sample } from "./deid-evaluate";
import { heldOutLists as lists } from "./deid-held-out-lists";
import { validated } from "./deid-made";

// Held-out texts: templates and lists that no rule was written on, in the manner of presidio-research's. What was mended after a first look at them is said in
// docs/deid.md, with the figures of that look.

const templates = [
  "hi there, {PERSON} here. could you move my appointment from {DATE} to {DATE}?",
  "The parcel for {PERSON} was left with a neighbour at {ADDRESS}.",
  "{TITLE} {LAST} has asked us to forward the file to {EMAIL}.",
  "Please deduct the fee from card {CARD} and confirm to {PHONE}.",
  "Our new office is at:\n{ADDRESS}\n\nRegards,\n{PERSON}\n{JOB}, {ORG}",
  "Q: Who signed the lease?\nA: {PERSON} did, on behalf of {ORG}, on {DATE}.",
  "I grew up in {CITY} and moved to {COUNTRY} when I was {AGE}.",
  "Is {FIRST} coming on {DATE}? Tell {FIRST} to bring the {NRP} dictionary.",
  "my wife {FIRST} was born {DATE} in {CITY}, our son {FIRST} is {AGE} years old",
  "Name: {PERSON}\nPhone: {PHONE}\nE-mail: {EMAIL}\nAddress: {ADDRESS}",
  "According to {ORG}, the {NRP} minister will visit {CITY} next month.",
  "The refund went to IBAN {IBAN}, which belongs to {PERSON}.",
  "Rewrite this more politely: Hello {FIRST}, you still owe us money. Call {PHONE}. {PERSON}",
  "{PERSON} ({AGE}) of {CITY} won the first prize at the {COUNTRY} fair.",
  "Login from {IP} was refused; the account of {EMAIL} is locked.",
  "SSN {SSN} does not match the records we have for {PERSON}.",
  "Write a cover letter for {PERSON}, who has worked at {ORG} as a {JOB} since {DATE}.",
  "Visit {URL} for details or ask {TITLE} {PERSON}.",
  "Driver's license {LICENSE} was issued to {PERSON} in {COUNTRY}.",
  "I am {NRP} and I would like to know whether I need a visa for {COUNTRY}.",
  "Ship to {PERSON}, {ADDRESS}. Bill to {ORG}.",
  'Can you translate this into French? "Dear {TITLE} {LAST}, thank you for your letter of {DATE}. Yours sincerely, {PERSON}"',
  "the server log says {IP} asked for {URL} forty times",
  "We met {FIRST} and {FIRST} at the station in {CITY}; {PERSON} came later.",
  "Her zip code is {ZIP}, she lives in {CITY}.",
  "I sent the contract to {PERSON} at {ORG}, {ADDRESS}, last week.",
  "{FIRST}'s number is {PHONE} and hers is {PHONE}.",
  "Patient {PERSON}, aged {AGE}, was admitted on {DATE} by {TITLE} {LAST}.",
  "What is the weather in {CITY}, {COUNTRY}, at this time of the year?",
  "Agenda\n1. Report by {PERSON}\n2. Budget of {ORG}\n3. Any other business",
  "please charge {CARD}, the name on it is {PERSON}",
  "{ORG} was founded by {PERSON} and {PERSON} in {CITY}.",
  "I work for {ORG}; my manager {PERSON} lives on {STREET}.",
  "Turn left into {STREET}, the {NRP} bakery is on your right.",
  "{PERSON} wrote to {PERSON} on {DATE} about the house in {CITY}.",
] as const;

type Pick = <T>(list: readonly T[]) => T;
type Making = { readonly pick: Pick; readonly digits: (n: number) => string; readonly number: (from: number, to: number) => number };

/** What a slot of a template is labelled as. */
const labels: Readonly<Record<string, string>> = {
  ...{
    FIRST: "PERSON",
    LAST: "PERSON",
    CITY: "LOCATION",
    COUNTRY: "LOCATION",
    ADDRESS: "LOCATION",
    STREET: "LOCATION",
    ORG: "ORGANIZATION",
  },
  ...{ JOB: "TITLE", DATE: "DATE_TIME", CARD: "CREDIT_CARD", IBAN: "IBAN_CODE", SSN: "US_SSN", IP: "IP_ADDRESS", EMAIL: "EMAIL_ADDRESS" },
  ...{ PHONE: "PHONE_NUMBER", LICENSE: "US_DRIVER_LICENSE", ZIP: "ZIP_CODE" },
};

/** So many texts, the same for the same seed. */
export function heldOut(count: number, seed: number): Sample[] {
  const next = chance(seed);
  const pick: Pick = (list) => list[Math.floor(next() * list.length)] ?? (list[0] as (typeof list)[number]);
  const number = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  const digits = (n: number) => Array.from({ length: n }, () => number(0, 9)).join("");
  return Array.from({ length: count }, () => {
    const template = Math.floor(next() * templates.length);
    return { ...filled(templates[template] ?? "", { pick, digits, number }), template };
  });
}

function filled(template: string, making: Making): { text: string; gold: Labelled[] } {
  const gold: Labelled[] = [];
  let text = "";
  for (const part of template.split(/(\{[A-Z]+\})/)) {
    const slot = /^\{(.*)\}$/.exec(part)?.[1];
    const written = slot ? writtenOf(slot, making) : part;
    if (slot) gold.push({ start: text.length, end: text.length + written.length, type: labels[slot] ?? slot });
    text += written;
  }
  return { text, gold };
}

function writtenOf(slot: string, { pick, digits, number }: Making): string {
  switch (slot) {
    case "PERSON":
      return pick([
        () => `${pick(lists.first)} ${pick(lists.last)}`,
        () => `${pick(lists.first)} ${pick("ABDEFGHJKLMNPRSTW".split(""))}. ${pick(lists.last)}`,
      ])();
    case "FIRST":
      return pick(lists.first);
    case "LAST":
      return pick(lists.last);
    case "TITLE":
      return pick(["Mr.", "Mrs.", "Ms.", "Dr.", "Mr", "Professor"]);
    case "JOB":
      return pick(lists.jobs);
    case "CITY":
      return pick(lists.cities);
    case "COUNTRY":
      return pick(lists.countries);
    case "NRP":
      return pick(lists.groups);
    case "ORG":
      return pick([
        () => `${pick(lists.last)} ${pick(lists.endings)}`,
        () => `${pick(lists.last)} & ${pick(lists.last)}`,
        () => pick(lists.organisations),
      ])();
    case "STREET":
      return pick([
        `${pick(lists.streets)} ${pick(["Road", "Lane", "Street", "Avenue", "Close"])}`,
        `${number(2, 980)} ${pick(lists.streets)} ${pick(["Rd", "St", "Ave", "Drive"])}`,
      ]);
    case "ADDRESS":
      return addressOf({ pick, digits, number });
    case "AGE":
      return String(number(18, 89));
    case "ZIP":
      return pick([digits(5).replace(/^0/, "4"), `${digits(5).replace(/^0/, "4")}-${digits(4)}`]);
    case "DATE":
      return dateOf({ pick, digits, number });
    default:
      return validated(labels[slot] ?? slot, pick, digits);
  }
}

function addressOf({ pick, digits, number }: Making): string {
  const street = `${pick(lists.streets)} ${pick(["Road", "Lane", "Street", "Avenue", "Drive", "Court"])}`;
  const zip = digits(5).replace(/^0/, "7");
  return pick([
    `${number(1, 4999)} ${street}, ${pick(lists.cities)}, ${pick(lists.states)} ${zip}`,
    `${number(1, 400)} ${street}\n${pick(lists.cities)}, ${pick(lists.states)} ${zip}`,
    `Flat ${number(1, 40)}, ${number(1, 300)} ${street}, ${pick(lists.cities)} ${pick(["SW", "NE", "EH", "LS", "BS"])}${number(1, 19)} ${number(1, 9)}${pick(["AB", "QR", "TX", "LP"])}`,
    `${number(1, 4999)} ${street} Apt. ${number(1, 900)}, ${pick(lists.cities)}`,
    `${number(100, 9999)} ${pick(["N", "S", "East", "West"])} ${street}, Suite ${number(1, 900)}, ${pick(lists.cities)}, ${pick(lists.states)}`,
  ]);
}

function dateOf({ pick, number }: Making): string {
  const [day, month, year] = [number(1, 28), number(1, 12), number(1951, 2024)];
  const two = (n: number) => String(n).padStart(2, "0");
  const name = lists.months[month - 1] ?? "May";
  return pick([
    `${day} ${name} ${year}`,
    `${name} ${day}, ${year}`,
    `${year}-${two(month)}-${two(day)}`,
    `${two(day)}/${two(month)}/${year}`,
    `${name} ${day}`,
    pick(lists.weekdays),
  ]);
}
