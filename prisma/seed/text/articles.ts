// News that never happened, in newspapers that do not exist: the works in the case of the demonstration.
import { lines, type Rules, sceneOf, tell, words } from "./grammar";
import { names } from "./names";
import { Random } from "./random";

export type Article = {
  readonly number: number;
  readonly newspaper: string;
  readonly headline: string;
  readonly byline: string;
  readonly place: string;
  /** Day it was printed, YYYY-MM-DD. */
  readonly printed: string;
  readonly paragraphs: readonly string[];
};

const newspapers = words(
  "The Quillport Courier, Brannock Falls Examiner, The Tessaly Ledger, Eastmarsh Evening Post, The Dunwold Intelligencer, Harrowgate Bay Mercury, The Calder Sound Observer, The Velmoor Sentinel",
);

type Story = { readonly headlines: readonly string[]; readonly rules: Rules; readonly openings: readonly string[] };

const stories: readonly Story[] = [
  {
    rules: {
      topic: words(
        "the ferry line, the tram depot, the old swimming hall, the fish market, the covered bridge, the night bus, the public library",
      ),
      body: words("the city council, the harbor board, the county commission, the transport authority"),
    },
    headlines: [
      "Council votes to close ‹topic› after ‹9-80› years",
      "Residents fight plan to sell ‹topic›",
      "‹^topic› to reopen in ‹month›, ‹11-40› million over budget",
    ],
    openings: [
      "After a meeting that went on past midnight, ‹body› decided on ‹weekday› to close ‹topic›, ending a dispute that had divided ‹town› for ‹3-14› years.",
    ],
  },
  {
    rules: {
      topic: words(
        "the contaminated well, the missing pension fund, the forged land deeds, the fire at the cannery, the sunken trawler, the falsified water tests",
      ),
      body: words("the district court, the state prosecutor, a grand jury, the auditor general"),
    },
    headlines: ["Documents show officials knew of ‹topic›", "Three charged over ‹topic›", "What we know about ‹topic›"],
    openings: [
      "Internal records reviewed by this newspaper show that ‹family› Holdings knew about ‹topic› ‹9-30› months before ‹body› was told.",
    ],
  },
  {
    rules: {
      topic: words("the storm, the flood, the drought, the heat wave, the landslide, the ice jam"),
      body: words("the weather service, the fire brigade, the national guard, the river authority"),
    },
    headlines: [
      "‹^topic› leaves ‹2-60› thousand without power in ‹town›",
      "‹town› counts its losses after ‹topic›",
      "How ‹town› survived ‹topic›",
    ],
    openings: [
      "The water had reached the second step of the church when ‹body› gave the order to leave, and by then ‹topic› had already taken the lower half of ‹town›.",
    ],
  },
  {
    rules: {
      topic: words(
        "a cure for river blindness in cattle, the oldest loaf of bread ever found, a beetle thought to be extinct, a battery made of peat, a map of the sea floor",
      ),
      body: words("the Institute of Applied Botany, the marine station, the university hospital, the geological survey"),
    },
    headlines: ["Researchers in ‹town› report ‹topic›", "The long road to ‹topic›", "Doubts grow about ‹topic›"],
    openings: ["For ‹3-19› years ‹given› ‹family› was told that it could not be done; on ‹weekday› ‹body› announced ‹topic›."],
  },
  {
    rules: {
      topic: words(
        "the semifinal, the longest cycling race of the north, the women's rowing title, the chess championship, the goalkeeper's last match",
      ),
      body: words("the league, the federation, the club, the referee"),
    },
    headlines: ["‹town› wins ‹topic› in the last minute", "‹^topic›: a defeat that felt like a party", "Referee apologizes after ‹topic›"],
    openings: [
      "Nobody had bet on ‹town›, not even the brewery that pays for the shirts, but at ‹2-9›:‹10-59› on ‹weekday› afternoon ‹topic› was decided.",
    ],
  },
];

const sentences = lines(`
  "We were told to sign and not to ask," said ‹given.2› ‹family.2›, who worked there for ‹4-35› years and kept the letters in a shoebox.
  ‹^body› declined to comment on ‹topic›, citing an inquiry that is expected to end in ‹*month›.
  The figures, which had been kept in a drawer marked ‹code›, put the cost at ‹2-90› million.
  In ‹*town›, ‹8-90› kilometers up the coast, people remember a similar promise.
  ‹given› ‹family›, a spokesperson, called the account "incomplete, but not wrong."
  On the ‹*weekday› before the decision, a truck with ‹*color› markings was seen behind the customs house.
  "My ‹*relative› learned to swim here," ‹given.3› ‹family.3› said, looking at the boarded windows. "You cannot put that in a ledger."
  Experts who were asked by this newspaper disagree about what ‹topic› means for the region.
  A second report, dated ‹1-28› ‹*month› and never published, came to the opposite conclusion.
  The vote was ‹5-9› to ‹1-4›, with one member absent because of a funeral.
  By evening the square was full of lanterns, and someone had begun to ring the bell of Saint ‹*given›'s.
  ‹brand› Group, which owns ‹20-80› percent of the site, said it would appeal.
  Insurance covers less than a third of it, according to a letter seen by this newspaper.
  For ‹given.2› ‹family.2› the news came too late: the bakery on Ropewalk Street closed in ‹*month›.
  Nothing in the minutes explains why page ‹11-90› is missing.
  The children of ‹town› have drawn ‹topic› on the school wall, twice as large as life.
  Whether ‹body› will reopen the file depends on a hearing set for ‹1-28› ‹*month›.
  "Ask me again in ‹2-9› years," ‹given› ‹family› said, and closed the gate.`);

/** The article of that number: the same for everybody who knows the seed, in whatever order they are asked for. */
export function articleOf(seed: string, number: number): Article {
  const random = new Random(`${seed}/article/${number}`);
  const story = random.pick(stories);
  const scene = sceneOf(random, names, story.rules, { sentence: sentences });
  const headline = tell(scene, random.pick(story.headlines));
  const count = random.whole(6, 12);
  const paragraphs = Array.from({ length: count }, (_none, i) =>
    tell(
      scene,
      i === 0 ? `${random.pick(story.openings)} ‹+sentence›` : Array.from({ length: random.whole(2, 4) }, () => "‹+sentence›").join(" "),
    ),
  );
  return {
    number,
    headline,
    paragraphs,
    newspaper: random.pick(newspapers),
    byline: tell(scene, "By ‹given.9› ‹family.9›"),
    place: tell(scene, "‹town›"),
    printed: new Date(Date.UTC(2016, 0, 1) + random.whole(0, 3100) * 86_400_000).toISOString().slice(0, 10),
  };
}

/** As it was printed: headline, byline, dateline, text. */
export function printed({ headline, byline, newspaper, printed: day, place, paragraphs }: Article): string {
  const [first, ...rest] = paragraphs;
  return [headline, `${byline}, ${newspaper}, ${day}`, `${place.toUpperCase()} — ${first}`, ...rest].join("\n\n");
}
