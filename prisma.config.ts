import { defineConfig } from "prisma/config";

// The Prisma CLI wants its native schema engine from the network before any command, though `generate` never runs it.
// An existing file in its place keeps it off the network.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "" },
});
