import { CommanderError } from "commander";
import { makeProgram, usageExit } from "./program";

try {
  await makeProgram().parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = usageExit(error.code);
}
