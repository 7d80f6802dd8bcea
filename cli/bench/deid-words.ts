/** A word, a number, a mark of punctuation or a stretch of white space, as the evaluator sees a text. */
export type Token = { readonly start: number; readonly end: number; readonly text: string };

export function tokensIn(text: string): Token[] {
  const found = text.matchAll(/['’]s(?![\p{L}\p{N}])|[\p{L}\p{M}]+|\p{N}+|\n\s*|[^\s]/gu);
  return [...found].map((match) => ({ start: match.index, end: match.index + match[0].length, text: match[0].toLowerCase() }));
}

/** Whether a token counts: white space, punctuation and the evaluator's words of no weight do not. */
export function normalised({ text }: Token): boolean {
  return /[\p{L}\p{N}]/u.test(text) && !noWeight.has(text);
}

// The evaluator's own list, and the stop words of spaCy's English that it adds.
const noWeight = new Set(
  `'s ’s street st de rue via and a the or do as of day address country state city zip po apt unit corner box suite mr mrs miss year years month months old
  morning noon afternoon night evening this first last week weeks weekend days age ago inc ltd
  about above across after afterwards again against all almost alone along already also although always am among amongst amount an another any anyhow
  anyone anything anyway anywhere are around at back be became because become becomes becoming been before beforehand behind being below beside besides
  between beyond both bottom but by ca call can cannot could did does doing done down due during each eight either eleven else elsewhere empty enough
  even ever every everyone everything everywhere except few fifteen fifty five for former formerly forty four from front full further get give go had
  has have he hence her here hereafter hereby herein hereupon hers herself him himself his how however hundred i if in indeed into is it its itself
  just keep latter latterly least less made make many may me meanwhile might mine more moreover most mostly move much must my myself name namely
  neither never nevertheless next nine no nobody none nor not nothing now nowhere off often on once one only onto other others otherwise our ours
  ourselves out over own part per perhaps please put quite rather re really regarding same say see seem seemed seeming seems serious several she
  should show side since six sixty so some somehow someone something sometime sometimes somewhere still such take ten than that their them themselves
  then thence there thereafter thereby therefore therein thereupon these they third those though three through throughout thru thus to together too
  top toward towards twelve twenty two under unless until up upon us used using various very was we well were what whatever when whence whenever
  where whereafter whereas whereby wherein whereupon wherever whether which while whither who whoever whole whom whose why will with within without
  would yet you your yours yourself yourselves`
    .trim()
    .split(/\s+/),
);
