import { CommanderError } from "commander";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DomainError, type ErrorCode } from "@/lib/errors";
import { answering } from "./frame";
import { forAll, makeProgram, usageExit } from "./program";

let out = "";
beforeEach(() => {
  out = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => Boolean((out += String(text))));
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

async function usage(...args: string[]): Promise<number> {
  const error = await makeProgram()
    .parseAsync(args, { from: "user" })
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CommanderError);
  return usageExit((error as CommanderError).code);
}

test("wrong usage is exit code 2, and asking for help is none", async () => {
  for (const args of [
    ["nonsense"],
    ["intake", "file.jsonl"],
    ["intake", "--volume", "V"],
    ["intake", "f", "--volume", "V", "--format", "word"],
    ["intake", "f", "--volume", "V", "--prefix", "no way"],
    ["hold", "place", "--scope", "volume", "--reason", "r", "--authority", "a"],
    ["hold", "approve-release", "12"],
    ["disclosure", "waive", "12"],
    ["disclosure", "rule", "2b1a7c3e-0000-4000-8000-000000000000", "--ruling", "maybe", "--text", "ECF 1"],
    ["designation", "set", "T1-000000001", "--tier", "10", "--reason", "As agreed."],
    ["designation", "drop", "2b1a7c3e-0000-4000-8000-000000000000"],
    ["person", "token", "create", "--email", "e@x.example", "--name", "n", "--expires", "soon"],
    ["person", "add", "--email", "e@x.example", "--name", "n", "--side", "court", "--role", "custodian", "--tier", "0"],
    ["person", "add", "--email", "e@x.example", "--name", "n", "--side", "plaintiff", "--role", "expert"],
    ["person", "suspend", "e@x.example"],
    ["matter", "add", "--slug", "No Slug", "--caption", "c", "--order", "order.md"],
  ])
    expect([args, await usage(...args)]).toEqual([args, 2]);
  expect(await usage("intake", "--help")).toBe(0);
});

test("every command has --help and --json, and --as and --matter where a person acts", () => {
  forAll(makeProgram(), (command) => {
    if (command.commands.length > 0) return;
    const help = command.helpInformation();
    const nobody =
      ["matter", "witness"].includes(command.parent?.name() ?? "") || ["verify", "doctor", "check", "purge"].includes(command.name());
    for (const option of ["--json", "--help", ...(nobody ? [] : ["--as", "--matter"])])
      expect([command.name(), help.includes(option)]).toEqual([command.name(), true]);
  });
});

test("a refusal is exit code 3, any other failure 1, and --json says which in one document", async () => {
  const expected: [ErrorCode, number][] = [
    ["refused", 3],
    ["held", 3],
    ["unauthenticated", 3],
    ["not_found", 1],
    ["invalid", 1],
    ["conflict", 1],
    ["unavailable", 1],
  ];
  for (const [code, exit] of expected) {
    out = "";
    await answering({ json: true }, () => Promise.reject(new DomainError(code, "No.")));
    expect([process.exitCode, JSON.parse(out)]).toEqual([exit, { error: code, message: "No." }]);
  }
});
