/** The language in examples: what the help beside the search shows, and the table of docs/search.md. Each is carried out by a test. */
export type Example = { readonly write: string; readonly means: string };
export type Chapter = { readonly title: string; readonly examples: readonly Example[] };

export const help: readonly Chapter[] = [
  {
    title: "Words",
    examples: [
      { write: "fraud", means: "the word, whatever its case" },
      { write: "annual report", means: "the phrase: words side by side" },
      { write: '"to be or not to be"', means: "the phrase, connectors and small words included" },
      { write: "negligen*", means: "words that begin so" },
      { write: "wom?n", means: "? is one letter; * any letters, anywhere in a word" },
      { write: "fraud AND *ware", means: "a wildcard may stand first beside a word that can be looked up" },
      { write: "20==", means: "= is one digit of a number" },
      { write: "apply~", means: "the word's forms: apply, applies, applied, applying" },
    ],
  },
  {
    title: "Together",
    examples: [
      { write: "fraud AND bank", means: "both, anywhere in the conversation" },
      { write: "fraud OR scam", means: "either" },
      { write: "fraud AND NOT bank", means: "the one, and nowhere the other" },
      { write: "(fraud OR scam) AND bank", means: "parentheses say what belongs together" },
      { write: "fraud w/5 bank", means: "within five words, in either order, in one turn" },
      { write: "bank pre/5 fraud", means: "within five words, in this order" },
      { write: "fraud not w/5 bank", means: "a fraud with no bank so near" },
      { write: "(fraud OR scam) w/5 (bank OR loan*)", means: "any of these near any of those" },
    ],
  },
  {
    title: "Who said it, and where",
    examples: [
      { write: "prompt:(lyrics OR song)", means: "in a prompt; also output: system: tool:" },
      { write: "prompt:(paywall) then output:(article*)", means: "a prompt with the one, answered by an output with the other" },
      { write: "turn:(fraud AND bank AND NOT loan)", means: "all of it true of one turn" },
      { write: "turn:1-3:(fraud)", means: "in the turns 1 to 3" },
    ],
  },
  {
    title: "About the conversation",
    examples: [
      { write: "model:gpt-4*", means: "the model; also language: and volume:, * and ? as in words" },
      { write: 'model:("gpt-4" OR "gpt-3.5")', means: "any of several" },
      { write: "turns:>=5", means: "how long; also words:, and ranges as 5..10" },
      { write: "date:2023-04..2023-06", means: "when it began, in UTC; a day, a month, a year, a range" },
      { write: "code:hot", means: "coded so by your side" },
      { write: "fraud AND uncoded:yes", means: "not coded by your side" },
    ],
  },
  {
    title: "Patterns",
    examples: [
      {
        write: 'invoice AND "##[A-Z]{2}-[0-9]{4}"',
        means: "a regular expression on each turn as written, beside a word that can be looked up",
      },
    ],
  },
];
