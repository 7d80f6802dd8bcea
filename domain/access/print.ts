import { type Action, actions, needsFactor, needsStepUp, needsTier, needsUndertaking, permissions, roles } from "./permissions";

/** The permission table as a Markdown page: docs/permissions.md, which a test compares with what this returns. */
export function printPermissions(): string {
  const titles = ["What may be done", ...roles, "After a factor", "After signing", "Needs a tier", "Needs a fresh factor"];
  const rows = (Object.keys(actions) as Action[]).map((action) => [
    `${actions[action]} (\`${action}\`)`,
    ...roles.map((role) => tick(permissions[role].includes(action))),
    tick(needsFactor(action)),
    tick(needsUndertaking(action)),
    tick(needsTier(action)),
    freshness[needsStepUp(action) ?? "none"],
  ]);
  const lines = [titles, titles.map((_, i) => (i === 0 ? "---" : ":-:")), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  return `${preface}\n\n${lines.join("\n")}\n`;
}

const freshness = { none: "", deed: "yes", export: "yes, or a token made for exports" } as const;

function tick(yes: boolean) {
  return yes ? "yes" : "";
}

const preface = `# Who may do what

Printed from \`domain/access/permissions.ts\`; \`domain/access/print.test.ts\` fails when the two differ and prints this page anew with
\`npx vitest run domain/access -u\`. What a line does not give, nobody has. "After signing": only with the undertaking to
the order in force signed. "Needs a tier": only with access to content, and then to nothing above one's own tier.`;
