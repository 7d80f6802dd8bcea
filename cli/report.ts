import { type Command as Commander, Option } from "commander";
import { compileNow } from "@/domain/filings/compile-now";
import { documentOf, type Report } from "@/domain/reports/compile";
import { reportFromExport } from "@/domain/reports/exported";
import { asCsv, asMarkdown } from "@/domain/reports/paper";
import { Period, ReportKind } from "@/domain/reports/schema";
import { DomainError } from "@/lib/errors";
import { type Answer, acting, answering, type Common, common, input, tell } from "./frame";

type Options = Common & {
  readonly format: "json" | "csv" | "md";
  readonly from?: string;
  readonly to?: string;
  readonly fromExport?: string;
  readonly size?: string;
};

const kinds: Record<ReportKind, string> = {
  roster: "Who had access to the matter: admitted, signed, seen, suspended",
  access: "Who opened, was shown and took away how much",
  exports: "What was exported and downloaded, and what was stopped",
  holds: "Every hold and what became of it, and what it stopped",
  refusals: "What was refused to whom, and why",
  denominator: "How much of the whole record each side searched, was listed, opened and took away",
};

/** `report roster|access|exports|holds|refusals|denominator`. */
export function addReport(program: Commander): void {
  const report = program.command("report").description("Reports that a court files, made from the log alone");
  for (const kind of ReportKind.options) addKind(report, kind);
}

function addKind(report: Commander, kind: ReportKind) {
  const command = report
    .command(kind)
    .description(kinds[kind])
    .addOption(new Option("--format <format>", "how it is printed").choices(["json", "csv", "md"]).default("md"))
    .option("--from <day>", "the first day, in UTC (default: the first of this month)")
    .option("--to <day>", "the last day, included (default: today)")
    .option("--from-export <dir>", "from a folder that `audit export` wrote: no database, no network")
    .option("--size <leaves>", "with --from-export: only so many leaves of the log, as it stood when another report was made");
  common(command).action(async (options: Options) => {
    const today = new Date().toISOString().slice(0, 10);
    const period = input(command, Period, { from: options.from ?? `${today.slice(0, 7)}-01`, to: options.to ?? today });
    const made = options.fromExport === undefined ? null : () => fromExport(kind, period, options);
    if (made) await answering(options, async () => printed(await made(), options));
    else
      await acting("audit:read", options, async ({ actor }) => {
        const done = await compileNow(actor, { kind, ...period });
        tell("Not signed: a report that is asked for in the monitor’s console is signed with the key of the log.");
        return printed(done, options);
      });
  });
}

function fromExport(kind: ReportKind, period: Period, { fromExport: folder = "", size }: Options): Promise<Report> {
  if (size !== undefined && !/^\d{1,15}$/.test(size)) throw new DomainError("invalid", "--size is a number of leaves.");
  return reportFromExport(folder, { kind, ...period, size: size === undefined ? undefined : Number(size) });
}

// The document to the byte as it is signed, also with --json: whoever hashes what is printed gets the report's hash.
function printed(report: Report, { format, json }: Options): Answer {
  const { text, sha256 } = documentOf(report);
  tell(`SHA-256 of the report as JSON: ${sha256}`);
  const body = json || format === "json" ? text : format === "csv" ? asCsv(report) : asMarkdown(report);
  return { json: report, lines: [], text: body };
}
