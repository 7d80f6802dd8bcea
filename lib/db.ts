import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import { type Prisma, PrismaClient } from "@/prisma/client/client";
import { env } from "./env";

export type Tx = Prisma.TransactionClient;

const kept = globalThis as { readingRoomDatabase?: PrismaClient };

// A reader takes longer than the pool's ten seconds over a page, and a fresh connection has every function and plan still to learn: some look costs
// several times as much on it. Kept for so long, and no reason for the process to stay.
const IDLE_MS = 600_000;

/**
 * The database as the web process may use it: signed in as rr_app, which owns nothing and can read no text column.
 * One pool per process, kept across the module reloads of development.
 */
export function db(): PrismaClient {
  kept.readingRoomDatabase ??= new PrismaClient({
    adapter: new PrismaPg(
      {
        ...{ connectionString: env().READING_ROOM_APP_URL, max: 12, connectionTimeoutMillis: 10_000 },
        ...{ idleTimeoutMillis: IDLE_MS, allowExitOnIdle: true },
      },
      // A database that restarts ends idle connections; the pool opens new ones. Without a listener the process would end.
      { onPoolError: () => undefined },
    ),
  });
  return kept.readingRoomDatabase;
}
