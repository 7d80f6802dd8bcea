import type { Command as Commander } from "commander";
import { describeVolume } from "@/domain/intake/describe";
import { discardVolume } from "@/domain/intake/discard";
import { proveVolume } from "@/domain/intake/prove";
import { DescribeVolume, DiscardVolume, ProveVolume, type VolumeProof } from "@/domain/intake/schema";
import { SearchVolume, type SpanCounts, type SpanReport } from "@/domain/masking/schema";
import { searchVolume } from "@/domain/masking/search-volume";
import type { Deletion } from "@/domain/volumes/deletion-schema";
import { listVolumes } from "@/domain/volumes/list";
import { readVolume } from "@/domain/volumes/read";
import { table } from "@/lib/table";
import { addDeletion } from "./court/deletion";
import { acting, type Common, common, input, tell } from "./frame";
import { printReport } from "./intake";
import { describing, manifestOf } from "./manifest";

/** `volume list`, `volume show NAME`. */
export function addVolume(program: Commander): void {
  const volume = program.command("volume").description("The volumes of the matter");
  common(volume.command("list").description("List the volumes")).action((options: Common) =>
    acting("volume:read", options, async ({ actor }) => {
      const page = await listVolumes(actor, {});
      const rows = page.items.map(({ name, state, conversations, disclosure, controlPrefix, sealedAt }) => [
        name,
        state,
        String(conversations),
        disclosure,
        controlPrefix,
        sealedAt ?? "",
      ]);
      return { json: page, lines: table([["Name", "State", "Conversations", "Disclosure", "Prefix", "Sealed"], ...rows]) };
    }),
  );
  common(volume.command("show").description("Show one volume with its intake report").argument("<name>", "the volume")).action(
    (name: string, options: Common) =>
      acting("volume:read", options, async ({ actor }) => {
        const found = await readVolume(actor, { id: name });
        const range = found.firstControlNumber ? `${found.firstControlNumber} to ${found.lastControlNumber}` : "no conversations";
        const said = Object.entries({
          Source: found.source,
          "Producing party": found.producingParty,
          "Order reference": found.orderReference,
          "De-identification": [found.deidTool, found.deidVersion].filter(Boolean).join(" ") || null,
          Designation: found.designated ? `tier ${found.tier}` : `undesignated: tier ${found.tier}`,
          Frame: found.frame && JSON.stringify(found.frame),
          "Files listed": found.hashList && String(found.hashList.length),
        });
        const head = [
          `${found.name}: ${found.state}, ${found.disclosure}, tier ${found.tier}, ${range}`,
          ...said.map(([name, value]) => `  ${name.padEnd(20)}${value ?? "not stated"}`),
        ];
        return {
          json: found,
          lines: [
            ...head,
            ...(found.deletion ? deletionOf(found.deletion) : []),
            ...(found.intakeReport ? ["", ...printReport(found.intakeReport)] : []),
            ...(found.deidReport ? ["", ...printSearch(found.deidReport), ...printSpans(found.deidReport)] : []),
          ],
        };
      }),
  );
  const describe = volume
    .command("describe")
    .description("Write down what a volume says of itself, until it is sealed")
    .argument("<name>", "the volume");
  common(describing(describe)).action((name: string, options: Common & Record<string, unknown>) => {
    const asked = input(describe, DescribeVolume, { ...manifestOf(describe, options), volume: name });
    return acting("intake:run", options, async ({ actor }) => {
      await describeVolume(actor, asked);
      return {
        json: asked,
        lines: [
          `Written down of ${name}: ${
            Object.keys(asked)
              .filter((key) => key !== "volume")
              .join(", ") || "nothing"
          }.`,
        ],
      };
    });
  });
  const search = volume
    .command("deid")
    .description("Search a sealed volume for personal data and for what is left of its masking; what is sure of it is covered for everyone")
    .argument("<name>", "the volume")
    .option("--again", "search anew, also where it was searched: what is found replaces what was found before, once all of it is searched")
    .option("--service <url>", "an analyser in Presidio's shape on this machine that is asked too, as http://127.0.0.1:5002/analyze")
    .option("--service-languages <list>", "languages that it knows, as en,de", "en")
    .option("--service-seconds <number>", "how long it may take for one turn", "5")
    .option("--placeholder <text...>", "a placeholder of this production that no known tool writes, whole or up to its closing bracket");
  common(search).action((name: string, options: Common & Record<string, unknown>) =>
    acting("intake:run", options, async ({ actor, database, signal }) => {
      const began = Date.now();
      const asked = input(search, SearchVolume, {
        ...{ volume: name, again: options.again ?? false, service: options.service, serviceSeconds: options.serviceSeconds },
        ...{ serviceLanguages: String(options.serviceLanguages).split(","), placeholders: options.placeholder ?? [] },
      });
      const counts = await searchVolume(actor, asked, {
        intakeUrl: database.intakeUrl,
        signal,
        onProgress: (done, of) =>
          tell(`${done.toLocaleString("en-US")} of ${of.toLocaleString("en-US")} conversations, ${rateOf(done, began)}`),
      });
      return { json: counts, lines: printSpans(counts) };
    }),
  );
  const discard = volume
    .command("discard")
    .description("Discard a volume that was never sealed: what was staged of it, and its name")
    .argument("<name>", "the volume")
    .requiredOption("--reason <text>", "why, for the log")
    .requiredOption("--confirm <name>", "its name once more: what is discarded has to be loaded again");
  common(discard).action((name: string, options: Common & Record<string, unknown>) => {
    const asked = input(discard, DiscardVolume, { volume: name, reason: options.reason });
    if (options.confirm !== name) discard.error(`error: --confirm ${String(options.confirm)} is not ${name}`, { exitCode: 2 });
    return acting("intake:run", options, async ({ actor }) => {
      const { stored } = await discardVolume(actor, asked);
      return { json: { volume: name, stored }, lines: [`Discarded ${name}: ${stored} conversations that were staged.`] };
    });
  });
  addDeletion(volume);
  const prove = volume
    .command("prove")
    .description("Hold a sealed volume against the files that were delivered: every record by its place and hash, every text by its own")
    .argument("<name>", "the volume")
    .argument("<files...>", "the files of the delivery, as they were delivered");
  common(prove).action((name: string, files: string[], options: Common) =>
    acting("intake:run", options, async ({ actor, database }) => {
      const proof = await proveVolume(actor, input(prove, ProveVolume, { volume: name, files }), database.intakeUrl);
      if (proof.differing.length > 0) process.exitCode = 1;
      return { json: proof, lines: linesOf(proof) };
    }),
  );
}

function deletionOf({ reason, authority, requested, outcome, decided, decidedReason, left, goneAt }: Deletion): string[] {
  const became = outcome && decided ? `${outcome} by ${decided.by} for the ${decided.side}, ${decided.at}` : "waits for the court";
  return [
    `  Deletion asked for by ${requested.by}, ${requested.at}, on ${authority}: ${reason}`,
    `  ${became}${decidedReason ? `: ${decidedReason}` : ""}`,
    ...(outcome === "approved"
      ? [`  ${goneAt ? `nothing of it is left since ${goneAt}` : `${left} partitions are left to take out`}`]
      : []),
  ];
}

function rateOf(done: number, began: number): string {
  return `${Math.round(done / Math.max(0.001, (Date.now() - began) / 1_000)).toLocaleString("en-US")} a second`;
}

function linesOf({ files, records, proved, rejected, differing, filesMissing }: VolumeProof): string[] {
  return [
    `${records} records in ${files} files: ${proved} are as they were read, numbered and kept; ${rejected} were rejected; ${differing.length} differ.`,
    ...differing.slice(0, 100).map(({ file, line, byteOffset, what }) => `  ${file}, line ${line}, byte ${byteOffset}: ${what}`),
    ...(filesMissing.length > 0 ? [`Not looked at, because not named: ${filesMissing.join(", ")}`] : []),
  ];
}

/** By what a volume was searched and when, what of it was found wrong, and which names are public. */
function printSearch({
  detector,
  version,
  state,
  startedAt,
  endedAt,
  setting,
  unasked,
  next,
  earlier,
  names,
  lifted,
}: SpanReport): string[] {
  const wrong = Object.entries(lifted).map(([type, n]) => `${type} ${n}`);
  return [
    `Searched by ${detector} (search ${version}), ${state === "done" ? `done ${endedAt}` : `under way since ${startedAt}`}${setting.service ? `, with ${setting.service}; ${unasked} turns were not put to it` : ""}`,
    ...(next ? [`A newer search by ${next.detector} is under way: ${next.conversations} conversations so far`] : []),
    ...earlier.map((one) => `Before by ${one.detector} (search ${one.version}), ${one.endedAt ?? ""}`),
    `${names.setApart} names stand in ${names.from} conversations or more and are not covered`,
    ...(wrong.length > 0 ? [`Covers lifted as wrong: ${wrong.join(", ")}`] : []),
  ];
}

/** What was found in a volume, as lines for a terminal. */
function printSpans(counts: SpanCounts): string[] {
  const list = (title: string, by: Readonly<Record<string, number>>) => {
    const all = Object.entries(by).sort(([, a], [, b]) => b - a);
    return all.length === 0 ? [] : ["", title, ...all.map(([name, n]) => `  ${name.padEnd(34)}${n.toLocaleString("en-US").padStart(15)}`)];
  };
  const placeholders = Object.values(counts.placeholders).reduce((sum, n) => sum + n, 0);
  const density = counts.words === 0 ? 0 : (placeholders / counts.words) * 1_000;
  return [
    `${counts.conversations.toLocaleString("en-US")} conversations, ${counts.turns.toLocaleString("en-US")} turns, ${counts.words.toLocaleString("en-US")} words were searched for personal data.`,
    `Placeholders in ${counts.withPlaceholders} conversations (${density.toFixed(2)} per 1,000 words), personal data that is covered in ${counts.withCovered}, named or cued in ${counts.withCued}.`,
    ...list("Placeholders of somebody else's tool", counts.placeholders),
    ...list("Found and covered for everyone", counts.covered),
    ...list("Names, addresses and dates of birth that something speaks for", counts.cued),
    ...list("What only looks like personal data", counts.likely),
  ];
}
