import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import { type Prisma, PrismaClient } from "@/prisma/client/client";
import { env } from "./env";

export type Tx = Prisma.TransactionClient;

const kept = globalThis as { readingRoomDatabase?: PrismaClient };

/**
 * The database as the web process may use it: signed in as rr_app, which owns nothing and can read no text column.
 * One pool per process, kept across the module reloads of development.
 */
export function db(): PrismaClient {
  kept.readingRoomDatabase ??= new PrismaClient({
    adapter: new PrismaPg(
      { connectionString: env().READING_ROOM_APP_URL, max: 12, connectionTimeoutMillis: 10_000 },
      // A database that restarts ends idle connections; the pool opens new ones. Without a listener the process would end.
      { onPoolError: () => undefined },
    ),
  });
  return kept.readingRoomDatabase;
}
