import { detect } from "@/domain/deid/detect";
import { hostile } from "@/domain/deid/hostile";
import type { Span, Truecase } from "@/domain/deid/schema";
import { addCase, type CaseCounts, truecaseOf } from "@/domain/lexicon/truecase";
import { corpus } from "./corpus";
import { type DataSet, dataSets, mapped, sharedFolder, speeches, turns } from "./deid-data";
import { type Counts, evaluate, f2, masked, precision, ratio, recall, type Sample } from "./deid-evaluate";
import { heldOut } from "./deid-held-out";
import { made } from "./deid-made";
import { madeNothings, madeSecrets } from "./deid-secrets";
import type { Benchmark, Figure } from "./figure";

/** Classes that a checksum, a number plan or a fixed shape decides. */
const validatedTypes = ["EMAIL_ADDRESS", "PHONE_NUMBER", "CREDIT_CARD", "IBAN_CODE", "US_SSN", "IP_ADDRESS", "URL", "US_DRIVER_LICENSE"];

/** How well and how fast the detector finds: against labelled texts, on prose about nobody, on secrets, and on text made to be slow. */
export const deid: Benchmark = {
  name: "deid",
  alone: true,
  run: async () => {
    const truecase = countedCorpus();
    const sets = [
      ...dataSets(sharedFolder("pii")),
      { name: "held out", samples: heldOut(2_000, 11) },
      { name: "made", samples: made(2_000, 7) },
    ];
    return [
      ...sets.flatMap((set) => quality(set, truecase)),
      ...quality({ ...(sets[0] as DataSet), name: `${sets[0]?.name}, no corpus counted` }, undefined).slice(0, 6),
      ...impersonal(truecase),
      ...secrets(),
      ...speed(truecase),
      worst(),
    ];
  },
};

function countedCorpus(): Truecase {
  const counts: CaseCounts = new Map();
  for (const text of turns()) addCase(counts, text);
  return truecaseOf(counts);
}

const figure = (name: string, value: number, unit: string, note?: string): Figure => ({ name, value, unit, note });

function quality({ name, samples }: DataSet, truecase: Truecase | undefined): Figure[] {
  const classes = new Set(samples.flatMap(({ gold }) => gold.map(({ type }) => type)));
  const predicted = new Map(samples.map((sample) => [sample, labelled(sample, classes, truecase)]));
  const predict = (sample: Sample) => predicted.get(sample) ?? [];
  const halves = ([0, 1] as const).map((half) => samples.filter(({ template }) => template % 2 === half));
  const overall = (["as published", "correct"] as const).flatMap((variant) =>
    [0.9, 0.7].map((iou) => {
      const { all } = evaluate(samples, predict, variant, iou);
      const [even, odd] = halves.map((half) => f2(evaluate(half, predict, variant, iou).all).toFixed(3));
      return figure(
        `${name}: F2 at ${iou}, ${variant}`,
        f2(all),
        "",
        `P ${precision(all).toFixed(3)} R ${recall(all).toFixed(3)}; templates even ${even}, odd ${odd}`,
      );
    }),
  );
  const covered = masked(samples, predict);
  const published = evaluate(samples, predict, "as published", 0.9).byType;
  const correct = evaluate(samples, predict, "correct", 0.9).byType;
  const [found, wanted] = [validatedOf(correct, "hits"), validatedOf(correct, "annotated")];
  return [
    ...overall,
    figure(
      `${name}: validated classes, recall`,
      ratio(found, wanted),
      "share",
      `precision ${ratio(found, validatedOf(correct, "predicted")).toFixed(4)}, of ${wanted}`,
    ),
    figure(`${name}: entities fully masked`, ratio(covered.whole, covered.entities), "share", `of ${covered.entities}`),
    figure(`${name}: characters masked`, ratio(covered.covered, covered.characters), "share", `of ${covered.characters}`),
    ...[...classes]
      .sort((a, b) => a.localeCompare(b))
      .flatMap((type) => {
        const [seen, right, whole] = [published.get(type), correct.get(type), covered.byType.get(type)];
        if (!seen || !right || !whole) return [];
        const numbers = `P ${precision(seen).toFixed(3)} R ${recall(seen).toFixed(3)}; correct P ${precision(right).toFixed(3)} R ${recall(right).toFixed(3)} F2 ${f2(right).toFixed(3)}; fully masked ${ratio(whole.whole, whole.entities).toFixed(3)}`;
        return [figure(`${name}: ${type} F2, as published`, f2(seen), validatedTypes.includes(type) ? "validated" : "", numbers)];
      }),
  ];
}

function validatedOf(byType: ReadonlyMap<string, Counts>, what: keyof Counts): number {
  return validatedTypes.reduce((sum, type) => sum + (byType.get(type)?.[what] ?? 0), 0);
}

// Classes that the data set does not label are left out, as the published figures do; where it knows no postal codes they are part of a place.
function labelled({ text }: Sample, classes: ReadonlySet<string>, truecase: Truecase | undefined) {
  return detect(text, "en", { truecase })
    .map(({ start, end, type }: Span) => ({ start, end, type: type === "ZIP_CODE" && !classes.has(type) ? "LOCATION" : mapped(type) }))
    .filter(({ type }) => classes.has(type));
}

function impersonal(truecase: Truecase): Figure[] {
  const texts = speeches();
  const [from, chosen] = texts.length > 0 ? ["speeches of state", texts] : ["made text", madeText()];
  let words = 0;
  const tiers = [0, 0, 0, 0];
  const rules = new Map<string, number>();
  for (const text of chosen) {
    words += text.match(/\p{L}+/gu)?.length ?? 0;
    for (const { tier, rule } of detect(text, "en", { truecase })) {
      tiers[tier] = (tiers[tier] ?? 0) + 1;
      if (tier === 1 || tier === 2) rules.set(rule, (rules.get(rule) ?? 0) + 1);
    }
  }
  const most = [...rules].sort((a, b) => b[1] - a[1]).slice(0, 4);
  const per = (n: number) => (n / words) * 1_000;
  return [
    figure(
      `${from}: automatic masks`,
      per((tiers[1] ?? 0) + (tiers[2] ?? 0)),
      "per 1,000 words",
      most.map(([rule, n]) => `${rule} ${per(n).toFixed(2)}`).join(", "),
    ),
    figure(`${from}: catch-all, masks nothing`, per(tiers[3] ?? 0), "per 1,000 words", `${words} words`),
  ];
}

function madeText(): string[] {
  const texts: string[] = [];
  for (const { turns: said } of corpus(3)) {
    texts.push(...said.map(({ text }) => text));
    if (texts.length > 2_000) return texts;
  }
  return texts;
}

function secrets(): Figure[] {
  const all = madeSecrets(20);
  const found = new Map<string, number>();
  for (const { kind, text, secret } of all) {
    const at = text.indexOf(secret);
    const hit = detect(text, "en").some(({ type, start, end }) => type === "SECRET" && start <= at && end >= at + secret.length);
    found.set(kind, (found.get(kind) ?? 0) + (hit ? 1 : 0));
  }
  const nothings = madeNothings(20);
  const wrong = nothings.filter((text) => detect(text, "en").some(({ type }) => type === "SECRET")).length;
  const missed = [...found].filter(([, n]) => n < 20).map(([kind, n]) => `${kind} ${n}/20`);
  return [
    figure(
      "secrets: kinds found whole",
      [...found.values()].filter((n) => n === 20).length,
      "kinds",
      `of ${found.size}${missed.length ? `; ${missed.join(", ")}` : ""}`,
    ),
    figure("secrets: called so and none", wrong, "texts", `of ${nothings.length}`),
  ];
}

function speed(truecase: Truecase): Figure[] {
  const prose: string[] = [];
  let length = 0;
  for (const text of [...turns(), ...madeText()]) {
    if (text.length < 400) continue;
    prose.push(text);
    length += text.length;
    if (length > 3_000_000) break;
  }
  const dense = made(20_000, 9).map(({ text }) => text);
  return [
    figure("speed on turns of 400 characters and more", megabytesPerSecond(prose, truecase), "MB/s a core", "best of three"),
    figure("speed on sentences full of names and numbers", megabytesPerSecond(dense, truecase), "MB/s a core", "best of three"),
  ];
}

function megabytesPerSecond(texts: readonly string[], truecase: Truecase): number {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const runs = [1, 2, 3].map(() => {
    const began = process.cpuUsage();
    for (const text of texts) detect(text, "en", { truecase });
    const { user, system } = process.cpuUsage(began);
    return bytes / (user + system);
  });
  return Math.max(...runs);
}

function worst(): Figure {
  const times = Object.entries(hostile(100_000)).map(([name, text]) => {
    const began = performance.now();
    detect(text, "en");
    return [name, performance.now() - began] as const;
  });
  const [name, time] = times.reduce((most, one) => (one[1] > most[1] ? one : most));
  return figure("longest for 100 KB of hostile text", time, "ms", `${name}, of ${times.length} texts`);
}
