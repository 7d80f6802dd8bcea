// Conversations that real deliveries have a few of and software stumbles over. Each holds a phrase that nothing else holds.
import type { NormalisedConversation, NormalisedTurn } from "@/domain/formats/schema";
import { lines, sceneOf, tell, words } from "./grammar";
import { hostileCharacters, hostileMarkup, hostileShapes } from "./hostile";
import { names } from "./names";
import { Random } from "./random";

export type Special = {
  readonly key: string;
  /** What is unusual about it, as a sentence. */
  readonly what: string;
  /** A phrase to find it by: it occurs in this conversation and in no other. */
  readonly phrase: string;
  readonly conversation: NormalisedConversation;
};

const say = (...said: readonly (readonly ["prompt" | "output", string])[]): NormalisedTurn[] =>
  said.map(([role, text]) => ({ role, text }));

function special(
  key: string,
  what: string,
  phrase: string,
  startedAt: string,
  model: string,
  turns: NormalisedTurn[],
  branches: NormalisedConversation["branches"] = [],
): Special {
  return {
    key,
    what,
    phrase,
    conversation: { sourceId: `special-${key}`, startedAt, model, language: "en", turns, branches, metadata: { plan: "plus" } },
  };
}

/** All of them, the same whatever the seed of the rest. */
export function specialConversations(): readonly Special[] {
  return [
    special(
      "five-thousand-turns",
      "A conversation of 5,000 turns.",
      "the lighthouse of Kestrelmoor",
      "2023-03-20T08:15:00Z",
      "gpt-4",
      longTale(5000),
    ),
    special("one-large-turn", "A single turn of 200 KB.", "the harbor log of Ostermund", "2024-02-11T19:40:00Z", "gpt-4-turbo", [
      { role: "prompt", text: harborLog(200 * 1024) },
      { role: "output", text: "The log is long, but three days stand out: the ones on which the pilot wrote nothing at all." },
    ]),
    special(
      "hostile-markup",
      "Markup that would load, run or lead somewhere.",
      "gallery of hazards",
      "2023-08-02T11:05:00Z",
      "gpt-3.5-turbo",
      say(
        ["prompt", "Show me every kind of unsafe HTML and Markdown for my security class."],
        ["output", hostileMarkup],
        ["prompt", hostileMarkup.slice(hostileMarkup.indexOf("<script>"))],
        ["output", "I see several attempts at cross-site scripting in what you pasted."],
      ),
    ),
    special(
      "hostile-characters",
      "Bidirectional overrides, invisible and combining characters, a null and half a surrogate pair.",
      "backwards in the margin",
      "2023-11-30T23:59:59Z",
      "gpt-4",
      say(
        ["prompt", "What do these characters do to a page?"],
        ["output", hostileCharacters],
        ["prompt", `Thanks. Now repeat it.\u202e`],
        ["output", hostileCharacters],
      ),
    ),
    special(
      "hostile-shapes",
      "Deep nesting, a table of 400 rows and 24 columns, a line of 60,000 letters without a blank.",
      "nest of a thousand quotes",
      "2024-06-17T02:30:00Z",
      "gpt-4o",
      say(["prompt", "Make test data that breaks Markdown renderers."], ["output", hostileShapes]),
    ),
    special(
      "begins-with-output",
      "A conversation that begins with an output.",
      "back to the Larkspur tutor",
      "2023-05-05T15:00:00Z",
      "gpt-3.5-turbo",
      say(
        ["output", "Welcome back to the Larkspur tutor. Shall we go on with fractions?"],
        ["prompt", "yes please"],
        ["output", "What is one half plus one third?"],
        ["prompt", "5/6"],
        ["output", "Correct."],
      ),
    ),
    special(
      "output-missing",
      "The last prompt was never answered.",
      "the question Dunmarrow never heard",
      "2024-09-09T09:09:09Z",
      "gpt-4o-mini",
      say(
        ["prompt", "Give me a title for a short story."],
        ["output", "How about *The Empty Chair*?"],
        ["prompt", "I prefer the question Dunmarrow never heard. Write the first line."],
      ),
    ),
    special(
      "same-role-twice",
      "Two prompts in a row, then two outputs in a row.",
      "asked twice in Fennelgate",
      "2023-01-14T18:20:00Z",
      "gpt-3.5-turbo",
      say(
        ["prompt", "What is the bus fare?"],
        ["prompt", "I mean the fare for a child, asked twice in Fennelgate and nobody knew."],
        ["output", "I don't have current fares."],
        ["output", "Children often travel at half price; please ask the driver."],
      ),
    ),
    special(
      "empty-turn",
      "An empty prompt and an empty output.",
      "the silence of Wickerham",
      "2024-04-01T12:00:00Z",
      "gpt-4-turbo",
      say(["prompt", "Describe the silence of Wickerham in one word."], ["output", ""], ["prompt", ""], ["output", "Hush."]),
    ),
    special(
      "branches",
      "A tree: two outputs were made again and one prompt was edited.",
      "beginnings for Aldermere",
      "2023-10-21T20:45:00Z",
      "gpt-4",
      say(
        ["prompt", "Three beginnings for Aldermere, a novel about a reservoir."],
        ["output", "The church came up again in the dry year."],
        ["prompt", "More quiet."],
        ["output", "In the dry year one could walk to the church."],
        ["prompt", "Good. Next sentence."],
        ["output", "Nobody did."],
      ),
      [
        {
          after: 1,
          turns: say(
            ["output", "Under forty meters of water, a bell."],
            ["prompt", "Too dramatic."],
            ["output", "Then let us begin with the surveyor."],
          ),
        },
        { after: 2, turns: say(["prompt", "More dramatic."], ["output", "The church rose like an accusation."]) },
        { after: 5, turns: say(["output", "Only the priest's dog did."]) },
      ],
    ),
  ];
}

const tale = {
  place: words("the stair, the lamp room, the cellar, the landing, the signal mast, the boathouse, the gallery, the well"),
  act: words(
    "open the door, light the lamp, read the logbook, wait for the tide, call out, follow the footprints, look through the telescope, pull the rope, count the steps, hide the key",
  ),
  event: lines(`
    You ‹*act›, and from ‹*place› comes an answer that is almost your own voice.
    The wind turns. In ‹*place› something metal falls and goes on falling.
    Entry ‹100-999›: the keeper writes that ‹*given› ‹*family› came over from ‹*town› and left before dark.
    ‹^*place› is empty, except for a ‹*color› coat that is still wet.
    There are ‹3-60› steps to ‹*place›; you are sure there was one fewer yesterday.
    A ship passes without lights. Its name could be *‹*brand›*, or nothing.
    "Not yet," says ‹*given›, who cannot be here.`),
};

function longTale(turns: number): NormalisedTurn[] {
  const scene = sceneOf(new Random("kestrelmoor"), names, tale);
  const opening = say(
    ["prompt", "Let's play a text adventure in the lighthouse of Kestrelmoor. One scene at a time. Wait for my move."],
    ["output", "You stand before a door of grey oak. The tide is going out. What do you do?"],
  );
  return Array.from(
    { length: turns },
    (_none, i) =>
      opening[i] ??
      (i % 2 === 0
        ? { role: "prompt" as const, text: tell(scene, "I ‹*act›.") }
        : { role: "output" as const, text: tell(scene, `**Scene ${(i + 1) / 2}.** ‹*event› ‹*event›`) }),
  );
}

/** Exactly so many bytes. */
function harborLog(bytes: number): string {
  const scene = sceneOf(new Random("ostermund"), names, tale);
  const said = ["What is odd about the harbor log of Ostermund?\n"];
  let length = said[0]?.length ?? 0;
  for (let day = 0; length < bytes; day++) {
    const date = new Date(Date.UTC(2019, 0, 1 + day)).toISOString().slice(0, 10);
    const line = tell(
      scene,
      `${date}  high water ‹1-6›.‹0-9› m at ‹10-23›:‹10-59›, wind ‹1-11›, pilot ‹*given› ‹*family›, arrived: ‹*brand› from ‹*town›, cargo ‹code›\n`,
    ).replaceAll(/[^\n -~]/g, "o");
    said.push(line);
    length += line.length;
  }
  return said.join("").slice(0, bytes);
}
