import { givenNames, weakNames } from "@/domain/lexicon/given-names";
import { groups, honorifics, jobs, nameParticles, organisationEndings, particles, placeNames, weakGroups } from "@/domain/lexicon/lists";
import { placeAt } from "@/domain/lexicon/places";
import type { Reading } from "@/domain/lexicon/reading";
import { Gap, Kind } from "@/domain/lexicon/tokens";
import type { EntityType, Span, Tier } from "./schema";
import { before, span } from "./span";

/** A run of words that are written like a name, both included. */
type Run = { readonly from: number; readonly to: number };
const LONGEST = 8;

const personCue =
  /(?:\b(?:my|his|her|your|their|the|full|first|last|maiden|birth|partner['’]?s|wife['’]?s|husband['’]?s|son['’]?s|daughter['’]?s|user|customer|patient|client)?\s?name(?:['’]s| is| was|:)\s{1,2}|\bname\s|\b(?:i am|i['’]m|this is|called|named|calls me|call me|call him|call her|dear|hi|hello|hey|regards,|sincerely,|yours,|cheers,|thanks,|best,|signed,?|attn:?|sincerely yours,|love,)\s{1,3}|\b(?:directed|written|painted|sung|composed|produced|starring|founded) (?:by\s)?|\b(?:my|his|her) (?:wife|husband|son|daughter|brother|sister|friend|boss|partner|colleague|mother|father|cousin|uncle|aunt|girlfriend|boyfriend|neighbo[u]?r|roommate|landlord|doctor|teacher),?\s)$/;
const strongCue =
  /(?:\bname(?:['’]s| is| was|:)\s{1,2}|\b(?:i am|i['’]m|named|calls me|call me|call him|call her|dear|regards,|sincerely,|yours,|sincerely yours,|signed,?|attn:?)\s{1,3}|\b(?:my|his|her) (?:wife|husband|son|daughter|brother|sister|friend|boss|partner|mother|father|cousin|uncle|aunt|girlfriend|boyfriend|neighbo[u]?r|roommate|landlord),?\s)$/;
const placeCue =
  /\b(?:in|from|near|visit(?:ing|ed)?|via|around|outside|(?:arriv\w{1,3}|landed|stay\w{0,3}) at|(?:mov|travel|go|fl|driv|head|trip|way|flight|going|went|come|came|train|bus|back|return)\w{0,4} to|city of|town of|into|across|towards?)\s(?:the\s)?$/;
const organisationCue =
  /\b(?:at|work(?:s|ed|ing)? (?:at|for|with)|employed (?:at|by)|joined|year at|job at|company|founded|startup|firm|meet \w+ at|office of|acquired by|became|ceo of|founder of)\s(?:the\s|called\s)?$/;

/** People, places, organisations and groups: runs of words written like names, judged by their words and by what stands in front. */
export function findNames(reading: Reading): Span[] {
  const found: Span[] = [];
  for (let i = 0; i < reading.count; ) {
    const place = placeAt(reading, i);
    if (place > 1) {
      found.push(span(reading.start[i] ?? 0, reading.end[i + place - 1] ?? 0, "LOCATION", 3, 0.8, "place:listed"));
      i += place;
      continue;
    }
    if (!startsRun(reading, i)) {
      i++;
      continue;
    }
    const whole = runFrom(reading, i);
    for (const part of partsOf(reading, whole)) {
      const named = judged(reading, part);
      if (named) found.push(named);
    }
    i = whole.to + 1;
  }
  return found;
}

function startsRun(reading: Reading, i: number): boolean {
  return reading.isName(i) || (reading.kind[i] === Kind.initial && isInitial(reading, i) && reading.isName(i + 1));
}

// J. Smith: an initial is followed by a dot, or by a name at once.
function isInitial({ kind, gap, written }: Reading, i: number): boolean {
  return kind[i] === Kind.initial && written(i) !== "I" && written(i) !== "A" && (gap[i + 1] === Gap.dot || gap[i + 1] === Gap.space);
}

function runFrom(reading: Reading, from: number): Run {
  let to = from;
  while (to + 1 < reading.count && to - from < LONGEST) {
    const next = to + 1;
    if (continues(reading, next) && joins(reading, next)) to = next;
    else if (isParticle(reading, next) && joins(reading, next)) {
      let beyond = next + 1;
      while (beyond - next < 3 && isParticle(reading, beyond) && joins(reading, beyond)) beyond++;
      if (!reading.isName(beyond) || !joins(reading, beyond)) break;
      to = beyond;
    } else break;
  }
  return { from, to };
}

function continues(reading: Reading, i: number): boolean {
  return reading.isName(i) || isInitial(reading, i) || (reading.kind[i] === Kind.initial && reading.gap[i + 1] !== Gap.none);
}

function isParticle({ kind, word }: Reading, i: number): boolean {
  return kind[i] === Kind.lower && particles.has(word(i)) && word(i) !== "y";
}

function joins({ gap, kind, word, start, end, text }: Reading, i: number): boolean {
  if (gap[i] === Gap.space) return true;
  if (gap[i] === Gap.dot) return kind[i - 1] === Kind.initial || honorifics.has(word(i - 1)) || word(i - 1) === "st";
  return gap[i] === Gap.other && text.slice(end[i - 1], start[i]) === " & ";
}

// Takes off the head what is a word that begins a sentence, and cuts at honorifics.
function partsOf(reading: Reading, { from, to }: Run): Run[] {
  let first = from;
  const line = isLine(reading, from, to);
  while (!line && first < to && reading.isFresh(first) && reading.isCommon(first) && !keepsHead(reading, first)) first++;
  // "Budget of Unilever": what joined the head to the name goes with it.
  while (first > from && first < to && isParticle(reading, first)) first++;
  const parts: Run[] = [];
  let start = first;
  for (let i = first; i <= to; i++) {
    // Where nothing has a capital, words before a given name only happen to stand there.
    const begins = reading.caseless && i > start && givenNames.has(reading.word(i)) && !givenNames.has(reading.word(i - 1));
    if (!begins && (!honorifics.has(reading.word(i)) || i === to)) continue;
    if (i > start) parts.push({ from: start, to: i - 1 });
    start = i;
  }
  parts.push({ from: start, to });
  return parts;
}

// A name on a line of its own, as in the head of a letter.
function isLine({ gap, count }: Reading, from: number, to: number): boolean {
  return to > from && to - from < 5 && (from === 0 || gap[from] === Gap.line) && (to + 1 === count || gap[to + 1] === Gap.line);
}

function keepsHead(reading: Reading, i: number): boolean {
  return honorifics.has(reading.word(i)) || givenNames.has(reading.word(i)) || placeAt(reading, i) > 0;
}

/** Who is addressed by an office has no name there. */
const office = new Set(
  "speaker president vice chairman chairwoman chair secretary chief minister ambassador mayor chancellor justice attorney".split(" "),
);

type Judgement = { readonly type: EntityType; readonly tier: Tier; readonly score: number; readonly rule: string };

function judged(reading: Reading, run: Run): Span | null {
  const { text, start, end } = reading;
  const titled =
    honorifics.has(reading.word(run.from)) && run.from < run.to && !reading.caseless ? 1 : honorifics.has(reading.word(run.from)) ? 1 : 0;
  if (titled && run.from === run.to) return null;
  const from = run.from + titled;
  const to = endOfRun(reading, from, run.to);
  if (to < from) return null;
  const judgement = judge(reading, from, to, titled > 0);
  if (!judgement) return null;
  return span(start[from] ?? 0, end[to] ?? text.length, judgement.type, judgement.tier, judgement.score, judgement.rule);
}

function endOfRun(reading: Reading, from: number, to: number): number {
  let last = to;
  while (last > from && reading.kind[last] === Kind.initial && reading.written(last) === "I") last--;
  return last;
}

function judge(reading: Reading, from: number, to: number, titled: boolean): Judgement | null {
  const length = to - from + 1;
  const first = reading.word(from);
  const last = reading.word(to);
  const lead = before(reading.text, reading.start[from] ?? 0, 40);
  if (length > 1 || !strongCue.test(lead) || !givenNames.has(first)) {
    if (placeAt(reading, from) === length) return { type: "LOCATION", tier: 3, score: 0.8, rule: "place:listed" };
    if (length === 1 && groups.has(first))
      return weakGroups.has(first) && reading.isFresh(from) ? null : { type: "NRP", tier: 3, score: 0.6, rule: "group:listed" };
  }
  const unknown = countUnknown(reading, from, to);
  const cased = !reading.caseless;
  if (titled && (unknown > 0 || (cased && !office.has(first) && /^(?:mr|mrs|ms|miss|dr)$/.test(reading.word(from - 1)))))
    return person(2, 0.9, "name:titled");
  if (length > 1 && organisationEndings.has(last)) return { type: "ORGANIZATION", tier: 3, score: 0.7, rule: "organisation:ending" };
  const listed = givenNames.has(first) && !(weakNames.has(first) && length === 1);
  if (
    strongCue.test(lead) &&
    (unknown > 0 || givenNames.has(first)) &&
    (cased || length > 1 || givenNames.has(first) || /name/.test(lead)) &&
    !isJobOrGroup(reading, from, to)
  )
    return person(2, 0.9, "name:cued");
  if (listed && length > 1 && length < 5 && unknown > 0 && !isNamedThing(reading, from, to)) return person(2, 0.8, "name:listed");
  if (listed && length === 1 && (cased || reading.caseless)) return person(reading.isCommon(from) ? 3 : 2, 0.6, "name:given");
  if (length === 1 && givenNames.has(first) && cased && !reading.isFresh(from)) return person(3, 0.4, "name:weak");
  if (unknown === 0) return allCommon(reading, from, to, lead);
  if (isAcronym(reading, from, to))
    return organisationCue.test(lead) ? { type: "ORGANIZATION", tier: 3, score: 0.4, rule: "organisation:cued" } : null;
  return catchAll(reading, from, to, lead, unknown);
}

const person = (tier: Tier, score: number, rule: string): Judgement => ({ type: "PERSON", tier, score, rule });

function isJobOrGroup(reading: Reading, from: number, to: number): boolean {
  return (
    jobs.has(reading.word(to)) ||
    (groups.has(reading.word(from)) && !givenNames.has(reading.word(from))) ||
    placeNames.has(reading.word(from))
  );
}

// "Paris Agreement", "Jackson Street": a name with a common word behind it is called after somebody.
function isNamedThing(reading: Reading, from: number, to: number): boolean {
  return to > from && reading.isCommon(to) && !givenNames.has(reading.word(to));
}

function countUnknown(reading: Reading, from: number, to: number): number {
  let unknown = 0;
  for (let i = from; i <= to; i++)
    if (!reading.isCommon(i) && reading.kind[i] !== Kind.initial && !nameParticles.has(reading.word(i))) unknown++;
  return unknown;
}

// Words of the language alone, with capitals: in the middle of a sentence several of them may be the name of something.
function allCommon(reading: Reading, from: number, to: number, lead: string): Judgement | null {
  if (reading.caseless || to - from < 1 || (reading.isFresh(from) && !isLine(reading, from, to))) return null;
  if (reading.kind[from] === Kind.capitals) return null;
  const type = organisationCue.test(lead) ? "ORGANIZATION" : placeCue.test(lead) ? "LOCATION" : "ORGANIZATION";
  return { type, tier: 3, score: 0.3, rule: "catch-all:common" };
}

function isAcronym(reading: Reading, from: number, to: number): boolean {
  if (from !== to || reading.kind[from] !== Kind.capitals) return false;
  return (reading.end[to] ?? 0) - (reading.start[from] ?? 0) < 5 && /^[A-Z]+$/.test(reading.written(from));
}

function catchAll(reading: Reading, from: number, to: number, lead: string, unknown: number): Judgement {
  const length = to - from + 1;
  const rule = "catch-all";
  if (personCue.test(lead)) return person(3, 0.5, "catch-all:cued");
  if (placeCue.test(lead) && !givenNames.has(reading.word(from))) return { type: "LOCATION", tier: 3, score: 0.4, rule };
  if (organisationCue.test(lead) || isPair(reading, from, to)) return { type: "ORGANIZATION", tier: 3, score: 0.4, rule };
  // "Thandiwe P. Underhill": who has an initial in the middle is a person, whatever the words beside it mean.
  if (length === 3 && reading.kind[from + 1] === Kind.initial) return person(3, 0.5, "catch-all:initial");
  if (length > 1 && unknown < length && !givenNames.has(reading.word(from)) && !hasParticle(reading, from, to))
    return { type: "ORGANIZATION", tier: 3, score: 0.4, rule };
  if (length > 3) return { type: "ORGANIZATION", tier: 3, score: 0.4, rule };
  return person(3, 0.4, rule);
}

// "Lindqvist & Doyle".
function isPair(reading: Reading, from: number, to: number): boolean {
  for (let i = from + 1; i <= to; i++) if (reading.gap[i] === Gap.other) return true;
  return false;
}

function hasParticle(reading: Reading, from: number, to: number): boolean {
  for (let i = from + 1; i < to; i++) if (nameParticles.has(reading.word(i))) return true;
  return false;
}

/** What somebody is by trade, where a sentence says so; and how somebody is addressed. */
export function findTitles(reading: Reading): Span[] {
  const { text, count, start, end } = reading;
  const found: Span[] = [];
  for (let i = 0; i < count; i++) {
    const one = reading.kind[i] === Kind.capital || reading.caseless ? reading.word(i) : "";
    if (
      one &&
      honorifics.has(one) &&
      (one.length < 6 || one === "professor") &&
      reading.isName(i + 1) &&
      (reading.gap[i + 1] === Gap.dot || reading.gap[i + 1] === Gap.space)
    ) {
      if (reading.caseless && !/^(?:mr|mrs|ms|dr|prof|miss)$/.test(one)) continue;
      const dot = text[end[i] ?? 0] === "." ? 1 : 0;
      found.push(span(start[i] ?? 0, (end[i] ?? 0) + dot, "TITLE", 3, 0.6, "title:honorific"));
    } else if (mayBeJob(reading, i) && jobs.has(reading.word(i))) {
      const from = startOfJob(reading, i);
      if (from !== null && text[end[i] ?? 0] !== "'" && text[end[i] ?? 0] !== "’")
        found.push(span(start[from] ?? 0, end[i] ?? 0, "TITLE", 3, 0.5, "title:job"));
    }
  }
  return found;
}

// An article within five words before it, or a capital.
function mayBeJob({ kind, start, end, text, caseless }: Reading, i: number): boolean {
  if (kind[i] === Kind.capital || kind[i] === Kind.capitals) return true;
  if (kind[i] !== Kind.lower || (end[i] ?? 0) - (start[i] ?? 0) < 4) return false;
  for (let j = i - 1; j >= Math.max(0, i - 4); j--) {
    if (!caseless && kind[j] === Kind.capital) return true;
    const length = (end[j] ?? 0) - (start[j] ?? 0);
    const first = text.charCodeAt(start[j] ?? 0);
    if ((length < 3 && first === 0x61) || (length === 3 && first === 0x74)) return true;
  }
  return false;
}

// "the Civil drafter,", "works as a dairy scientist": the words between the article and the head of the job.
function startOfJob(reading: Reading, head: number): number | null {
  for (let i = head; i > Math.max(-1, head - 5); i--) {
    const previous = reading.word(i - 1);
    const capital = reading.kind[i] === Kind.capital || reading.kind[i] === Kind.capitals;
    if (/^(?:a|an|the)$/.test(previous))
      return /^(?:a|an)$/.test(previous)
        ? /\b(?:as|i['’]?m|i am|is|was|be|being|become) an? $/.test(before(reading.text, reading.start[i] ?? 0, 24))
          ? i
          : null
        : capital
          ? i
          : null;
    if (i === 0 || reading.gap[i] === Gap.line)
      return capital && i < head && (head + 1 === reading.count || reading.gap[head + 1] === Gap.line) ? i : null;
    if (reading.gap[i] !== Gap.space && reading.gap[i] !== Gap.comma) return null;
  }
  return null;
}
