import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const data = path.resolve(root, ".data/test-real");
const port = 38_092;

/** Under a host name, since browsers give no passkeys to an address made of numbers. */
export const origin = `http://localhost:${port}`;
export const folder = data;

const env = {
  ...process.env,
  PORT: String(port),
  NEXTAUTH_URL: origin,
  READING_ROOM_DATA: data,
  READING_ROOM_DIST: ".next-test",
  READING_ROOM_DEMO: "0",
  DATABASE_URL: "",
};

/** An installation as for a real matter: no demonstration, everybody with a second factor. Ends with `stop`. */
export async function openRealRoom(): Promise<{ stop: () => Promise<void> }> {
  rmSync(data, { recursive: true, force: true });
  const server = spawn(process.execPath, ["run/start.mjs"], { cwd: root, env, stdio: ["ignore", "ignore", "inherit"] });
  await answering(server);
  return {
    stop: async () => {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGTERM");
      await ended;
    },
  };
}

async function answering(server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 240; tries++) {
    if (server.exitCode !== null) throw new Error(`The second room ended with ${server.exitCode}.`);
    const ready = await fetch(`${origin}/api/ready`).catch(() => null);
    if (ready?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("The second room does not answer.");
}

/** A command at the terminal of that installation; answers its JSON. */
export function cli(...args: string[]): Record<string, string> {
  const flags = ["--import", "tsx", "--conditions=react-server", "--disable-warning=ExperimentalWarning"];
  const out = execFileSync(process.execPath, [...flags, "cli/index.ts", ...args, "--json"], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  return JSON.parse(out.toString()) as Record<string, string>;
}

export type Member = { readonly email: string; readonly password: string; readonly name: string };

/** A matter with its custodian, who has signed, and one counsel for the plaintiff. */
export function foundMatter(slug: string): { custodian: Member; counsel: Member } {
  const { hash = "" } = cli("matter", "add", "--slug", slug, "--caption", `In re ${slug}`, "--order", "prisma/seed/protective-order.md");
  const custodian = admit(slug, "host", "custodian", "Kay Keeper");
  cli("undertaking", "sign", "--matter", slug, "--hash", hash, "--name", "Kay Keeper");
  return { custodian, counsel: admit(slug, "plaintiff", "counsel", "Paul Plain") };
}

export function admit(slug: string, side: string, role: string, name: string): Member {
  const email = `${name.toLowerCase().replaceAll(" ", ".")}@${side}.example`;
  const who = ["--email", email, "--name", name, "--side", side, "--role", role, ...(side === "plaintiff" ? ["--tier", "2"] : [])];
  return { email, name, password: cli("person", "add", "--matter", slug, ...who).password ?? "" };
}

/** Lets the last confirmation of everybody in a data folder be ten minutes ago. */
export function letFactorsAge(of = data): void {
  const flags = ["--import", "tsx", "--conditions=react-server", "--disable-warning=ExperimentalWarning"];
  execFileSync(process.execPath, [...flags, "prisma/testing/age.ts"], { cwd: root, env: { ...env, READING_ROOM_DATA: of } });
}
