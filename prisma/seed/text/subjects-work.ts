import { lines, words } from "./grammar";
import { plainClosers, type Subject, themed } from "./subject";

const spreadsheets: Subject = {
  key: "spreadsheets",
  language: "en",
  weight: 5,
  rules: {
    col: words("A, B, C, D, E, F, G, H, K, M"),
    sheet: words("Sheet1, Budget, Orders, Sales, Members, Inventory, Hours, Rent, Harvest"),
    app: words("Excel, Google Sheets, LibreOffice"),
    heading: words("Name, Date, Amount, Region, Status, Quantity, Price, Category, Invoice, Weight"),
  },
  prompts: lines(`
    ‹app› formula to sum column ‹col› only where column ‹col.2› says "‹Paid|Open|Yes|Done›"
    how do i remove duplicates in ‹sheet› but keep the newest ‹heading›
    I have a table with ‹heading›, ‹heading.2› and ‹heading.3›. How do I count the rows per month in ‹app›?
    my vlookup gives #N/A, column ‹col› has ‹200-9000› rows, why
    Write a macro for ‹app› that colors every row ‹color› when ‹heading› is empty.`),
  followUps: lines(`
    It says #REF!, what now?
    same for column ‹*col› please
    Does that also work in ‹*app›?
    Can you explain the formula?
    i need it per ‹*heading›`),
  leads: lines(`
    You can do this with a single formula.
    In ‹app› the easiest way is this.
    That error usually means the types do not match.`),
  points: lines(`
    Put this into cell ‹*col›2 and drag it down: \`=SUMIFS(‹sheet›!‹col›:‹col›; ‹sheet›!‹col.2›:‹col.2›; "Paid")\`
    Use \`=COUNTIFS(‹*col›2:‹*col›‹100-900›, ">="&DATE(2024, ‹1-12›, 1))\` to count by month.
    Wrap it in \`IFERROR(…, "")\` so that empty rows stay empty.
    Select column ‹*col›, then Data, then Remove duplicates.
    Make sure that ‹*heading› is stored as a number, not as text.
    A pivot table with ‹*heading› in the rows and ‹*heading› in the values gives the same result.
    Sort by ‹*heading› first; the first match wins.
    Keep a copy of ‹*sheet› before you try this.`),
  closers: plainClosers,
  table: { head: "| ‹heading› | ‹heading.2› | ‹heading.3› |\n|---|---:|---|", row: "| ‹*brand› | ‹10-9000› | ‹1-28› ‹*month› |" },
};

const letters = themed(
  {
    key: "letters",
    language: "en",
    weight: 7,
    leads: ["Here is a ‹tone› version:", "Of course. You could write:", "This keeps it ‹tone› without sounding cold:"],
    closers: plainClosers,
    rules: {
      want: words("a refund, a day off, a raise, an extension, a reference, a repair, a discount, a meeting, a transfer, a rent reduction"),
      tone: words("polite, firm, friendly, formal, short, apologetic, confident"),
      strength: words("organized, reliable, curious, patient, good with numbers, calm under pressure, quick to learn, multilingual"),
    },
    followUps: lines(`
      More ‹*tone› please.
      mention that i called ‹phone› twice
      Add a line about ‹hobby›.
      Too long. Two paragraphs at most.
      and a subject line
      Send a copy to ‹mail›, how do I say that?`),
  },
  [
    {
      prompts: lines(`
        Write a ‹tone› email to ‹who› asking for ‹want›.
        make this sound more ‹tone›: i need ‹want› by ‹weekday› or i will complain
        reply to this: "Dear ‹who›, unfortunately we cannot give you ‹want›. Regards, ‹who.2›"`),
      points: lines(`
        Say in the first sentence that you are asking for ‹want›.
        Mention the date, ‹1-28› ‹*month›, and any reference such as ‹code›.
        Leave out anything you would not say in person.
        Close with what should happen next and by when.
        Thank ‹who› once; twice sounds like pleading.`),
      blocks: [
        "**Subject:** Request for ‹want› (‹code›)\n\nDear ‹who›,\n\nI am writing to ask for ‹want›. I have been with ‹firm› since ‹month›, and I have always been glad to be here.\n\nCould you let me know by ‹weekday›? You can reach me at ‹mail› or ‹phone›.\n\nKind regards,\n‹who.2›",
        "Dear ‹who›,\n\nthank you for your reply. I understand that ‹want› is not something you can decide alone. May I ask who can? The matter, ‹code›, has been open since ‹month›.\n\nBest regards,\n‹who.2›",
      ],
    },
    {
      prompts: lines(`
        Improve my cover letter for a job in ‹field› at ‹firm›. I am ‹strength› and ‹strength.2›.
        Interview questions for a position in ‹field›, with answers
        write a linkedin summary, ‹2-20› years of ‹field›, ‹strength›`),
      points: lines(`
        Show that you are ‹*strength› with one example from ‹field›, not with an adjective.
        Use the name of the company, ‹firm›, at least once.
        Ask "What does a good first month look like?" if you get the chance.
        A gap of ‹2-14› months needs one sentence, not an apology.
        If they ask about a weakness, name a real one and what you do about it.`),
      blocks: [
        "Dear hiring team at ‹firm›,\n\nwhen I read your advertisement for a position in ‹field›, I thought of the ‹2-9› years I spent in ‹town›, where being ‹strength› was not a line in a letter but the job.\n\nI am also ‹strength.2›, and in my free time I enjoy ‹hobby›. I would be glad to tell you more.\n\nSincerely,\n‹who›",
        "**Why ‹field›?** Because I am ‹strength›, and it is used every day.\n\n**Tell us about a conflict.** In ‹month› two colleagues wanted the same week off. I asked each what the week was for, and one of them gave way.\n\n**Where do you see yourself in five years?** Still in ‹town›, with more responsibility.",
      ],
    },
    {
      prompts: lines(`
        I want to quit my job in ‹field›. Write a resignation letter, last day ‹1-28› ‹month›.
        how do i tell ‹who› that i quit without burning bridges`),
      points: lines(`
        Keep the reason out of the letter; you can give it in person.
        Check your notice period, which is often ‹2-12› weeks.
        Offer to hand over your work, and name one thing you learned.
        Give it to ‹who› before anybody else hears of it.`),
      blocks: [
        "Dear ‹who›,\n\nplease accept this letter as notice that I will leave ‹firm› at the end of ‹month›. I am grateful for the years in ‹field› and will do what I can to hand over my work well.\n\nBest wishes,\n‹who.2›",
      ],
    },
  ],
);

const money: Subject = {
  key: "money",
  language: "en",
  weight: 4,
  rules: {
    bill: words("rent, groceries, a car loan, credit card debt, student loans, insurance, heating, a mortgage, childcare, vet bills"),
    plan: words("an emergency fund, an index fund, a savings account, a retirement account, a budget app, paying off debt first"),
  },
  prompts: lines(`
    I earn $‹1800-7000› a month and pay $‹400-2500› for ‹bill›. How much should I save?
    should i put money into ‹plan› or ‹plan.2›
    How long to pay back $‹900-30000› at ‹3-24› percent with $‹100-700› a month?
    My ‹relative› asked me to lend $‹200-5000›. Good idea?
    Make a monthly budget with ‹bill›, ‹bill.2› and ‹bill.3›.`),
  followUps: lines(`
    And if I lose my job?
    what about ‹*bill›
    Show it as a table.
    Is ‹*plan› risky?
    i forgot ‹*bill›, $‹40-600›`),
  leads: lines(`
    Let's look at the numbers.
    I can't give financial advice for your case, but this is how people usually decide.
    As a rule of thumb, start with ‹plan›.`),
  points: lines(`
    Set aside $‹50-800› a month for ‹plan› before anything else.
    Pay more than the minimum on ‹*bill›; at ‹4-24› percent, waiting is expensive.
    ‹^bill› should not be more than about a third of what comes in.
    At ‹2-7› percent a year, $‹1000-9000› becomes roughly $‹9001-24000› in ‹8-30› years.
    Keep ‹3-6› months of expenses where you can reach them.
    Compare at least ‹2-5› offers; ‹brand› and ‹*brand› differ by ‹1-4› percentage points.
    Put any agreement with your ‹relative› in writing.
    Inflation eats about ‹2-8› percent of what lies idle.`),
  closers: plainClosers,
  table: { head: "| Item | Per month | Share |\n|---|---:|---:|", row: "| ‹*bill› | $‹40-1900› | ‹2-40› % |" },
};

/** A sentence, and how it is said elsewhere. */
function sentence(phrase: string, targets: string) {
  return {
    rules: { phrase: [phrase], target: lines(targets) },
    prompts: lines(`
      Translate into ‹tongue›: "‹phrase›"
      how do you say "‹phrase›" in ‹tongue› and ‹tongue.2›
      I need "‹phrase›" in several languages for a sign in ‹town›.
      I am learning ‹tongue›. How would you say "‹phrase›" politely?`),
    blocks: ["- ‹+target›\n- ‹+target›\n- ‹+target›", "‹+target›", "1. ‹+target›\n2. ‹+target›\n3. ‹+target›\n4. ‹+target›"],
    points: lines(`
      In formal letters the polite form is expected.
      Between friends you would leave out the pronoun.
      The stress is on the last word.
      In ‹town› people would say it more casually.`),
  };
}

const translation = themed(
  {
    key: "translation",
    language: "en",
    weight: 4,
    closers: plainClosers,
    rules: { tongue: words("Spanish, French, German, Japanese, Portuguese, Russian, Arabic, Hindi") },
    followUps: ["And in ‹*tongue›?", "more formal please", "How is that pronounced?", "whats the difference between the two"],
    leads: ["Here is the translation:", "You could say:", "There is more than one way:"],
    table: { head: "| Translation | Register |\n|---|---|", row: "| ‹+target› | ‹formal|neutral|casual› |" },
  },
  [
    sentence(
      "Where is the nearest pharmacy?",
      `
      Spanish: *¿Dónde está la farmacia más cercana?*
      French: *Où est la pharmacie la plus proche ?*
      German: *Wo ist die nächste Apotheke?*
      Arabic: *أين أقرب صيدلية؟*
      Japanese: *一番近い薬局はどこですか。*`,
    ),
    sentence(
      "We look forward to your visit.",
      `
      German: *Wir freuen uns auf Ihren Besuch.*
      French: *Nous nous réjouissons de votre visite.*
      Hindi: *हम आपके आने का इंतज़ार कर रहे हैं।*
      Portuguese: *Aguardamos a sua visita com alegria.*
      Russian: *Мы с нетерпением ждём вашего визита.*`,
    ),
    sentence(
      "Happy birthday, dear grandmother!",
      `
      Russian: *С днём рождения, дорогая бабушка!*
      Spanish: *¡Feliz cumpleaños, querida abuela!*
      Chinese: *亲爱的奶奶，生日快乐！*
      German: *Alles Gute zum Geburtstag, liebe Oma!*
      Japanese: *おばあちゃん、お誕生日おめでとう。*`,
    ),
  ],
);

export const workSubjects: readonly Subject[] = [spreadsheets, ...letters, money, ...translation];
