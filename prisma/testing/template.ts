// Starts a cluster for the tests and makes one migrated database, which every test file copies. Vitest's globalSetup. With
// READING_ROOM_TEST_POSTGRES, a folder of programs of PostgreSQL, it is of that server instead of the embedded one (docs/running.md).
import path from "node:path";
import type { TestProject } from "vitest/node";
import { startCluster } from "@/prisma/cluster";
import { connected } from "@/prisma/connect";
import { makeRoles, migrate } from "@/prisma/migrate";

const passwords = {
  superuser: "for-tests-only",
  app: "app-for-tests",
  intake: "intake-for-tests",
  sequencer: "sequencer-for-tests",
  reporter: "reporter-for-tests",
};

declare module "vitest" {
  export interface ProvidedContext {
    cluster: string;
    passwords: typeof passwords;
  }
}

export default async function setup(project: TestProject) {
  const programs = process.env.READING_ROOM_TEST_POSTGRES;
  const folder = path.resolve(`.data/test-units${(programs ?? "").replaceAll(/\W+/g, "-")}`);
  const own = programs && { initdb: path.join(programs, "initdb"), pg_ctl: path.join(programs, "pg_ctl"), provider: [] };
  const cluster = await startCluster(folder, passwords.superuser, { shared_buffers: "128MB" }, {}, own || undefined);
  await makeRoles(cluster.url, passwords);
  await connected(cluster.url, async (client) => {
    const { rows } = await client.query("SELECT datname FROM pg_database WHERE datname LIKE 'rr\\_%'");
    for (const { datname } of rows) await client.query(`DROP DATABASE ${client.escapeIdentifier(datname)} WITH (FORCE)`);
    await client.query("CREATE DATABASE rr_template");
  });
  const template = new URL(cluster.url);
  template.pathname = "/rr_template";
  await migrate(template.href);
  project.provide("cluster", cluster.url);
  project.provide("passwords", passwords);
  return () => cluster.stop();
}
