import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Actor } from "@/domain/access/permit";
import { askProduction } from "@/domain/productions/ask";
import { downloadFile } from "@/domain/productions/download";
import { readProduction } from "@/domain/productions/read";
import { AskProduction } from "@/domain/productions/schema";
import { freezeSet } from "@/domain/sets/freeze";
import { FreezeSet } from "@/domain/sets/schema";
import { newWorld, talk, type World } from "./world";

/** How many conversations of the exporting world speak of zebras; they are in Volume 1. One more, in Volume 2, speaks of a quagga. */
export const SIZE = 450;

/** A world with something to export and a data folder of its own. */
export async function exportingWorld(): Promise<World & { readonly folder: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), "rr-productions-"));
  process.env.READING_ROOM_DATA = folder;
  const world = await newWorld();
  const zebras = Array.from({ length: SIZE }, (_, i) => talk([`Question ${i} about zebras`, `Answer ${i} “quoted”\n`, "More?", "No."]));
  await world.volume(zebras);
  await world.volume([talk(["A quagga", "Extinct."])]);
  return {
    ...world,
    folder,
    close: async () => {
      await world.close();
      await rm(folder, { recursive: true });
    },
  };
}

let names = 0;

/** Freezes what a query answers, under a fresh name. Returns the set's id. */
export async function frozen(actor: Actor, query = "zebras"): Promise<string> {
  return (await freezeSet(actor, FreezeSet.parse({ name: `Set ${++names}`, query }))).id;
}

/** Asks for an export under a fresh name. */
export function ask(actor: Actor, setId: string) {
  return askProduction(actor, AskProduction.parse({ setId, name: `Production ${++names}`, reason: "Exhibit 4" }));
}

/** The production once its writing has ended, one way or the other. */
export async function ended(actor: Actor, id: string) {
  for (;;) {
    const production = await readProduction(actor, { id });
    if (production.state !== "writing") return production;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The whole of a file. */
export async function download(actor: Actor, id: string, name: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of (await downloadFile(actor, { id, name })).body) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}
