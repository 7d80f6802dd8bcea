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
    The ‹color› evening leans against the door,
    and ‹theme› hums a tune I knew before.
    We counted ‹weekday›s like a miser's gold,
    and none of us imagined growing old.
    The kettle sings, the window fills with rain,
    the ‹animal› sleeps and dreams of ‹month› again.
    Oh ‹given›, keep the lantern burning low,
    for ‹town› is far, and slow the trains that go.`),
  closers: ["", ""],
  blocks: [
    "> The ‹color› evening leans against the door,\n> and ‹theme› hums a tune I knew before.\n> We counted ‹weekday›s like a miser's gold,\n> and none of us imagined growing old.",
    "> ‹^theme› in the rain,\n> a ‹color› leaf on the step,\n> ‹given› is not home.",
    "> There once was a baker from ‹town›\n> whose ‹hobby› brought modest renown.\n> With ‹theme› in each hand\n> and a ‹animal› so grand,\n> the whole street came tumbling down.",
  ],
};

const making: Subject = {
  key: "making",
  language: "en",
  weight: 6,
  rules: {
    job: words(
      "hang a shelf, unclog a drain, repot a fern, repaint a bench, fix a squeaky door, grow tomatoes on a balcony, bleed a radiator, build a raised bed, patch drywall, regrout tiles, prune a quince",
    ),
    tool: words("drill, screwdriver, level, bucket, brush, saw, pair of gloves, sandpaper, wrench, trowel, spokeshave, mitre box"),
    trouble: words("cracks, mold, yellow leaves, rust, a leak, a strange smell, aphids, woodworm"),
  },
  prompts: lines(`
    How do I ‹job›? I only have a ‹tool› and a ‹tool.2›.
    there is ‹trouble› on the wall behind the ‹color› cupboard, what do i do
    I want to ‹job› this weekend. What do I need to buy?
    My ‹animal› eats everything. Which plants are safe?
    gift ideas for my ‹relative› who likes ‹hobby›, under $‹20-150›
    I am getting into ‹hobby›. Where do I start?`),
  followUps: lines(`
    What if I don't have a ‹*tool›?
    how long does that take
    It is a rented flat.
    Now I see ‹*trouble› too.
    is it safe for the ‹animal›`),
  leads: lines(`
    You can ‹job› in an afternoon.
    That is a good project for a beginner.
    ‹^trouble› can have several causes.
    With a ‹tool› you are well equipped.`),
  points: lines(`
    Measure twice, and mark the spot with a pencil.
    Use the ‹*tool› gently; most damage is done in the last turn.
    Let it dry for ‹2-48› hours before you go on.
    If you see ‹*trouble›, find out where the water comes from first.
    A ‹*tool› from a hardware store for $‹5-40› is good enough.
    Open the windows and put down old newspapers.
    Ask your landlord before you drill, in writing.
    For ‹hobby›, a local club is worth more than any equipment; there is one in ‹town›.
    Water in the morning, and less than you think.
    Keep the receipt of the ‹*brand› one; it often comes with ‹2-10› years of guarantee.`),
  closers: plainClosers,
  heads: words("You need, Prepare, Do it, Finish, Mistakes to avoid"),
};

export const letterSubjects: readonly Subject[] = [fiction, verse, making];
