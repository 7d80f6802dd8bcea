import { lines, words } from "./grammar";
import { plainClosers, type Subject } from "./subject";

const fiction: Subject = {
  key: "fiction",
  language: "en",
  weight: 8,
  rules: {
    hero: words(
      "a lighthouse keeper, a retired thief, a young cartographer, a clockmaker, a runaway princess, a night nurse, a dragon who collects stamps, a detective with no sense of smell, a ferry captain, a botanist on Mars, a ghostwriter who is a ghost, an apprentice bookbinder",
    ),
    lack: words(
      "a lost letter, the last map of the valley, a door that was not there yesterday, a stolen violin, a promise made in childhood, the missing bell of ‹town›, a key without a lock, a garden that blooms in winter",
    ),
    mood: words("dark, funny, hopeful, melancholic, suspenseful, whimsical, bittersweet, gothic"),
    mood2: words("fog, rain, snow, dust, moonlight, silence, smoke, frost, salt"),
  },
  prompts: lines(`
    Write a ‹mood› short story about ‹hero› and ‹lack›.
    continue the story: "‹^hero› had never believed in ‹lack›, until the ‹mood2› came to ‹town›."
    Give me ‹5-20› names for a fantasy town near the sea.
    Let's do a role play. You are ‹hero›, I arrive in ‹town› looking for ‹lack›.
    Make an outline for a novel: ‹hero›, ‹lack›, a ‹mood› ending.
    describe ‹town› at night, ‹mood› tone, no clichés`),
  followUps: lines(`
    Make it more ‹*mood›.
    now from the point of view of ‹*hero›
    What happens next?
    Add dialogue between ‹given› and ‹given.2›.
    I open the door.
    "Who are you?" I ask. "And where is ‹lack›?"
    The ending is too happy. Change it.
    longer, and slower`),
  leads: lines(`
    ‹^hero› came to ‹town› on a ‹weekday›, with the ‹mood2›.
    "You are late," said ‹given›, without turning around.
    Nobody in ‹town› spoke of ‹lack› any more.
    Here is a ‹mood› beginning:`),
  points: lines(`
    The ‹*mood2› lay over ‹town› like a cloth over a cage, and nothing sang.
    ‹given› counted the steps to the door: ‹7-90›, as always, and then one more.
    "It was never about ‹lack›," ‹given.2› said. "It was about who would come looking."
    In the drawer lay a ticket to ‹*town›, unpunched, and a photograph of a house with ‹3-9› windows.
    There are things one can only see when one has stopped searching, and ‹hero› had stopped ‹2-30› years ago.
    Somewhere below, a bell rang ‹2-12› times.
    ‹given› laughed, but only with the mouth.
    The letter began with the words: *Do not trust the ‹*mood2›.*
    For a moment the whole street smelled of oranges and ‹*mood2›.
    "Then stay," said ‹given.2›, "and learn how we do it in ‹town›."
    By morning the harbor was empty, and on the quay stood ‹*hero›.
    ‹given.2› turned the key. The lock gave way as if it had waited for nothing else.`),
  closers: ["*To be continued.*", "What do you do?", ...plainClosers],
};

const verse: Subject = {
  key: "verse",
  language: "en",
  weight: 3,
  rules: {
    theme: words(
      "autumn, my old bicycle, the sea, a wedding, retirement, a cat named ‹given›, coffee, moving house, the first snow, the night shift",
    ),
    form: words("haiku, limerick, sonnet, rap, birthday poem, song lyrics, acrostic, toast"),
  },
  prompts: lines(`
    Write a ‹form› about ‹theme›.
    ‹form› for my ‹relative›, mentions ‹hobby› and ‹theme›
    Make up a lullaby about ‹theme› and the town of ‹town›.
    a funny ‹form› about ‹theme›, it has to rhyme`),
  followUps: lines(`
    Another one about ‹*theme›.
    more rhymes please
    Can you make it sound less like a greeting card?
    Put the name ‹given› in.`),
  leads: ["Here you go:", "A ‹form› about ‹theme›:", "I tried to keep it light:"],
  points: lines(`
    I kept the lines short so that they can be read aloud.
    You can swap the name ‹given› for the one you need.
    The rhymes are plain on purpose; it is meant to be remembered.
    If it is for a card, the last line works on its own.
    The ‹form› is an old form, but ‹theme› suits it.`),
  closers: ["", ""],
  blocks: [
    "> The ‹color› evening leans against the door,\n> and ‹theme› hums a tune I knew before.\n> We counted ‹weekday›s like a miser's gold,\n> and none of us imagined growing old.",
    "> ‹^theme› in the rain,\n> a ‹color› leaf on the step,\n> ‹given› is not home.",
    "> There once was a baker from ‹town›\n> whose ‹hobby› brought modest renown.\n> With ‹theme› in each hand\n> and a ‹animal› so grand,\n> the whole street came tumbling down.",
    "> The kettle sings, the window fills with rain,\n> the ‹animal› sleeps and dreams of ‹month› again.\n> Oh ‹given›, keep the lantern burning low,\n> for ‹town› is far, and slow the trains that go.",
    "> *Verse*\n> I left ‹town› with a ‹color› coat and ‹2-90› dollars in the sole,\n> ‹theme› on the radio and nowhere on the toll.\n>\n> *Chorus*\n> Turn around, ‹given›, turn around,\n> there is ‹hobby› to be done on the edge of town.",
  ],
};

export const letterSubjects: readonly Subject[] = [fiction, verse];
