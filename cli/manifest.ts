import { readFileSync } from "node:fs";
import type { Command as Commander } from "commander";
import { Manifest } from "@/domain/intake/schema";
import { input } from "./frame";

/** The options by which a delivery says what it is; each stands over what the manifest says. */
export function describing(command: Commander): Commander {
  return command
    .option(
      "--manifest <file>",
      "what the delivery says of itself, as JSON: source, producingParty, orderReference, deidTool, deidVersion, frame, files, tier, supersedes",
    )
    .option("--supersedes <volume>", "the volume whose place this one takes: the same records, delivered anew")
    .option("--source <text>", "what the conversations are from")
    .option("--producing-party <name>", "who produced them")
    .option("--order-reference <text>", "the order or stipulation under which they were produced")
    .option("--deid-tool <name>", "what they were de-identified with")
    .option("--deid-version <version>", "and its version")
    .option("--tier <number>", "what they are designated, by number of the order's tiers (default: the highest)", Number);
}

/** What those options say together. A file that cannot be read, or says what no manifest says, is wrong usage. */
export function manifestOf(command: Commander, options: Readonly<Record<string, unknown>>): Manifest {
  const named = ["source", "producingParty", "orderReference", "deidTool", "deidVersion", "tier", "supersedes"].flatMap((key) =>
    options[key] === undefined ? [] : [[key, options[key]]],
  );
  return input(command, Manifest, { ...fromFile(command, options.manifest), ...Object.fromEntries(named) });
}

function fromFile(command: Commander, file: unknown): object {
  if (typeof file !== "string") return {};
  try {
    return JSON.parse(readFileSync(file, "utf8")) as object;
  } catch (error) {
    return command.error(
      `error: ${file} is no manifest: ${(error as { code?: string }).code === "ENOENT" ? "there is no such file" : "it is not JSON"}`,
      { exitCode: 2 },
    );
  }
}
