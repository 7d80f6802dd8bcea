// Names that belong to nobody, put together from syllables: a long tail of words that come up once in a thousand conversations.
import { capital, type Rules, type Scene, words } from "./grammar";

const heads = words(
  "bran, quill, tess, east, har, vel, mor, lin, cal, dun, fen, gar, hol, ink, jar, kel, lor, mel, nor, or, pel, ross, sel, tar, ul, var, wes, yar, zan, ash",
);
const middles = words("a, e, i, o, en, er, il, ow, an, or, ar, em, is, ock, u");
const placeEnds = words("port, marsh, ford, ley, ton, wick, ham, mouth, field, bury, haven, dale, moor, combe, stead, gate");
const familyEnds = words("sen, mann, ley, ov, ini, ez, son, dal, gren, well, ard, wick, ert, ano, ström, by");
const brandEnds = words("ix, ora, ly, io, ant, eon, ify, a, us, ex, tron, mere, and, ella, ine, ose");

function spell(scene: Scene, ends: readonly string[]): string {
  const { random } = scene;
  const rank = random.rank(heads.length * middles.length * ends.length);
  // The most frequent ranks are spread over the alphabet by a step that shares no factor with the number of names.
  const n = (rank * 1009) % (heads.length * middles.length * ends.length);
  const head = heads[n % heads.length] ?? "";
  const middle = middles[Math.floor(n / heads.length) % middles.length] ?? "";
  return capital(head + middle + (ends[Math.floor(n / heads.length / middles.length)] ?? ""));
}

const given = words(
  "Ana, Ben, Clara, Dmitri, Elif, Farid, Greta, Hugo, Ines, Jonas, Keiko, Lena, Marcus, Nadia, Omar, Priya, Quentin, Rosa, Sam, Tomas, Uma, Vera, Wanda, Xavier, Yusuf, Zoe, Amara, Bruno, Celeste, Dario, Esther, Femi",
);

/** Slots every subject may use. */
export const names: Rules = {
  town: (scene) => spell(scene, placeEnds),
  family: (scene) => spell(scene, familyEnds),
  brand: (scene) => spell(scene, brandEnds),
  given,
  month: words("January, February, March, April, May, June, July, August, September, October, November, December"),
  weekday: words("Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday"),
  year: ({ random }) => String(random.whole(1998, 2024)),
  color: words("blue, green, white, grey, red, dark green, yellow, navy, cream, charcoal"),
  animal: words("dog, cat, rabbit, parrot, horse, hamster, tortoise, ferret"),
  relative: words(
    "sister, mother, brother, father, roommate, neighbor, cousin, grandmother, aunt, boss, coworker, best friend, landlord, son, daughter",
  ),
  hobby: words(
    "running, photography, knitting, chess, hiking, pottery, birdwatching, cycling, baking, swimming, sketching, woodworking, bouldering, calligraphy, beekeeping",
  ),
  field: words(
    "nursing, accounting, marketing, teaching, retail, logistics, construction, hospitality, graphic design, social work, insurance, biology, plumbing, journalism, archaeology",
  ),
  code: ({ random }) => `${random.pick(["AX", "KD", "RT", "MV", "QS", "TL"])}-${random.whole(100, 9999)}`,
};
