import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { type Command as Commander, Option } from "commander";
import { clearExpert } from "@/domain/disclosures/clear";
import { discloseExpert } from "@/domain/disclosures/disclose";
import { downloadCv } from "@/domain/disclosures/download-cv";
import { listDisclosures } from "@/domain/disclosures/list";
import { objectToExpert } from "@/domain/disclosures/object";
import { ruleOnObjection } from "@/domain/disclosures/rule";
import { DiscloseExpert, type Disclosure, NameDisclosure, RuleOnDisclosure, StateDisclosure } from "@/domain/disclosures/schema";
import { waiveObjection } from "@/domain/disclosures/waive";
import { withdrawExpert } from "@/domain/disclosures/withdraw";
import { DomainError } from "@/lib/errors";
import { table } from "@/lib/table";
import { acting, type Common, common, input } from "../frame";

/** `disclosure list|make|cv|object|waive|rule|clear|withdraw`: which experts are to see the record, and who says so. */
export function addDisclosure(program: Commander): void {
  const disclosure = program.command("disclosure").description("Experts: disclosed to the other side, objected to, ruled on, cleared");
  addReading(disclosure);
  addMaking(disclosure);
  addAnswering(disclosure);
  addDeciding(disclosure);
}

function addReading(disclosure: Commander) {
  common(disclosure.command("list").description("List the experts of both sides who were disclosed, the newest first")).action(
    (options: Common) =>
      acting("disclosure:read", options, async ({ actor }) => {
        const page = await listDisclosures(actor);
        const head = ["Id", "Side", "Name", "E-mail", "Tier", "State", "To object until", "Admission"];
        return { json: page, lines: table([head, ...page.items.map(rowOf)]) };
      }),
  );
  const cv = disclosure.command("cv").description("Keep the curriculum vitae of an expert as a file").argument("<id>", "the disclosure");
  cv.requiredOption("--out <file>", "the file; it must not be there yet");
  common(cv).action((id: string, options: Common & { readonly out: string }) => {
    const asked = input(cv, NameDisclosure, { id });
    return acting("disclosure:cv", options, async ({ actor }) => {
      const { bytes, ...told } = await downloadCv(actor, asked);
      const file = path.resolve(options.out);
      await writeFile(file, bytes, { flag: "wx", mode: 0o600 }).catch(unusable(file, "written"));
      return { json: { ...told, file, bytes: bytes.length }, lines: [file] };
    });
  });
}

function rowOf({ id, side, name, email, tier, state, objectUntil, ended, admission }: Disclosure): string[] {
  return [id, side, name, email, tier.name, state, `${objectUntil}${ended ? " (over)" : ""}`, admission];
}

function addMaking(disclosure: Commander) {
  const make = disclosure
    .command("make")
    .description("Disclose an expert of your side to the other side, whose time to object begins: --as its counsel")
    .requiredOption("--email <email>", "the address that they will sign in with")
    .requiredOption("--name <name>", "their name")
    .requiredOption("--employer <text>", "whom they work for")
    .requiredOption("--relationships <text>", "how they stand to the parties and their competitors, or that they do not")
    .option("--engagements <text>", "their engagements of the years that the order names")
    .option("--testimony <text>", "where they testified in these years")
    .requiredOption("--tier <n>", "the highest tier that they are to see")
    .requiredOption("--cv <file>", "their curriculum vitae: a PDF, or text in UTF-8");
  common(make).action((options: Common & { readonly cv: string }) =>
    acting("disclosure:make", options, async ({ actor }) => {
      const bytes = await readFile(options.cv).catch(unusable(options.cv, "read"));
      const file = { cv: bytes.toString("base64"), cvName: path.basename(options.cv) };
      const made = await discloseExpert(actor, input(make, DiscloseExpert, { ...options, ...file }));
      return { json: made, lines: [made.id] };
    }),
  );
  const withdraw = disclosure
    .command("withdraw")
    .description("Withdraw an expert of your side who was not cleared yet: --as its counsel")
    .argument("<id>", "the disclosure");
  common(withdraw.requiredOption("--reason <text>", "why")).action((id: string, options: Common & { readonly reason: string }) => {
    const asked = input(withdraw, StateDisclosure, { ...options, id });
    return acting("disclosure:withdraw", options, async ({ actor }) => {
      const done = await withdrawExpert(actor, asked);
      return { json: done, lines: [`${done.id} is withdrawn.`] };
    });
  });
}

function addAnswering(disclosure: Commander) {
  const object = disclosure
    .command("object")
    .description("Object to an expert of the other side; then the court alone lets them in: --as your side's counsel")
    .argument("<id>", "the disclosure");
  common(object.requiredOption("--reason <text>", "the grounds")).action((id: string, options: Common & { readonly reason: string }) => {
    const asked = input(object, StateDisclosure, { ...options, id });
    return acting("disclosure:object", options, async ({ actor }) => {
      const done = await objectToExpert(actor, asked);
      return { json: done, lines: [`The objection to ${done.id} is entered. Nobody clears this expert before the court has ruled.`] };
    });
  });
  const waive = disclosure
    .command("waive")
    .description("Say that your side does not object to an expert of the other side: --as its counsel")
    .argument("<id>", "the disclosure");
  common(waive).action((id: string, options: Common) => {
    const asked = input(waive, NameDisclosure, { id });
    return acting("disclosure:waive", options, async ({ actor }) => {
      const done = await waiveObjection(actor, asked);
      return { json: done, lines: [`${done.id} is not objected to. Somebody has to confirm that the way is clear.`] };
    });
  });
}

type Ruling = Common & { readonly ruling: string; readonly text: string };

function addDeciding(disclosure: Commander) {
  const rule = disclosure
    .command("rule")
    .description("Enter what the court ruled on an objection: --as the monitor")
    .argument("<id>", "the disclosure")
    .addOption(
      new Option("--ruling <ruling>", "what became of the objection").choices(RuleOnDisclosure.shape.ruling.options).makeOptionMandatory(),
    )
    .requiredOption("--text <text>", "what the court ordered, and where: the docket number");
  common(rule).action((id: string, options: Ruling) => {
    const asked = input(rule, RuleOnDisclosure, { ...options, id });
    return acting("disclosure:rule", options, async ({ actor }) => {
      const done = await ruleOnObjection(actor, asked);
      return { json: done, lines: [`The objection to ${done.id} is ${asked.ruling}.`] };
    });
  });
  const clear = disclosure
    .command("clear")
    .description("Confirm that the way is clear for an expert: nobody objected in time, or the other side or the court let them")
    .argument("<id>", "the disclosure");
  common(clear.requiredOption("--reason <text>", "on what")).action((id: string, options: Common & { readonly reason: string }) => {
    const asked = input(clear, StateDisclosure, { ...options, id });
    return acting("disclosure:clear", options, async ({ actor }) => {
      const done = await clearExpert(actor, asked);
      return { json: done, lines: [`${done.id} is cleared. Once admitted, they read up to their tier.`] };
    });
  });
}

function unusable(file: string, what: "read" | "written") {
  return ({ code }: { readonly code?: string }): never => {
    throw new DomainError("invalid", `${file} cannot be ${what} (${code}).`);
  };
}
