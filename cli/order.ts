import { readFile } from "node:fs/promises";
import type { Command as Commander } from "commander";
import { draftOrder } from "@/domain/orders/draft";
import { listOrders } from "@/domain/orders/list";
import { putInForce } from "@/domain/orders/put-in-force";
import { readOrder } from "@/domain/orders/read";
import { readDrafts } from "@/domain/orders/read-draft";
import { refuseDraft } from "@/domain/orders/refuse-draft";
import { DecideDraft, DraftOrder, PutInForce, ReadOrder, settingList } from "@/domain/orders/schema";
import { withdrawDraft } from "@/domain/orders/withdraw-draft";
import { DomainError } from "@/lib/errors";
import { table } from "@/lib/table";
import { acting, type Common, common, input } from "./frame";

/** `matter show|history|draft|put-in-force|refuse|withdraw`: the order, its numbers, and its next version. */
export function addOrder(matter: Commander): void {
  addReading(matter);
  addDrafting(matter);
  addDeciding(matter);
}

function addReading(matter: Commander) {
  const show = matter
    .command("show")
    .description("Print a version of the order: what it sets, each with what it decides")
    .option("--version <n>", "which version (default: the one in force)")
    .option("--text", "its words as well");
  common(show).action((options: Common & { version?: string; text?: boolean }) =>
    acting("order:read", options, async ({ actor }) => {
      const order = await readOrder(actor, input(show, ReadOrder, { version: options.version ?? actor.order.version }));
      const rows = settingList.map(({ name, description }) => [name, JSON.stringify(order.settings[name]), description]);
      const head = [`${order.title}, version ${order.version}, in force from ${order.inForceFrom}`, `Hash ${order.hash}`, ""];
      return {
        json: order,
        lines: [...head, ...table([["Setting", "Value", "What it decides"], ...rows]), ...(options.text ? ["", order.text] : [])],
      };
    }),
  );
  common(matter.command("history").description("List every version of the order, the newest first, and the draft that waits")).action(
    (options: Common) =>
      acting("order:read", options, async ({ actor }) => {
        const [versions, drafts] = [await listOrders(actor), await readDrafts(actor)];
        const rows = versions.items.map(({ version, state, inForceFrom, reason, draftedBy, putInForceBy }) => [
          ...[String(version), state, inForceFrom, draftedBy ?? "", putInForceBy ?? "", reason ?? ""],
        ]);
        const waiting = drafts.items.map(
          ({ id, base, hash, reason }) => `Draft ${id} of version ${base.version + 1}, hash ${hash}: ${reason}`,
        );
        const head = ["Version", "State", "In force from", "Drafted by", "Put in force by", "Why"];
        return { json: { ...versions, drafts: drafts.items }, lines: [...table([head, ...rows]), ...waiting] };
      }),
  );
}

type Drafting = Common & { order?: string; set?: string[]; title?: string; reason: string; inForceFrom?: string; signAgain?: boolean };

function addDrafting(matter: Commander) {
  const draft = matter
    .command("draft")
    .description(
      "Write down the next version of the order: the newest one with other words or other numbers. The monitor puts it in force.",
    )
    .option("--order <file>", "the new text, Markdown in UTF-8 (default: as it is)")
    .option(
      "--set <name=value...>",
      "a setting and its new value, as JSON or as plain words: --set idleMinutes=20 'holidays=[\"2026-12-25\"]'",
    )
    .option("--title <title>", "the new title (default: as it is)")
    .requiredOption("--reason <text>", "why: the order or stipulation that it carries out")
    .option("--in-force-from <moment>", "from when, as 2026-12-01T00:00:00Z (default: when it is put in force)")
    .option("--sign-again", "everybody signs again, even where not a word has changed");
  common(draft).action((options: Drafting) =>
    acting("order:draft", options, async ({ actor }) => {
      const [newest] = (await listOrders(actor)).items;
      const base = await readOrder(actor, { version: newest?.version ?? actor.order.version });
      const text = options.order ? await readText(options.order) : base.text;
      const settings = { ...base.settings, ...Object.fromEntries((options.set ?? []).map(assignment)) };
      const { reason, inForceFrom, signAgain, title = base.title } = options;
      const asked = input(draft, DraftOrder, { base: base.version, title, text, settings, reason, inForceFrom, signAgain });
      const made = await draftOrder(actor, asked);
      return { json: made, lines: [made.id] };
    }),
  );
}

function assignment(given: string): [string, unknown] {
  const at = given.indexOf("=");
  if (at < 1) throw new DomainError("invalid", `${given}: a setting is given as name=value.`);
  const [name, value] = [given.slice(0, at), given.slice(at + 1)];
  try {
    return [name, JSON.parse(value)];
  } catch {
    return [name, value];
  }
}

/** A file's text, in UTF-8. */
export async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: { code?: string }) => {
    throw new DomainError("invalid", `${file} cannot be read (${error.code}).`);
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new DomainError("invalid", `${file} is not text in UTF-8.`);
  }
}

function addDeciding(matter: Commander) {
  const force = matter
    .command("put-in-force")
    .description("Put a draft in force as the next version, as the court's monitor: name them with --as")
    .argument("<id>", "the draft")
    .requiredOption("--hash <hash>", "the hash of the draft's text that was read (matter history prints it)")
    .requiredOption("--reason <text>", "on what authority");
  common(force).action((id: string, options: Common & { hash: string; reason: string }) =>
    acting("order:amend", options, async ({ actor }) => {
      const made = await putInForce(actor, input(force, PutInForce, { ...options, id }));
      return { json: made, lines: [`Version ${made.version} is in force from ${made.inForceFrom}.`] };
    }),
  );
  const refuse = matter
    .command("refuse")
    .description("Refuse to put a draft in force, as the court's monitor")
    .argument("<id>", "the draft");
  common(refuse.requiredOption("--reason <text>", "why")).action((id: string, options: Common & { reason: string }) =>
    acting("order:amend", options, async ({ actor }) => {
      const done = await refuseDraft(actor, input(refuse, DecideDraft, { ...options, id }));
      return { json: done, lines: ["Refused. The order stays as it is."] };
    }),
  );
  const withdraw = matter.command("withdraw").description("Take a draft of the order back").argument("<id>", "the draft");
  common(withdraw.requiredOption("--reason <text>", "why")).action((id: string, options: Common & { reason: string }) =>
    acting("order:draft", options, async ({ actor }) => {
      const done = await withdrawDraft(actor, input(withdraw, DecideDraft, { ...options, id }));
      return { json: done, lines: ["Withdrawn. The order stays as it is."] };
    }),
  );
}
