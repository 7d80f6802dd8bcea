import { type Command as Commander, Option } from "commander";
import { disclosures } from "@/domain/conversations/schema";
import { formats } from "@/domain/formats/schema";
import { runIntake } from "@/domain/intake/run-intake";
import { type IntakeReport, RunIntake } from "@/domain/intake/schema";
import { spooled } from "@/lib/spool";
import { acting, type Common, common, input, tell } from "./frame";
import { describing, manifestOf } from "./manifest";
import { progressBar } from "./progress";

/** `intake FILE...`: reads files into a volume and seals it. */
export function addIntake(program: Commander): void {
  const command = program
    .command("intake")
    .description(
      "Read files into a volume: JSONL, JSON or CSV (pairs), plain, gzip or zstd. Every record is stored, or rejected with its place and reason.",
    )
    .argument("<files...>", "the files of the delivery; - is standard input")
    .requiredOption("--volume <name>", "the volume; made when it does not exist")
    .addOption(new Option("--format <format>", "how records are laid out").choices(["auto", ...formats]).default("auto"))
    .addOption(new Option("--disclosure <mode>", "how far the order opens the volume (default: complete)").choices(disclosures))
    .option("--prefix <prefix>", "what its control numbers begin with (default: from the name)")
    .option("--resume", "go on with a volume that was broken off; it must exist");
  describing(command);
  common(command).action(async (files: string[], options: Common & Record<string, unknown>) => {
    const manifest = manifestOf(command, options);
    input(command, RunIntake, { ...options, files, manifest });
    await acting("intake:run", options, async ({ actor, database, signal }) => {
      const spool = await spooled(files, process.stdin);
      const asked = input(command, RunIntake, { ...options, files: spool.files, manifest });
      const bar = progressBar();
      try {
        const report = await runIntake(actor, asked, { intakeUrl: database.intakeUrl, onProgress: bar.update, onMessage: bar.say, signal });
        bar.stop();
        if (report.conversations === 0) {
          tell("Nothing could be stored. The volume stays open for other files.");
          process.exitCode = 1;
        }
        return { json: report, lines: printReport(report) };
      } finally {
        bar.stop();
        await spool.remove();
      }
    });
  });
}

const number = new Intl.NumberFormat("en-US");

/** The intake report as lines for a terminal. */
export function printReport(report: IntakeReport): string[] {
  const count = (label: string, n: number) => `  ${label.padEnd(34)}${number.format(n).padStart(15)}`;
  const list = (title: string, counts: Readonly<Record<string, number>>, most = 12) => {
    const all = Object.entries(counts).sort(([a, m], [b, n]) => (title === "Months" ? a.localeCompare(b) : n - m));
    const rest = all.slice(most).reduce((sum, [, n]) => sum + n, 0);
    return all.length === 0
      ? []
      : ["", title, ...all.slice(0, most).map(([name, n]) => count(name, n)), ...(rest ? [count(`${all.length - most} more`, rest)] : [])];
  };
  return [
    `Intake of ${report.volume} (${report.controlPrefix})`,
    ...report.files.map(
      ({ file, format, records, stored, rejected }) =>
        `  ${file}: ${format}, ${number.format(records)} records = ${number.format(stored)} stored + ${number.format(rejected)} rejected`,
    ),
    "",
    ...(
      [
        ["Conversations", report.conversations],
        ["Turns", report.turns],
        ["Prompts", report.prompts],
        ["Outputs", report.outputs],
        ["Words", report.words],
        ["Outputs missing", report.outputsMissing],
        ["Roles out of order", report.roleBreaks],
        ["Empty turns", report.emptyTurns],
        ["Conversations, characters replaced", report.charactersReplaced],
        ["Branches", report.branches],
        ["Not text", report.notText],
        ["Exact duplicates", report.duplicates],
        ["Near duplicates", report.nearDuplicates],
        ...(report.superseding
          ? ([
              [`Replaced in ${report.superseding.supersedes}`, report.superseding.replaced],
              ["of these, of other words", report.superseding.changed],
              ["Not in it before", report.superseding.added],
              ["In it, and not here", report.superseding.missing],
              ["Designations carried over", report.superseding.designations],
              ["Conversations withdrawn as there", report.superseding.withdrawn],
              ["Masks carried over", report.superseding.masks],
              ["Could not be carried over", report.superseding.lost],
            ] as const)
          : []),
        ...(report.reports
          ? ([
              ["Places of what was reported before", report.reports.found],
              ["of these, masked", report.reports.covered],
            ] as const)
          : []),
        ["Turns said before", report.duplicateTurns],
        ["Turns nearly said before", report.nearDuplicateTurns],
        ...(report.outOfFrame
          ? ([
              ["Before the frame", report.outOfFrame.early],
              ["After the frame", report.outOfFrame.late],
              ["Undated", report.outOfFrame.undated],
              ...(report.outOfFrame.business === null ? [] : [["Business users", report.outOfFrame.business] as const]),
            ] as const)
          : []),
        ["Rejected", report.rejected],
      ] as const
    ).map(([label, n]) => count(label, n)),
    ...(report.filesMissing.length > 0 ? ["", `Listed and not delivered: ${report.filesMissing.join(", ")}`] : []),
    ...list("Rejected because", report.rejectedByReason),
    ...report.rejections
      .slice(0, 10)
      .map(
        ({ file, line, byteOffset, byteLength, reason }) => `    ${file}, line ${line}, byte ${byteOffset}, ${byteLength} bytes: ${reason}`,
      ),
    ...list("Languages", report.languages),
    ...list("Models", report.models),
    ...list("Months", report.months, 36),
    ...list("Turns per conversation", report.lengths),
  ];
}
