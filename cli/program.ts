import { Command as Commander } from "commander";
import { addAudit } from "./audit";
import { addCheckpoint } from "./checkpoint";
import { addDesignation } from "./court/designation";
import { addDisclosure } from "./court/disclosure";
import { addDoctor } from "./doctor";
import { exit } from "./frame";
import { addHold } from "./hold";
import { addIntake } from "./intake";
import { addMatter } from "./matter";
import { addPerson } from "./person";
import { addReport } from "./report";
import { addUndertaking } from "./undertaking";
import { addVolume } from "./volume";
import { addWitness } from "./witness";
import { addSample } from "./work/sample";

/** Every command there is. Wrong usage throws CommanderError with exit code 2. */
export function makeProgram(): Commander {
  const program = new Commander("cli").description("Commands of the reading room. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused.");
  for (const add of [
    addIntake,
    addVolume,
    addMatter,
    addPerson,
    addUndertaking,
    addDisclosure,
    addDesignation,
    addHold,
    addAudit,
    addCheckpoint,
    addWitness,
    addReport,
    addSample,
    addDoctor,
  ])
    add(program);
  forAll(program, (command) =>
    command
      .exitOverride()
      .configureOutput({ getOutHelpWidth: () => 100, getErrHelpWidth: () => 100 })
      .helpCommand(false),
  );
  return program;
}

/** Does `work` for a command and all below it. */
export function forAll(command: Commander, work: (command: Commander) => void): void {
  work(command);
  for (const inner of command.commands) forAll(inner, work);
}

/** The exit code of an error of usage: asking for help is none. */
export function usageExit(code: string): number {
  return code === "commander.helpDisplayed" || code === "commander.version" ? exit.done : exit.usage;
}
