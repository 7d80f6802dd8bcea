import path from "node:path";
import * as z from "zod";

const Environment = z.object({
  /** The web process's own database account: rr_app. Never the owner's, never a superuser's. */
  READING_ROOM_APP_URL: z.string().startsWith("postgres"),
  /** The folder for everything that is not code: embedded database, secrets, productions. */
  READING_ROOM_DATA: z.string().default(".data"),
  /** The folder whose files a custodian may load from the app; by default `intake` in the data folder. */
  READING_ROOM_INTAKE: z.string().min(1).optional(),
  NEXTAUTH_SECRET: z.string().min(32),
  /** What the secrets of authenticator apps are sealed under. The database has them sealed, this process has the key. */
  READING_ROOM_FACTOR_KEY: z.string().min(32).optional(),
  NEXTAUTH_URL: z.url().default("http://127.0.0.1:3000"),
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
});

let read: z.infer<typeof Environment> | undefined;

/** The environment, checked once. The only reader of process.env besides the start-up scripts. */
export function env() {
  read ??= Environment.parse(process.env);
  return read;
}

/** A path inside the data folder. */
export function dataPath(...parts: string[]) {
  return path.resolve(env().READING_ROOM_DATA, ...parts);
}

/** Where files lie that may be loaded from the app, and nothing else. */
export function intakeFolder() {
  return path.resolve(env().READING_ROOM_INTAKE ?? dataPath("intake"));
}
