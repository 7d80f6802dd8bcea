import { type Command as Commander, Option } from "commander";
import { roles, sides } from "@/domain/access/permissions";
import { addPerson as admitPerson } from "@/domain/people/add-person";
import { readRoster } from "@/domain/people/roster";
import { type AddedPerson, AddPerson, CreateToken, SuspendPerson } from "@/domain/people/schema";
import { suspendPerson } from "@/domain/people/suspend";
import { notFound } from "@/lib/errors";
import { table } from "@/lib/table";
import { admitFirstCustodian } from "@/prisma/founding";
import { makeTokenAtHost } from "@/prisma/token";
import { type Answer, acting, asPerson, atHost, type Common, common, input, tell } from "./frame";

type TokenOptions = Common & { readonly email: string; readonly name: string; readonly expires: string; readonly exports?: boolean };

/** `person add`, `person list`, `person suspend`, `person token create`. */
export function addPerson(program: Commander): void {
  const person = program.command("person").description("The people of the matter");
  addAdd(person);
  addSuspend(person);
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
    .description(
      "Make a token that acts as a person. It is shown once. Done with the rights of the host, and recorded as such; in the app everybody makes their own.",
    )
    .requiredOption("--email <email>", "the person it acts as")
    .requiredOption("--name <name>", "what it is for")
    .option("--expires <days>", "for how many days it works", "90")
    .option("--exports", "it may also ask for exports and download them where the order asks for a fresh second factor");
  common(create).action(async (options: TokenOptions) => {
    const expiresAt = new Date(Date.now() + Number(options.expires) * 24 * 3600 * 1000);
    const asked = input(create, CreateToken, { ...options, expiresAt });
    await atHost(options, async ({ database }) => {
      const made = await makeTokenAtHost(database.adminUrl, options.matter, asked);
      return { json: made, lines: [made.token] };
    });
  });
}

function addAdd(person: Commander) {
  const add = person
    .command("add")
    .description(
      "Admit a person to the matter. Somebody new gets a password, printed once on standard output; somebody known from another matter keeps theirs. " +
        "A custodian of the matter acts; while it has none, its first custodian is admitted with the rights of the host.",
    )
    .requiredOption("--email <email>", "their address, with which they sign in")
    .requiredOption("--name <name>", "their name")
    .addOption(new Option("--side <side>", "for whom they act").choices(sides).makeOptionMandatory())
    .addOption(
      new Option("--role <role>", "expert or counsel of a side, monitor of the court, custodian or operator of the host")
        .choices(roles)
        .makeOptionMandatory(),
    )
    .option("--tier <rank>", "how far their access reaches: 0 no content, 1 the order's first tier (default for court and host: 0)");
  common(add).action(async (options: Common & Record<string, unknown>) => {
    const asked = input(add, AddPerson, options);
    await atHost(options, async (host) => {
      const first = options.as ? null : await admitFirstCustodian(host.database.adminUrl, options.matter, asked);
      return first ? answer(first) : asPerson("people:add", options, host, async ({ actor }) => answer(await admitPerson(actor, asked)));
    });
  });
}

function answer(added: AddedPerson): Answer {
  tell(`${added.name} (${added.email}) is admitted as ${added.role}, ${added.side}, tier ${added.tier}.`);
  tell(
    added.password
      ? "The password is shown this once. Hand it over by another way than the address."
      : "They sign in with the password that they have.",
  );
  return { json: added, lines: added.password ? [added.password] : [] };
}

function addSuspend(person: Commander) {
  const command = person
    .command("suspend")
    .description("Suspend a person: all their sessions and tokens end at once")
    .argument("<email>", "the person")
    .requiredOption("--reason <text>", "why; it is kept in the log");
  common(command).action(async (email: string, options: Common & { readonly reason: string }) => {
    const { reason } = input(command, SuspendPerson.pick({ reason: true }), options);
    await acting("people:manage", options, async ({ actor }) => {
      const { items } = await readRoster(actor);
      const found = items.find((one) => one.email === email.toLowerCase() && !one.endedAt);
      if (!found) throw notFound();
      const done = await suspendPerson(actor, { id: found.id, reason });
      return { json: done, lines: [`${found.email} is suspended. Their sessions and tokens have ended.`] };
    });
  });
}
