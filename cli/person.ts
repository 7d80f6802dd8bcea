import type { Command as Commander } from "commander";
import { createToken } from "@/domain/people/create-token";
import { readRoster } from "@/domain/people/roster";
import { CreateToken } from "@/domain/people/schema";
import { acting, type Common, common, input, table } from "./frame";

type TokenOptions = Common & { readonly email: string; readonly name: string; readonly expires: string };

/** `person list`, `person token create`. */
export function addPerson(program: Commander): void {
  const person = program.command("person").description("The people of the matter");
  common(person.command("list").description("List who has access")).action((options: Common) =>
    acting("people:read", options, async ({ actor }) => {
      const page = await readRoster(actor);
      const rows = page.items.map(({ email, name, side, role, tier, undertakingSignedAt, suspendedAt }) => [
        email,
        name,
        side,
        role,
        tier.name,
        undertakingSignedAt ? "signed" : "not signed",
        suspendedAt ? "suspended" : "active",
      ]);
      return { json: page, lines: table([["E-mail", "Name", "Side", "Role", "Tier", "Undertaking", "State"], ...rows]) };
    }),
  );
  const create = person.command("token").description("Tokens for scripts").command("create");
  create
    .description("Make a token that acts as a person. It is shown once.")
    .requiredOption("--email <email>", "the person it acts as")
    .requiredOption("--name <name>", "what it is for")
    .option("--expires <days>", "for how many days it works", "90");
  common(create).action(async (options: TokenOptions) => {
    const expiresAt = new Date(Date.now() + Number(options.expires) * 24 * 3600 * 1000);
    const asked = input(create, CreateToken, { ...options, expiresAt });
    await acting("people:manage", options, async ({ actor }) => {
      const made = await createToken(actor, asked);
      return { json: made, lines: [made.token] };
    });
  });
}
