import type { NextConfig } from "next";

const config: NextConfig = {
  distDir: process.env.READING_ROOM_DIST ?? ".next",
  typedRoutes: true,
  reactCompiler: true,
  poweredByHeader: false,
  serverExternalPackages: ["pg", "@prisma/adapter-pg", "@node-rs/argon2"],
};

export default config;
