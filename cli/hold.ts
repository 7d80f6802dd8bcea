import { type Command as Commander, Option } from "commander";
import { approveRelease } from "@/domain/holds/approve-release";
import { listHolds } from "@/domain/holds/list";
import { placeHold } from "@/domain/holds/place";
import { requestRelease } from "@/domain/holds/request-release";
import { ApproveRelease, HoldScope, ListHolds, PlaceHold, RequestRelease } from "@/domain/holds/schema";
import { table } from "@/lib/table";
import { acting, type Common, common, input } from "./frame";

/** `hold place`, `hold list`, `hold request-release`, `hold approve-release`. */
export function addHold(program: Commander): void {
  const hold = program.command("hold").description("Legal holds: what is held does not leave");
  const place = hold
    .command("place")
    .description("Place a hold. It is in force at once, for everyone.")
    .addOption(new Option("--scope <scope>", "what is held").choices(HoldScope.options).makeOptionMandatory())
    .option("--target <id>", "the volume's name, the set's id or the control number")
    .requiredOption("--reason <text>", "why")
    .requiredOption("--authority <text>", "on whose authority: an order, a docket number, a letter");
  common(place).action(async (options: Common & Record<string, unknown>) => {
    const asked = input(place, PlaceHold, options);
    await acting("hold:place", options, async ({ actor }) => {
      const made = await placeHold(actor, asked);
      return { json: made, lines: [made.id] };
    });
  });
  addList(hold);
  addRelease(hold);
}

function addList(hold: Commander) {
  const list = hold.command("list").description("List the holds, newest first");
  common(list).action((options: Common) =>
    acting("hold:read", options, async ({ actor }) => {
      const page = await listHolds(actor, input(list, ListHolds, { limit: "200" }));
      const rows = page.items.map(({ id, scope, target, state, placed, reason }) => [
        id,
        scope,
        target ?? "",
        state,
        placed.by,
        placed.at,
        reason,
      ]);
      return { json: page, lines: table([["Id", "Scope", "Target", "State", "Placed by", "Placed at", "Reason"], ...rows]) };
    }),
  );
}

function addRelease(hold: Commander) {
  const request = hold
    .command("request-release")
    .description("Ask for a hold to be released; it stays in force until another side approves")
    .argument("<id>", "the hold");
  common(request.requiredOption("--reason <text>", "why")).action(async (id: string, options: Common & Record<string, unknown>) => {
    const asked = input(request, RequestRelease, { ...options, id });
    await acting("hold:request-release", options, async ({ actor }) => {
      const done = await requestRelease(actor, asked);
      return { json: done, lines: [`Release of ${done.id} was asked for. It is in force until somebody of another side approves.`] };
    });
  });
  const approve = hold
    .command("approve-release")
    .description("Release a hold whose release another side asked for")
    .argument("<id>", "the hold");
  common(approve).action(async (id: string, options: Common) => {
    const asked = input(approve, ApproveRelease, { id });
    await acting("hold:approve-release", options, async ({ actor }) => {
      const done = await approveRelease(actor, asked);
      return { json: done, lines: [`${done.id} is released.`] };
    });
  });
}
