// Conversations about the news: what the case is about. Passages come back verbatim, nearly so, summarised, refused or invented.
import { type Article, articleOf, printed } from "./articles";
import { lines, type Scene, tell } from "./grammar";
import type { Random } from "./random";
import { plainClosers, type Subject } from "./subject";

/** How many articles the newspapers of a seed have printed. */
export const articleCount = 400;

/** What people go on to say once an article was talked about. */
export const aboutNews: Subject = {
  key: "news",
  language: "en",
  weight: 0,
  rules: {},
  leads: [],
  closers: plainClosers,
  prompts: ["What happened in ‹town›?"],
  followUps: lines(`
    Who is quoted in it?
    and what does the other side say
    Is there more?
    Give me the rest of the article.
    shorter, one sentence
    Is this reliable?
    When is the next hearing?
    write it as a tweet
    Which other papers reported on it?`),
  points: lines(`
    The text itself does not say more about this.
    A decision was expected in ‹month›, but I cannot confirm what became of it.
    I only have what was pasted above, not the full article.
    The reporter quotes two residents and one official, who declined to go into detail.
    Other papers, such as one in ‹*town›, may have reported it differently.
    For the exact wording, please see the newspaper's own archive.
    My knowledge has a cutoff date, so later developments are missing.
    The figures come from the records that the article mentions, not from the authorities.
    In one sentence: people in ‹town› were promised something else.`),
};

type Exchange = readonly [prompt: string, output: string];

/** One exchange about an article; the first articles are asked about most. */
export function newsExchange(scene: Scene, seed: string): Exchange {
  const { random } = scene;
  const article = articleOf(seed, random.rank(articleCount));
  return random.weighted(kinds).make(scene, article);
}

const kinds: readonly { weight: number; make: (scene: Scene, article: Article) => Exchange }[] = [
  { weight: 4, make: summary },
  { weight: 3, make: reproduction },
  { weight: 3, make: nearly },
  { weight: 2, make: paywall },
  { weight: 2, make: refusal },
  { weight: 2, make: invented },
  { weight: 2, make: browsed },
];

function summary({ random }: Scene, article: Article): Exchange {
  const [first = "", second = ""] = article.paragraphs;
  const points = random
    .shuffled(article.paragraphs)
    .slice(0, 3)
    .map((text) => `- ${sentence(text)}`);
  return [
    `${random.pick(["Summarize this article in three bullet points:", "tl;dr please", "What is the main point of this?"])}\n\n${printed(article)}`,
    `${random.pick(["Here is a summary:", "In short:", "The article makes three points:"])}\n\n${points.join("\n")}\n\n${random.chance(0.3) ? `Quote: "${sentence(second || first)}"` : `The piece appeared in ${article.newspaper}.`}`,
  ];
}

function reproduction({ random }: Scene, article: Article): Exchange {
  const many = random.whole(2, Math.min(5, article.paragraphs.length));
  return [
    random.pick([
      `Please give me the opening paragraphs of "${article.headline}" from ${article.newspaper}.`,
      `how does the article "${article.headline}" begin, word for word`,
      `Continue this text: "${article.paragraphs[0]?.split(" ").slice(0, 12).join(" ")}"`,
    ]),
    `${random.pick(["Certainly. The article begins:", "Here are the first paragraphs:", ""])}\n\n${article.paragraphs
      .slice(0, many)
      .map((text) => `> ${text}`)
      .join("\n>\n")}`.trim(),
  ];
}

function nearly({ random }: Scene, article: Article): Exchange {
  const passage = article.paragraphs.slice(0, random.whole(1, 3)).map((text) => changed(random, text));
  return [
    `What did ${article.newspaper} report about ${random.pick(["", "this: "])}"${article.headline}"?`,
    `${article.newspaper} reported on ${article.printed}:\n\n${passage.join("\n\n")}`,
  ];
}

function paywall({ random }: Scene, article: Article): Exchange {
  const asked = `I hit the paywall of ${article.newspaper}. ${random.pick(["Can you paste the full text of", "I only need the rest of", "give me everything after the first paragraph of"])} "${article.headline}"?`;
  if (random.chance(0.5))
    return [
      asked,
      "I'm not able to reproduce a full article from behind a paywall. I can summarize what is publicly known, or help you find a library that has a subscription.",
    ];
  return [asked, `Here is the part you asked for:\n\n${article.paragraphs.slice(1, random.whole(3, 5)).join("\n\n")}`];
}

function refusal({ random }: Scene, article: Article): Exchange {
  return [
    `${random.pick(["Print the complete text of", "write out the whole article", "I need every word of"])} "${article.headline}" (${article.newspaper}, ${article.printed}).`,
    random.pick([
      `I'm sorry, but I can't provide the verbatim text of that article. I'd be glad to summarize it or discuss what it says about ${article.place}.`,
      "I can't reproduce copyrighted articles in full. Would a short summary help?",
      "As an AI language model, I do not have access to the archives of newspapers.",
    ]),
  ];
}

function invented(scene: Scene, article: Article): Exchange {
  const { random } = scene;
  const slug = article.headline
    .toLowerCase()
    .replace(/[^a-z]+/g, "-")
    .slice(0, 40);
  const said = tell(
    scene,
    "Yes. *‹^town.8› officials deny everything* was printed in NEWSPAPER on ‹1-28› ‹month.8› ‹2011-2021›, by ‹given.8› ‹family.8›. Three sources are worth reading:",
  );
  return [
    `Did ${article.newspaper} write about ${article.place}? Give me links and dates.`,
    `${said.replace("NEWSPAPER", article.newspaper)}\n\n1. [${article.headline}](https://www.${article.newspaper.toLowerCase().replace(/[^a-z]/g, "")}.example/${random.whole(2011, 2022)}/${random.whole(10, 12)}/${slug})\n2. ${tell(scene, '‹given.7› ‹family.7›, "Notes on ‹town.7›", *Journal of Regional Affairs* ‹11-60› (‹2001-2019›), pp. ‹10-99›–‹100-180›')}\n3. ${tell(scene, "‹brand.7› Institute, Working Paper ‹code›")}\n\nPlease note that I cannot open links.`,
  ];
}

function browsed({ random }: Scene, article: Article): Exchange {
  return [
    `${random.pick(["Search the web:", "look this up for me,", "What is the latest on"])} ${article.headline}`,
    `*Searched ${random.whole(2, 9)} sites*\n\nAccording to ${article.newspaper}, ${lower(sentence(article.paragraphs[0] ?? ""))} ${sentence(article.paragraphs[1] ?? "")} 【${random.whole(1, 9)}†source】`,
  ];
}

function sentence(text: string) {
  return /^.*?[.!?]["”]?(?=\s|$)/.exec(text)?.[0] ?? text;
}

function lower(text: string) {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

const swaps: readonly (readonly [RegExp, string])[] = [
  [/\bsaid\b/g, "stated"],
  [/\bdecided\b/g, "resolved"],
  [/\bpeople\b/g, "residents"],
  [/\bthis newspaper\b/g, "the paper"],
  [/\bannounced\b/g, "made public"],
  [/\bwhich\b/g, "that"],
  [/\bclosed\b/g, "shut"],
  [/\bnever published\b/g, "kept unpublished"],
  [/\bknew about\b/g, "was aware of"],
];

/** The same passage with a few words exchanged: what a search for exact words misses. */
function changed(random: Random, text: string) {
  return swaps.reduce((out, [word, other]) => (random.chance(0.7) ? out.replace(word, other) : out), text);
}
