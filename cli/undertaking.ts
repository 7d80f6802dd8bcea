import type { Command as Commander } from "commander";
import { SignUndertaking } from "@/domain/people/schema";
import { signUndertaking } from "@/domain/people/sign";
import { readUndertaking } from "@/domain/people/undertaking";
import { acting, type Common, common, input } from "./frame";

/** `undertaking show`, `undertaking sign`: for people of the host who work at a terminal. Nothing but this can be done before signing. */
export function addUndertaking(program: Commander): void {
  const undertaking = program.command("undertaking").description("The protective order and one's signature under it");
  common(undertaking.command("show").description("Print the order in force, its hash, and whether it is signed")).action(
    (options: Common) =>
      acting("undertaking:sign", options, async ({ actor }) => {
        const order = await readUndertaking(actor);
        const state = order.signed ? `Signed by ${order.signedName} at ${order.signedAt}.` : "Not signed.";
        return { json: order, lines: [order.text, "", `${order.title}, version ${order.version}`, `Hash ${order.hash}`, state] };
      }),
  );
  const sign = undertaking
    .command("sign")
    .description("Sign the order in force")
    .requiredOption("--hash <hash>", "the hash of the order that was read");
  common(sign.requiredOption("--name <name>", "the name, typed as a signature")).action(
    async (options: Common & Record<string, unknown>) => {
      const asked = input(sign, SignUndertaking, options);
      await acting("undertaking:sign", options, async ({ actor }) => {
        const signed = await signUndertaking(actor, asked);
        return { json: signed, lines: [`Signed as ${asked.name}.`] };
      });
    },
  );
}
