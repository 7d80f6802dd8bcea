import { lines, words } from "./grammar";
import { plainClosers, type Subject, themed } from "./subject";

const health = themed(
  {
    key: "health",
    language: "en",
    weight: 8,
    rules: {
      ache: words(
        "a headache, back pain, a sore throat, knee pain, insomnia, heartburn, a rash, dizziness, a stiff neck, hay fever, tinnitus, plantar fasciitis",
      ),
      habit: words("sleep, water, walking, stretching, caffeine, screen time, alcohol, posture, protein, sunlight"),
      goal: words("sleep, posture, balance, endurance, concentration, mobility, grip strength"),
      remedy: words("ibuprofen, acetaminophen, an antihistamine, a warm compress, ice, rest, saline spray, physiotherapy"),
    },
    followUps: lines(`
      Is that dangerous?
      and what about ‹*habit›
      I already tried ‹*remedy›.
      How long until it gets better?
      what should I tell ‹who›
      Does ‹*habit› make a difference?`),
    leads: [],
    closers: ["Please talk to a medical professional if you are worried.", ...plainClosers],
  },
  [
    {
      prompts: lines(`
        I have had ‹ache› for ‹2-20› days. Should I see a doctor?
        can i take ‹remedy› together with ‹remedy.2›
        My ‹relative› has ‹ache› and will not go to a doctor, what can I say?
        What does it mean when ‹ache› gets worse at night?
        Dr. ‹who› prescribed me something for ‹ache› and I feel strange since ‹weekday›`),
      leads: lines(`
        I am sorry you are dealing with ‹ache›. I am not a doctor, but I can share general information.
        ‹^ache› is usually harmless, but there are exceptions.
        I can't diagnose you, but these are the usual explanations.`),
      points: lines(`
        ‹^remedy› can help for a few days; follow the leaflet and do not exceed the dose.
        See a doctor soon if it lasts longer than ‹1-3› weeks, or at once if you have fever, numbness or trouble breathing.
        Keep a diary of ‹habit› and ‹habit.2› and bring it to the appointment.
        Do not combine ‹*remedy› with other medicines without asking a pharmacist.
        ‹^ache› in people who sit a lot often comes from tension.
        Try ‹*remedy› for ‹10-20› minutes, two or three times a day.
        Stress makes it worse, and worry about it adds to the stress.
        Gentle ‹hobby› is fine as long as it does not hurt.
        If you are pregnant or take other medicines, ask first.
        Write down when ‹ache› began and what you had done the day before.`),
      heads: words("What it may be, What you can do, When to see a doctor, What to avoid"),
    },
    {
      prompts: lines(`
        how can i improve my ‹goal› in ‹2-8› weeks
        Make me a ‹4-12› week plan for better ‹goal›. I weigh ‹55-120› kg and sit all day.
        I want to start ‹running|swimming|yoga|lifting weights› at ‹35-70›. Where do I begin?`),
      leads: lines(`
        Better ‹goal› is mostly a matter of small habits.
        Here is a careful plan; stop if anything hurts.
        Good for you! The first two weeks are the hardest.`),
      points: lines(`
        Begin with ‹10-25› minutes, ‹2-4› times a week, and add ‹2-5› minutes each week.
        Watch your ‹habit›; it matters more for ‹goal› than any equipment.
        Rest days are part of the plan: ‹*weekday› and ‹*weekday› are good ones.
        Write down ‹*habit› every evening in a single line.
        After week ‹3-6›, test yourself and adjust.
        Ask your doctor first if you have a heart condition.
        Do it with your ‹relative›; plans for two last longer.
        Swap one session for ‹hobby› when you are bored.`),
      heads: words("Week 1-2, Week 3-4, Week 5-6, Food, Rest, Common mistakes"),
      table: { head: "| Day | What | Minutes |\n|---|---|---:|", row: "| ‹*weekday› | ‹walk|stretch|strength|rest|swim› | ‹5-60› |" },
    },
  ],
);

const making = themed(
  {
    key: "making",
    language: "en",
    weight: 7,
    leads: [],
    closers: plainClosers,
    rules: {
      job: words(
        "hang a shelf, unclog a drain, repaint a bench, fix a squeaky door, bleed a radiator, build a raised bed, patch drywall, regrout tiles, sand a floor, rehang a gate",
      ),
      tool: words(
        "drill, screwdriver, level, bucket, brush, saw, pair of gloves, sheet of sandpaper, wrench, trowel, spokeshave, mitre box",
      ),
      trouble: words("cracks, mold, rust, a leak, a strange smell, woodworm"),
      plant: words("tomatoes, basil, a fern, roses, an olive tree, a quince, strawberries, a fig, lavender, an orchid, kohlrabi"),
      blight: words("yellow leaves, aphids, brown tips, no flowers, white spots, drooping stems"),
    },
    followUps: lines(`
      What if I don't have time for that?
      how long does that take
      It is a rented flat.
      is it safe for the ‹animal›
      What does that cost?`),
  },
  [
    {
      prompts: lines(`
        How do I ‹job›? I only have a ‹tool› and a ‹tool.2›.
        I want to ‹job› this weekend. What do I need to buy?
        I tried to ‹job› and now there is ‹trouble› behind the ‹color› cupboard.`),
      leads: ["You can ‹job› in an afternoon.", "To ‹job› is a good project for a beginner.", "With a ‹tool› you are well equipped."],
      points: lines(`
        Measure twice, and mark the spot with a pencil.
        Use the ‹*tool› gently; most damage is done in the last turn.
        Let it dry for ‹2-48› hours before you go on.
        If you see ‹*trouble›, find out where it comes from first.
        A ‹*tool› from a hardware store for $‹5-40› is good enough.
        Open the windows and put down old newspapers.
        Ask your landlord before you drill, in writing.
        Keep the receipt of the ‹*brand› one; it often comes with ‹2-10› years of guarantee.
        Turn off the water or the power before you begin.`),
      heads: words("You need, Prepare, Do it, Finish, Mistakes to avoid"),
    },
    {
      prompts: lines(`
        My ‹plant› has ‹blight›. What is wrong?
        how often do i water ‹plant› in ‹month›
        I want to grow ‹plant› and ‹plant.2› on a balcony in ‹town›.
        My ‹animal› eats everything. Is ‹plant› safe?`),
      leads: ["‹^plant› can be fussy, but this is usually easy to fix.", "Look at the roots first.", "That works well on a balcony."],
      points: lines(`
        Water in the morning, and less than you think.
        ‹^blight› often means too much water, not too little.
        Cut back a third in ‹*month› and feed it every ‹10-30› days.
        Put it where it gets ‹3-8› hours of sun.
        Do not plant it next to ‹*plant›; they compete.
        Use a pot of at least ‹15-45› cm with a hole in the bottom.
        Wash the leaves with mild soap against insects.
        In ‹town› there is frost until ‹*month›, so bring it in at night.`),
      heads: words("Light, Water, Soil, Pests, Harvest"),
    },
    {
      prompts: lines(`
        gift ideas for my ‹relative› who likes ‹hobby›, under $‹20-150›
        I am getting into ‹hobby›. Where do I start?
        What should I buy first for ‹hobby›, used or new?`),
      leads: ["‹^hobby› is a wonderful thing to begin with little money.", "Here are some ideas around ‹hobby›."],
      points: lines(`
        A local club is worth more than any equipment; there is one in ‹town›.
        A good book about ‹hobby› costs $‹12-40› and never breaks.
        A voucher for a course on a ‹*weekday› evening is something people seldom buy for themselves.
        Buy the first set used, for $‹15-90›, and the second one new.
        ‹brand› makes a starter set that is better than its price.
        Set aside ‹30-90› minutes on ‹*weekday›s and protect them.
        Ask others what they would not buy again.
        Start with one small project and finish it.`),
      table: {
        head: "| Idea | Price | For whom |\n|---|---:|---|",
        row: "| ‹book|course|tool set|club membership|day trip› | $‹8-140› | ‹*relative› |",
      },
    },
  ],
);

export const careSubjects: readonly Subject[] = [...health, ...making];
