import type { Command as Commander } from "commander";
import { drawSample } from "@/domain/sets/draw-sample";
import { readSet } from "@/domain/sets/read";
import { DrawSample, type SampleRecipe } from "@/domain/sets/schema";
import { table } from "@/lib/table";
import { acting, type Common, common, input } from "../frame";

type Options = Common & {
  readonly size: string;
  readonly seed: string;
  readonly from?: string;
  readonly strata?: string;
  readonly name?: string;
};

/** `sample draw`. */
export function addSample(program: Commander): void {
  const sample = program.command("sample").description("Reproducible samples of the own side");
  const draw = sample
    .command("draw")
    .description("Draw conversations at random: the same seed draws the same. The sample is kept as a set.")
    .requiredOption("--size <n>", "how many")
    .requiredOption("--seed <text>", "what the drawing begins from")
    .option("--from <query>", "of what answers this query (default: of every conversation)")
    .option("--strata <list>", "from each its share: month, model, language, with commas between")
    .option("--name <name>", "name of the set that is made");
  common(draw).action(async (options: Options) => {
    const { size, seed, from: query, name } = options;
    const asked = input(draw, DrawSample, { size, seed, query, name, strata: options.strata?.split(",").map((one) => one.trim()) });
    await acting("set:freeze", options, async ({ actor }) => {
      const made = await drawSample(actor, asked);
      const set = await readSet(actor, made);
      const rows = (set.recipe as SampleRecipe).strata.map(({ stratum, population, drawn, weight }) => [
        Object.values(stratum).join(", ") || "all",
        String(drawn),
        String(population),
        String(weight ?? ""),
      ]);
      return {
        json: set,
        lines: [`${made.id}: ${set.name}`, `Hash ${set.sha256}`, ...table([["Stratum", "Drawn", "Of", "Weight"], ...rows])],
      };
    });
  });
}
