import type { Command as Commander } from "commander";
import { foundMatter, NewMatter } from "@/prisma/founding";
import { type Answer, atHost, input } from "./frame";
import { addOrder, readText } from "./order";

type Options = { readonly order: string; readonly tier?: readonly string[]; readonly json?: boolean };

const tiers = ["CONFIDENTIAL", "HIGHLY CONFIDENTIAL – ATTORNEYS’ EYES ONLY"];

/** `matter add`: how an installation begins. Done with the rights of the host, since nobody can be inside yet. The rest is its order. */
export function addMatter(program: Commander): void {
  const matter = program.command("matter").description("The matters of this installation, and their orders");
  addOrder(matter);
  const add = matter.command("add");
  add
    .description("Make a matter under a protective order. Nobody signs in for this: it is recorded as done at the terminal of the host.")
    .requiredOption("--slug <slug>", "its short name for commands: small letters, digits and hyphens")
    .requiredOption("--caption <text>", "what the case is called")
    .requiredOption("--order <file>", "the text of the order, Markdown in UTF-8; everybody signs it. In force from now, as version 1")
    .option("--title <title>", "the order's title (default: its first heading)")
    .option("--tier <name...>", `the order's tiers of confidentiality, the lowest first (default: ${tiers.join("; ")})`)
    .option("--idle-minutes <n>", "after how many minutes without activity a session ends", "30")
    .option("--absolute-hours <n>", "after how many hours a session ends in any case", "12")
    .option("--json", "one JSON document on standard output")
    .action(async (options: Options) => {
      const asked = input(add, NewMatter, { ...options, tier: options.tier ?? tiers });
      await atHost(options, async ({ database }): Promise<Answer> => {
        const made = await foundMatter(database.adminUrl, asked, await readText(options.order));
        const next = `Next, its first custodian: person add --matter ${made.slug} --side host --role custodian --email E --name N`;
        return { json: made, lines: [`${made.slug}: ${made.title}, version 1`, `Hash ${made.hash}`, next] };
      });
    });
}
