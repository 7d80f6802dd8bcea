import type { NextConfig } from "next";
import { headers } from "./run/headers.mjs";

const config: NextConfig = {
  distDir: process.env.READING_ROOM_DIST ?? ".next",
  typedRoutes: true,
  // `npm run check` holds the types, of everything that is built and of the tests; looking once more would make a first start two thirds longer.
  typescript: { ignoreBuildErrors: true },
  reactCompiler: true,
  poweredByHeader: false,
  serverExternalPackages: ["pg", "@prisma/adapter-pg", "@node-rs/argon2"],
  // The server itself sets them on what it answers (run/front.mjs); these are for `npm run dev`, which has a server of its own.
  headers: async () => [{ source: "/:path*", headers: Object.entries(headers).map(([key, value]) => ({ key, value })) }],
};

export default config;
