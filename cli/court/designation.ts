import { type Command as Commander, Option } from "commander";
import { challengeDesignation } from "@/domain/designations/challenge";
import { dropChallenge } from "@/domain/designations/drop";
import { listDesignations } from "@/domain/designations/list";
import { listChallenges } from "@/domain/designations/list-challenges";
import { ruleOnChallenge } from "@/domain/designations/rule";
import { ChallengeDesignation, EndChallenge, RuleOnChallenge, SetDesignation } from "@/domain/designations/schema";
import { setDesignation } from "@/domain/designations/set";
import { objectOf } from "@/domain/designations/step";
import { upholdDesignation } from "@/domain/designations/uphold";
import { withdrawDesignation } from "@/domain/designations/withdraw";
import { table } from "@/lib/table";
import { acting, type Common, common, input } from "../frame";

/** `designation list|set|challenges|challenge|drop|withdraw|uphold|rule`: which tier a conversation or a turn is of, and who says otherwise. */
export function addDesignation(program: Commander): void {
  const designation = program.command("designation").description("Tiers after delivery: designated, challenged, ruled on");
  addDesignating(designation);
  addChallenging(designation);
  addEnding(designation);
}

const where = ({ conversation, turn }: { readonly conversation: string; readonly turn: number }) =>
  objectOf({ conversation, turn }).replace(/^conversation:/, "");

const naming = (command: Commander) =>
  command.argument("<conversation>", "its control number").option("--turn <n>", "one turn of it (default: all of it)");

function addDesignating(designation: Commander) {
  common(designation.command("list").description("List what was designated after delivery, the newest first")).action((options: Common) =>
    acting("designation:read", options, async ({ actor }) => {
      const page = await listDesignations(actor);
      const rows = page.items.map((one) => [one.id, where(one), one.was.name, one.tier.name, one.set.by, one.set.at, one.reason]);
      return { json: page, lines: table([["Id", "What", "Was", "Is", "By", "At", "Reason"], ...rows]) };
    }),
  );
  const set = naming(designation.command("set"))
    .description("Designate a conversation or a turn, in force at once: as the host's custodian, or --as counsel of the producing side")
    .requiredOption("--tier <n>", "the tier that it is of from now on")
    .requiredOption("--reason <text>", "why");
  common(set).action((conversation: string, options: Common) => {
    const asked = input(set, SetDesignation, { ...options, conversation });
    return acting("designation:set", options, async ({ actor }) => {
      const made = await setDesignation(actor, asked);
      return { json: made, lines: [made.id] };
    });
  });
}

function addChallenging(designation: Commander) {
  common(designation.command("challenges").description("List the challenges, the newest first, with their last days")).action(
    (options: Common) =>
      acting("designation:read", options, async ({ actor }) => {
        const page = await listChallenges(actor);
        const rows = page.items.map((one) => [
          ...[one.id, where(one), one.tier.name, one.asked.name, one.side, one.ended?.outcome ?? (one.answer ? "upheld" : "open")],
          ...[one.answerBy, one.moveBy].map(({ day, over }) => `${day}${over ? " (over)" : ""}`),
        ]);
        return { json: page, lines: table([["Id", "What", "Is", "Asked", "By", "State", "Answer by", "Move by"], ...rows]) };
      }),
  );
  const challenge = naming(designation.command("challenge"))
    .description("Say that a designation of the other side should be lower: --as your side's counsel")
    .requiredOption("--tier <n>", "the tier that it should be of")
    .requiredOption("--grounds <text>", "on what grounds; quote nothing of the text")
    .requiredOption("--conferred <text>", "when and how the sides conferred, or will");
  common(challenge).action((conversation: string, options: Common) => {
    const asked = input(challenge, ChallengeDesignation, { ...options, conversation });
    return acting("designation:challenge", options, async ({ actor }) => {
      const made = await challengeDesignation(actor, asked);
      return { json: made, lines: [made.id] };
    });
  });
}

const ends = [
  ["drop", dropChallenge, "Take a challenge of your side back", "The designation stays as it is."],
  ["withdraw", withdrawDesignation, "Withdraw a designation of your side that was challenged", "The designation is the lower one now."],
  ["uphold", upholdDesignation, "Stand by a designation of your side that was challenged", "The court rules on it."],
] as const;

function addEnding(designation: Commander) {
  for (const [verb, work, says, becomes] of ends) {
    const end = designation.command(verb).description(`${says}: --as its counsel`).argument("<id>", "the challenge");
    common(end.requiredOption("--reason <text>", "why")).action((id: string, options: Common) => {
      const asked = input(end, EndChallenge, { ...options, id });
      return acting(`designation:${verb}`, options, async ({ actor }) => {
        const done = await work(actor, asked);
        return { json: done, lines: [becomes] };
      });
    });
  }
  const rule = designation
    .command("rule")
    .description("Enter what the court ruled on a challenge, or that nobody moved in time (waived): --as the monitor")
    .argument("<id>", "the challenge")
    .addOption(
      new Option("--ruling <ruling>", "what became of the designation").choices(RuleOnChallenge.shape.ruling.options).makeOptionMandatory(),
    )
    .requiredOption("--reason <text>", "what the court ordered, and where: the docket number");
  common(rule).action((id: string, options: Common) => {
    const asked = input(rule, RuleOnChallenge, { ...options, id });
    return acting("designation:rule", options, async ({ actor }) => {
      const done = await ruleOnChallenge(actor, asked);
      return { json: done, lines: [`The designation is ${asked.ruling}.`] };
    });
  });
}
