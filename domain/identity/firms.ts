import { readFileSync, statSync } from "node:fs";
import * as z from "zod";
import { dataPath } from "@/lib/env";
import { Firm } from "./schema";

const File = z.object({ firms: z.array(Firm) });

/**
 * The firms of this installation: sign-in.json in the data folder, kept by the operator. It holds secrets, so it must be readable to its
 * owner alone. No file is no firm; one that cannot be trusted is none either, and the operator is told why.
 */
export function firms(): readonly Firm[] {
  const file = dataPath("sign-in.json");
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return [];
  try {
    if ((stat.mode & 0o077) !== 0) throw new Error("It is readable to others. chmod 600.");
    return File.parse(JSON.parse(readFileSync(file, "utf8"))).firms;
  } catch (error) {
    const why =
      error instanceof z.ZodError ? error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) : [(error as Error).message];
    console.error(JSON.stringify({ level: "error", what: "sign-in.json", why }));
    return [];
  }
}
