import { lines, words } from "./grammar";
import { plainClosers, type Subject, themed } from "./subject";

const law: Subject = {
  key: "law",
  language: "en",
  weight: 6,
  rules: {
    doctrine: words(
      "consideration, negligence, fair use, adverse possession, the parol evidence rule, standing, promissory estoppel, the mailbox rule, hearsay, strict liability, res judicata, personal jurisdiction, duress, the rule against perpetuities",
    ),
    party: words(
      "the buyer, the seller, the landlord, the tenant, the driver, the employer, the publisher, the contractor, the school, the hospital",
    ),
    court: words("the trial court, the court of appeals, the state supreme court, the district court"),
    reporter: words("F.2d, F.3d, N.E.2d, P.2d, So. 3d, F. Supp. 2d"),
    cite: [
      "‹*family› v. ‹*brand› Corp., ‹100-980› ‹*reporter› ‹12-1400› (‹1961-2019›)",
      "In re ‹*town› Holdings, ‹100-980› ‹*reporter› ‹12-1400› (‹1961-2019›)",
    ],
  },
  prompts: lines(`
    Explain ‹doctrine› to a first year law student with an example.
    IRAC: ‹^party› in ‹town› promises to pay $‹500-9000› but never signs. Does ‹party.2› have a claim? Discuss ‹doctrine›.
    what is the difference between ‹doctrine› and ‹doctrine.2›
    Brief the case ‹*cite› for me
    Give me five cases on ‹doctrine› with citations.
    My moot court problem is about ‹doctrine›. I represent ‹party›. Help me outline the argument.`),
  followUps: lines(`
    What would ‹party.2› argue?
    can you cite a case for that
    Is that the majority rule?
    Are you sure that case exists? I cannot find it anywhere.
    Shorten it to ‹100-300› words.
    how does ‹doctrine.2› change the result`),
  leads: lines(`
    ‹^doctrine› comes up in nearly every exam, so it is worth getting right.
    Using the IRAC method, the issue is whether ‹party› is bound.
    In short, ‹doctrine› asks what ‹party› could reasonably expect.
    Here is an outline.`),
  points: lines(`
    **Rule.** ‹^doctrine› requires that ‹party› acted knowingly and that ‹party.2› relied on it.
    **Application.** Here ‹party› did not act until ‹month›, which cuts against the claim.
    **Conclusion.** ‹^court› would probably find for ‹*party›, though the facts are close.
    The leading authority is *‹*cite›*, in which ‹*court› held that silence is not assent.
    See also *‹*cite›*, which limits the doctrine to cases of reliance.
    A minority of courts require actual notice, see *‹*cite›*.
    The policy behind ‹doctrine› is to protect the expectations of ‹*party›.
    ‹^party› will answer that ‹doctrine.2› bars the claim altogether.
    Damages would be measured by what ‹party.2› spent in reliance.
    ‹^court› reviews the question de novo, but defers on the facts.
    The Restatement takes a broader view than most courts.`),
  closers: ["Please verify every citation before you rely on it.", "This is not legal advice.", ...plainClosers],
  heads: words("Issue, Rule, Application, Counterargument, Conclusion"),
  table: { head: "| Case | Held for | On |\n|---|---|---|", row: "| *‹*cite›* | ‹*party› | ‹*doctrine› |" },
};

const history: Subject = {
  key: "history",
  language: "en",
  weight: 6,
  rules: {
    age: words(
      "the Industrial Revolution, the Roman Republic, the Cold War, the Black Death, the French Revolution, the Silk Road, the Meiji era, the Ottoman Empire, the Hanseatic League, the Mali Empire, the Congress of Vienna, the Bronze Age collapse",
    ),
    cause: words("trade, taxes, climate, religion, technology, hunger, migration, printing, disease, railways, credit, literacy"),
    grade: words("7th grade, high school, AP, college, university"),
  },
  prompts: lines(`
    Write a ‹300-1200› word essay on the causes of ‹age›.
    what was ‹age› in simple words
    Compare ‹age› and ‹age.2› in terms of ‹cause› and ‹cause.2›.
    I am a ‹grade› student. Give me three thesis statements about ‹age›.
    Why did ‹cause› matter so much during ‹age›?
    make flashcards about ‹age› for my exam on ‹weekday›`),
  followUps: lines(`
    Make it sound more like a student wrote it.
    Add a paragraph about ‹*cause›.
    can you add sources
    What do historians disagree about?
    shorter please
    Is it true that ‹*cause› started it?`),
  leads: lines(`
    ‹^age› had several causes that worked together.
    Few periods are argued about as much as ‹age›.
    Here is a draft for a ‹grade› paper.
    In simple words: ‹age› changed how people lived, worked and ruled.`),
  points: lines(`
    First, ‹cause› changed what ordinary families could afford.
    Second, ‹cause.2› weakened the old elites, who had depended on ‹*cause›.
    Contemporaries wrote about ‹*cause› far more often than later historians did.
    Towns grew, and with them the demand for ‹*cause› and for order.
    The turning point came when ‹*cause› reached regions that had been isolated.
    Many historians now see ‹*cause› as a result rather than a cause.
    It would be wrong, however, to leave out ‹*cause›.
    The effects outlasted ‹age› by generations.
    Letters from the period show how uneven the change was.
    In conclusion, no single factor explains ‹age›; ‹cause› and ‹cause.2› reinforced each other.
    Women and children carried much of the burden, though the records seldom name them.`),
  closers: plainClosers,
  heads: words("Background, Causes, Turning point, Consequences, Debate"),
  table: { head: "| Factor | Before | After |\n|---|---|---|", row: "| ‹*cause› | ‹low|limited|local› | ‹high|wider|regional› |" },
};

const maths = themed(
  {
    key: "maths",
    language: "en",
    weight: 5,
    rules: {
      topic: words(
        "derivatives, fractions, matrices, logarithms, geometric series, trigonometry, eigenvalues, differential equations, modular arithmetic",
      ),
    },
    followUps: lines(`
      I got ‹2-99› instead. Where is my mistake?
      why can you do that in the second step
      Give me three more exercises.
      are you sure`),
    leads: ["Let's go through it step by step.", "Good question."],
    closers: plainClosers,
  },
  [
    {
      prompts: lines(`
        Solve ‹2-9›x + ‹2-40› = ‹41-120› step by step.
        What is the derivative of ‹2-9›x^‹2-7› + ‹2-9›x?
        Check my homework: is the answer ‹2-400› correct?`),
      points: lines(`
        Write down what is given and what is asked.
        Subtract ‹2-40› from both sides; an equation stays true as long as both sides change alike.
        Divide by ‹2-9›, which leaves $x = \\frac{‹2-80›}{‹2-9›}$.
        For a power, bring the exponent down and lower it by one: $\\frac{d}{dx} x^{5} = 5 x^{4}$.
        Check the result by putting it back into the first line.
        Rounded to two decimals this is ‹1-90›.‹10-99›.
        Be careful with the sign here: it is the most common mistake.`),
      heads: words("Given, Step, Check, Result"),
    },
    {
      prompts: lines(`
        A bag holds ‹3-12› red and ‹3-12› blue marbles. What is the chance of drawing two red ones?
        how many ways are there to seat ‹4-9› people in a row
        Two dice are rolled ‹2-9› times. How likely is at least one double six?`),
      points: lines(`
        Multiply the two probabilities, because the draws depend on each other: $\\frac{‹2-8›}{‹9-20›} \\cdot \\frac{‹1-7›}{‹8-19›}$.
        It is easier to count what does not happen and subtract it from one.
        The order matters here, so count arrangements, not selections.
        A tree diagram shows all the branches at a glance.
        That is about ‹2-60› percent.
        Check: all the probabilities together must make one.`),
    },
    {
      prompts: lines(`
        explain ‹topic› like im ‹8-15›
        I do not understand ‹topic›. My exam is on ‹weekday›.
        What are ‹topic› good for?`),
      leads: ["The idea behind ‹topic› is simpler than it looks.", "Good question. Let's begin with an example."],
      points: lines(`
        A picture often helps more than another formula.
        ‹^topic› and ‹*topic› are two views of one thing.
        Think of ‹3-12› friends sharing ‹2-9› pizzas.
        Engineers use ‹topic› to find out when a bridge begins to swing.
        Do three small exercises before you read on.
        Most mistakes with ‹topic› are mistakes with signs.`),
    },
  ],
);

const science: Subject = {
  key: "science",
  language: "en",
  weight: 5,
  rules: {
    thing: words(
      "black holes, photosynthesis, vaccines, earthquakes, DNA, tides, batteries, antibiotics, glaciers, superconductors, coral reefs, neutrinos, mycelium, tardigrades",
    ),
    part: words("energy, water, light, pressure, heat, oxygen, cells, salt, gravity, electrons, enzymes, minerals"),
  },
  prompts: lines(`
    How do ‹thing› work?
    why is ‹part› important for ‹thing›
    Explain ‹thing› to a ‹5-14› year old, my ‹relative› asked me
    What would happen if there were no ‹part›?
    My ‹relative› from ‹town› says ‹thing› are a hoax. What do I answer?
    give me ‹5-10› quiz questions about ‹thing›`),
  followUps: lines(`
    But where does the ‹*part› come from?
    and what about ‹*thing›
    Could you give an everyday example?
    How do scientists know that?
    write it as a short text for a poster`),
  leads: lines(`
    At its core it is all about ‹part›.
    ‹^thing› are one of those things that seem simple until one looks closely.
    Here is an explanation without formulas.
    Great question!`),
  points: lines(`
    ‹^part› moves from where there is much of it to where there is little.
    Without ‹*part› the whole process would stop within ‹2-60› minutes.
    You can picture it like a crowd leaving a stadium through ‹2-5› doors.
    Scientists measure it by watching how ‹*part› changes over time.
    Near the surface, ‹*part› dominates; further down, ‹*part› takes over.
    The effect is small, about ‹1-9› percent, but it adds up.
    It was long believed that ‹*part› was the cause, until experiments in ‹year› showed otherwise.
    ‹^thing› and ‹*thing› have this in common.
    What we do not know yet is why ‹*part› may behave differently at night.
    An everyday example is a kettle: heat goes in and ‹*part› comes out.`),
  closers: plainClosers,
};

export const studySubjects: readonly Subject[] = [law, history, ...maths, science];
