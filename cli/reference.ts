import type { Command as Commander } from "commander";

/** docs/cli.md: what every command says of itself when asked for --help. */
export function printReference(program: Commander): string {
  const sections = leaves(program).map((command) => `## ${nameOf(command)}\n\n\`\`\`\n${command.helpInformation().trimEnd()}\n\`\`\`\n`);
  const intro = [
    "# Commands",
    "",
    "Printed from the commands themselves; a test compares. Run each as `npm run cli -- COMMAND`. Answers go to standard output, with",
    "`--json` as one JSON document; messages and progress to standard error. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused.",
    "",
    "Every command acts as a person, through the same permission table and log as the pages: the one named by `--as`, or the first",
    "active person of the host whose role permits it. It opens a session of its own and ends it. Only what nobody inside could do,",
    "`matter add` and the first `person add` of a matter, is done with the rights of the host; the log says so. Where the database is",
    "not running, the command starts it and stops it again.",
    "",
  ];
  return `${[...intro, ...sections].join("\n")}`;
}

function leaves(command: Commander): Commander[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
}

function nameOf(command: Commander): string {
  return command.parent?.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();
}
