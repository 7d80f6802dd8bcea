import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { at, closeTerminal, openTerminal, put, run } from "../testing/terminal";

const [plaintiff, defense, court] = ["counsel@plaintiff.example", "counsel@defense.example", "monitor@court.example"];
const why = ["--reason", "As the court ordered, ECF 551."];
let world: World;
beforeAll(async () => {
  world = await newWorld();
  await world.volume([talk(["Who?", "Me."]), talk(["And who else?", "Nobody."])]);
  for (const who of ["plaintiff counsel", "defense counsel", "monitor", "custodian"] as const) await world.actor(who);
  openTerminal(world.url);
});
afterAll(async () => {
  await world.close();
  closeTerminal();
});

test("an expert is disclosed, objected to, ruled on and cleared at the terminal, by those who may and by nobody else", {
  timeout: 60_000,
}, async () => {
  const cv = put("cv.txt", "INES VAUPEL\n\nComputational linguist.\n");
  const told = ["--email", "vaupel@x.example", "--name", "Ines Vaupel", "--employer", "Textmetrics", "--relationships", "None."];
  const make = ["disclosure", "make", ...told, "--tier", "2", "--cv", cv];
  expect(await run(...make)).toMatchObject({ exit: 3, json: { error: "refused" } });
  expect(await run(...make, "--as", court)).toMatchObject({ exit: 3, json: { error: "refused" } });
  const made = await run(...make, "--as", plaintiff);
  expect(made).toEqual({ exit: 0, json: { id: expect.any(String) } });
  expect(await run(...make, "--as", plaintiff)).toMatchObject({ exit: 1, json: { error: "conflict" } });
  const step = (verb: string, ...more: string[]) => run("disclosure", verb, made.json.id, ...more);

  const kept = at("kept.txt");
  expect(await step("cv", "--out", kept, "--as", defense)).toMatchObject({ exit: 0, json: { name: "cv.txt", type: "text/plain" } });
  expect(readFileSync(kept)).toEqual(readFileSync(cv));
  expect(await step("cv", "--out", kept, "--as", defense)).toMatchObject({ exit: 1, json: { error: "invalid" } });

  expect(await step("object", ...why, "--as", plaintiff)).toMatchObject({ exit: 3 });
  expect(await step("object", ...why, "--as", defense)).toMatchObject({ exit: 0 });
  expect(await step("waive", "--as", defense)).toMatchObject({ exit: 1, json: { error: "conflict" } });
  expect(await step("clear", ...why)).toMatchObject({ exit: 1, json: { error: "conflict" } });
  expect(await step("rule", "--ruling", "overruled", "--text", "ECF 560", "--as", court)).toMatchObject({ exit: 0 });
  expect(await step("clear", ...why)).toMatchObject({ exit: 0 });
  expect(await step("withdraw", ...why, "--as", plaintiff)).toMatchObject({ exit: 1, json: { error: "conflict" } });
  expect((await run("disclosure", "list")).json.items).toMatchObject([
    { id: made.json.id, state: "cleared", cleared: { by: "Chidi Banerjee" } },
  ]);
});

test("a tier is designated, challenged, stood by and ruled on at the terminal, by those who may and by nobody else", {
  timeout: 60_000,
}, async () => {
  const [first, second] = ["T1-000000001", "T1-000000002"];
  expect(await run("designation", "set", first, "--tier", "1", ...why, "--as", plaintiff)).toMatchObject({ exit: 3 });
  expect(await run("designation", "set", first, "--tier", "1", ...why)).toMatchObject({ exit: 0 });
  expect(await run("designation", "set", "T9-000000001", "--tier", "1", ...why)).toMatchObject({ exit: 1, json: { error: "not_found" } });
  expect((await run("designation", "list")).json.items).toMatchObject([{ conversation: first, turn: 0, tier: { rank: 1 } }]);

  const challenge = (turn: string) =>
    run(
      ...["designation", "challenge", second, "--turn", turn, "--tier", "1", "--as", plaintiff],
      ...["--grounds", "Nothing in it is sensitive.", "--conferred", "By telephone on 3 November."],
    );
  const { json: whole } = await challenge("0");
  expect(await run("designation", "drop", whole.id, ...why, "--as", plaintiff)).toMatchObject({ exit: 0 });
  const { json: again } = await challenge("0");
  expect(await run("designation", "uphold", again.id, ...why, "--as", plaintiff)).toMatchObject({ exit: 3 });
  expect(await run("designation", "uphold", again.id, ...why, "--as", defense)).toMatchObject({ exit: 0 });
  expect(await run("designation", "withdraw", whole.id, ...why, "--as", defense)).toMatchObject({ exit: 1, json: { error: "conflict" } });
  expect(await run("designation", "rule", again.id, "--ruling", "lowered", ...why)).toMatchObject({ exit: 3 });
  expect(await run("designation", "rule", again.id, "--ruling", "lowered", ...why, "--as", court)).toMatchObject({ exit: 0 });
  const { items } = (await run("designation", "challenges")).json;
  expect(items).toMatchObject([
    { id: again.id, ended: { outcome: "lowered" } },
    { id: whole.id, ended: { outcome: "dropped" } },
  ]);
});
