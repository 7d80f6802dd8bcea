import { lines, words } from "./grammar";
import { plainClosers, type Subject } from "./subject";

const cooking: Subject = {
  key: "cooking",
  language: "en",
  weight: 11,
  rules: {
    dish: words(
      "lentil soup, chicken curry, banana bread, vegetable lasagna, beef stew, pad thai, shakshuka, mushroom risotto, fish tacos, potato gratin, ramen, apple pie, chili, pierogi, jollof rice, paella, goulash, okonomiyaki, moussaka, clafoutis",
    ),
    food: words(
      "onion, garlic, tomatoes, rice, butter, chicken, carrots, potatoes, beans, cream, lemon, ginger, mushrooms, spinach, eggs, flour, chickpeas, yogurt, coconut milk, cumin, paprika, basil, leeks, parsnips, tofu, anchovies, fennel, tahini, saffron, capers, sumac, buckwheat, tamarind, kohlrabi",
    ),
    pan: words("large pot, heavy pan, cast-iron skillet, baking dish, saucepan, wok, Dutch oven, pressure cooker"),
    diet: words("vegetarian, gluten free, vegan, low in salt, dairy free, quick, cheap, halal, suitable for a diabetic"),
  },
  prompts: lines(`
    Can you give me a simple recipe for ‹dish›?
    how do i make ‹dish› without ‹food›
    I have ‹food›, ‹food.2› and ‹food.3› in the fridge. What can I cook tonight?
    My ‹dish› always turns out too ‹watery|dry|bland|salty›. What am I doing wrong?
    I need a ‹diet› version of ‹dish› for ‹4-12› people, my ‹relative› is coming on ‹weekday›
    What can I use instead of ‹food› in ‹dish›?
    Plan a week of ‹diet› dinners. We do not like ‹food›.
    how long does ‹dish› keep in the fridge`),
  followUps: lines(`
    What if I only have ‹*food›?
    can i freeze it
    How much ‹*food› is that in grams?
    Could you make it ‹*diet›?
    And what would you serve with it?
    Does it work in a slow cooker?
    my ‹relative› does not eat ‹*food›, what now`),
  leads: lines(`
    Here is a straightforward way to make ‹dish›.
    ‹^dish› is very forgiving, so you can swap most things.
    That is a common problem with ‹dish›, and it is easy to fix.
    With ‹food› and a few basics you are most of the way there.
    Sure! This version of ‹dish› takes about ‹25-90› minutes.`),
  points: lines(`
    Heat two tablespoons of oil in a ‹*pan› and cook the ‹*food› over medium heat for ‹4-12› minutes, until soft.
    Add the ‹*food› and stir until everything is coated.
    Season with salt early; ‹*food› needs more than you think.
    Pour in ‹200-900› ml of stock and let it simmer gently for ‹15-45› minutes.
    Taste before serving: a little lemon juice or vinegar often does more than extra salt.
    Let it rest for ‹5-15› minutes, so that the juices settle.
    If it gets too thick, thin it with a ladle of hot water.
    Cut the ‹*food› into even pieces, otherwise some will be raw while others fall apart.
    Toast the spices in the dry ‹*pan› for a minute before the ‹*food› goes in.
    Leftovers keep for ‹2-5› days in the refrigerator and freeze well.
    Fold in the ‹*food› at the end; it loses its color when it cooks too long.
    Bake at ‹160-220› °C for ‹20-55› minutes, until the top is golden.
    A spoonful of ‹*food› rounds off the flavor.
    Do not stir it too often: it needs contact with the ‹*pan› to brown.
    In ‹town› it is made with ‹*food›, and that works surprisingly well.`),
  closers: ["Enjoy your meal!", ...plainClosers],
  heads: words("Prepare, Brown, Simmer, Season, Rest, Serve, Store, Swap"),
  table: { head: "| Ingredient | Amount | Instead |\n|---|---|---|", row: "| ‹*food› | ‹50-600› g | ‹*food› |" },
};

const travel: Subject = {
  key: "travel",
  language: "en",
  weight: 7,
  rules: {
    city: words(
      "Lisbon, Tokyo, Rome, Paris, Barcelona, New York, London, Istanbul, Mexico City, Prague, Marrakesh, Kyoto, Cape Town, Reykjavik, Hanoi, Cusco, Tbilisi, Zanzibar",
    ),
    sight: words(
      "the old town, the market hall, the harbor, the cathedral, the botanical garden, the modern art museum, the castle, the night market, the river promenade, the lighthouse, the ferry terminal, the observatory",
    ),
    vehicle: words("train, bus, rental car, ferry, night train, bicycle, tram, plane"),
  },
  prompts: lines(`
    Plan ‹3-10› days in ‹city› for two people with a budget of $‹600-4000›.
    Is it better to take the ‹vehicle› or the ‹vehicle.2› from ‹city› to ‹town›?
    what should i pack for ‹city› in ‹month›
    We are visiting ‹city› with a ‹2-15› year old and a ‹animal›. Any ideas?
    Do I need a visa for a layover of ‹4-20› hours in ‹city›?
    my flight to ‹city› got cancelled, what are my rights`),
  followUps: lines(`
    What if it rains?
    We would rather avoid ‹*sight›.
    how much is the ‹*vehicle›
    Where should we stay, near ‹*sight› or further out?
    Can you put that into a table?
    Add a day trip to ‹*town› please
    is ‹city› safe at night`),
  leads: lines(`
    ‹^city› is a wonderful choice for ‹month›.
    Here is a relaxed plan for ‹city›.
    It depends on how much time you have.
    For a first visit to ‹city› I would keep the mornings free of plans.`),
  points: lines(`
    Start early at ‹sight›, before the groups arrive, and walk on to ‹*sight›.
    Take the ‹*vehicle›; it leaves every ‹10-60› minutes and costs about $‹2-45›.
    Book ‹*sight› at least ‹2-14› days ahead in ‹month›.
    Have lunch in one of the side streets behind ‹*sight›; the menus there are for locals.
    Keep an afternoon for ‹town.2›, which is ‹20-90› minutes away by ‹*vehicle›.
    Bring layers: evenings in ‹city› can be cool even in ‹*month›.
    Carry a copy of your passport, and keep the original in the hotel.
    The district of ‹*town› is quieter and has good bakeries.
    Check the opening hours: ‹*sight› is closed on ‹*weekday›s.
    A day pass pays off from the third ride with the ‹*vehicle›.
    Ask your airline in writing, and keep every receipt.
    Rules change, so check with the embassy before you book.`),
  closers: ["Have a wonderful trip!", ...plainClosers],
  heads: words("Morning, Afternoon, Evening, Getting around, Where to stay, Budget, Day trip"),
  table: { head: "| Day | Place | By | Cost |\n|---|---|---|---|", row: "| ‹*weekday› | ‹*sight› | ‹*vehicle› | $‹5-120› |" },
};

const relationships: Subject = {
  key: "relationships",
  language: "en",
  weight: 7,
  rules: {
    trouble: words(
      "never answers my messages, keeps borrowing money, forgot my birthday, wants to move to another city, talks about an ex all the time, makes jokes about me in public, does not get along with my parents, lied about a job, spends every evening playing games",
    ),
    feeling: words("hurt, angry, confused, lonely, guilty, relieved, jealous, exhausted, embarrassed"),
  },
  prompts: lines(`
    My ‹relative› ‹who› ‹trouble›. How do I bring it up without a fight?
    i think ‹who› is avoiding me since ‹weekday› and i feel ‹feeling›
    Write a message to ‹who›. I want to apologize for what I said at the party in ‹where›.
    ‹who› and I have been together for ‹2-15› years and ‹who› ‹trouble›. Am I overreacting?
    How do I tell my ‹relative› that I am not coming to the wedding in ‹town›?
    Is it normal to feel ‹feeling› after a breakup with someone who ‹trouble›?`),
  followUps: lines(`
    I tried that, ‹who› just laughed.
    Can you make it less formal?
    what if ‹who› says no
    I still feel ‹*feeling› about it.
    Should I ask ‹who.2› for advice?
    ok. how would you start the conversation`),
  leads: lines(`
    I am sorry, that sounds painful, and it makes sense that you feel ‹feeling›.
    It is understandable to feel ‹feeling› in that situation.
    Thank you for telling me. Conversations like this are hard.
    Here is a draft you can change to sound like you.`),
  points: lines(`
    Choose a calm moment, not in the middle of an argument.
    Say what you noticed and how it made you feel: "When that happened I felt ‹*feeling›."
    Ask ‹who› how they see it, and listen to the whole answer.
    Decide beforehand what you need, and what you could live without.
    You do not have to solve everything in one evening.
    It is fine to say that you need a few days.
    If ‹who› reacts with anger, you can end the talk and return to it later.
    Feeling ‹*feeling› does not mean that you did something wrong.
    A friend such as ‹who.2› who knows you both may see it differently.
    If you ever feel unsafe, please speak to someone you trust or to a helpline.`),
  closers: ["Take care of yourself.", ...plainClosers],
  blocks: [
    "Hi ‹who›,\n\nI have been thinking about ‹weekday›, and I am sorry for what I said. I felt ‹feeling› and I took it out on you. You did not deserve that.\n\nIf you would like to talk, I am around this week. If you need time, that is all right too.",
  ],
};

export const homeSubjects: readonly Subject[] = [cooking, travel, relationships];
