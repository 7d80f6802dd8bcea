import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync, inflateRawSync } from "node:zlib";
import * as z from "zod";
import type { Sample } from "./deid-evaluate";

/** Samples in presidio-research's own shape. */
const Records = z.array(
  z.object({
    full_text: z.string(),
    spans: z.array(z.object({ entity_type: z.string(), start_position: z.int(), end_position: z.int() })),
    template_id: z.int().nullish(),
  }),
);

/** Its names for what the detector finds, where they differ: streets and towns are both places there. */
const names: Readonly<Record<string, string>> = {
  ADDRESS: "LOCATION",
  STREET_ADDRESS: "LOCATION",
  GPE: "LOCATION",
  DOMAIN_NAME: "URL",
  PREFIX: "TITLE",
  JOB: "TITLE",
  ZIP: "ZIP_CODE",
};
export const mapped = (type: string) => names[type] ?? type;

/** A data set by name, with samples in its own order; offsets there are code points and become UTF-16 units. */
export type DataSet = { readonly name: string; readonly samples: readonly Sample[] };

/** Public data sets that lie beside the repository, or above it; they are no part of it. */
const shared =
  ["../../../shared/data", "../../../../shared/data"]
    .map((place) => path.resolve(import.meta.dirname, place))
    .find((place) => existsSync(place)) ?? "shared/data";

/** The files of a folder that are of that shape. */
export function dataSets(folder: string): DataSet[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => /\.json(?:\.gz)?$/.test(file))
    .sort()
    .flatMap((file) => {
      const bytes = readFileSync(path.join(folder, file));
      const parsed = Records.safeParse(JSON.parse((file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8")));
      return parsed.success ? [{ name: file, samples: parsed.data.map(sampleOf) }] : [];
    });
}

export const sharedFolder = (name: string) => path.join(shared, name);

function sampleOf(record: z.infer<typeof Records>[number], n: number): Sample {
  const units = unitsOf(record.full_text);
  const gold = record.spans.map(({ entity_type, start_position, end_position }) => ({
    start: units(start_position),
    end: units(end_position),
    type: mapped(entity_type),
  }));
  return { text: record.full_text, gold, template: record.template_id ?? n };
}

function unitsOf(text: string): (codePoints: number) => number {
  if (!/[\ud800-\udbff]/.test(text)) return (n) => n;
  const starts = [0];
  for (const character of text) starts.push((starts.at(-1) ?? 0) + character.length);
  return (n) => starts[n] ?? text.length;
}

/** Turns of the dialogues beside the repository, each text once: a corpus to count words in. Empty where there are none. */
export function* turns(): Generator<string> {
  const seen = new Set<string>();
  for (const name of ["pairs/oasst_sampling", "dialogues/taskmaster4", "dialogues/sgd"]) {
    const file = path.join(shared, `${name}.jsonl.gz`);
    if (!existsSync(file)) continue;
    for (const [n, line] of gunzipSync(readFileSync(file)).toString("utf8").split("\n").entries()) {
      if (!line || n % 3 !== 0) continue;
      for (const { content } of (JSON.parse(line) as { turns: { content: string }[] }).turns)
        if (!seen.has(content)) {
          seen.add(content);
          yield content;
        }
    }
  }
}

/** Speeches of state: long prose in which hardly anybody private is named. */
export function speeches(): string[] {
  return ["works/inaugural.zip", "works/state_union.zip"].flatMap((name) => {
    const file = path.join(shared, name);
    return existsSync(file) ? textsOfZip(readFileSync(file)) : [];
  });
}

// The files of an archive, by its local headers: stored or deflated, no more is needed here.
function textsOfZip(bytes: Buffer): string[] {
  const texts: string[] = [];
  const directory = bytes.lastIndexOf(Buffer.from("PK\u0005\u0006"));
  let at = bytes.readUInt32LE(directory + 16);
  for (let n = bytes.readUInt16LE(directory + 10); n > 0; n--) {
    const [method, size, nameLength, extra, comment, local] = [10, 20, 28, 30, 32, 42].map((offset) =>
      offset === 20 || offset === 42 ? bytes.readUInt32LE(at + offset) : bytes.readUInt16LE(at + offset),
    ) as [number, number, number, number, number, number];
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    const data = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(data, data + size);
    if (/\d{4}.*\.txt$/.test(name)) texts.push((method === 8 ? inflateRawSync(packed) : packed).toString("latin1"));
    at += 46 + nameLength + extra + comment;
  }
  return texts;
}
