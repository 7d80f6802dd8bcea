import path from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{app,cli,components,domain,lib,log,prisma,run}/**/*.test.{ts,tsx}"],
    globalSetup: ["prisma/testing/template.ts"],
    setupFiles: ["prisma/testing/tries.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Neither UTC nor a whole number of hours from it: a forgotten time zone fails loudly.
    env: { TZ: "Asia/Kathmandu" },
  },
  resolve: { alias: { "@": path.resolve(import.meta.dirname), "server-only": path.resolve("node_modules/server-only/empty.js") } },
});
