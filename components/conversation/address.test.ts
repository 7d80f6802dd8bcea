import { describe, expect, test } from "vitest";
import { monthOf } from "../ui/when";
import {
  chipsOf,
  conversationHref,
  daysOf,
  filtersOf,
  isNarrowed,
  isWholeSet,
  languageName,
  paramsOf,
  searchFrom,
  without,
  writtenDate,
} from "./address";

const address =
  "q=court+order&from=2023-04-01&minTurns=3&model=gpt-4&model=gpt-4o&language=de&code=relevant&uncoded=true&superseded=true&sort=-date";
const search = searchFrom(new URLSearchParams(address));

describe("a search is its address", () => {
  test("what is read is written back the same", () =>
    expect(paramsOf(search).toString()).toBe(paramsOf(searchFrom(paramsOf(search))).toString()));
  test("nothing set is an empty address", () => expect(paramsOf(searchFrom(new URLSearchParams())).toString()).toBe(""));
  test("the turn belongs to the conversation, not to the search", () => {
    expect(conversationHref("DEMO-000000042", search, 12)).toMatch(/^\/conversations\/DEMO-000000042\?q=court\+order&.*&turn=12$/);
    expect(paramsOf(searchFrom(new URLSearchParams("q=x&turn=12"))).toString()).toBe("q=x");
  });
});

describe("what is set can be read and taken away", () => {
  test("every filter has a chip, and taking every chip away leaves the words", () => {
    const left = chipsOf(search).reduce(without, search);
    expect(paramsOf(left).toString()).toBe("q=court+order&sort=-date");
  });
  test("a code is called by its label", () =>
    expect(chipsOf(search, new Map([["relevant", "Relevant"]])).map(({ label }) => label)).toContain("coded Relevant"));
  test("superseded versions are said to be there too, and are not what left an answer out", () => {
    const [wider, narrower] = [searchFrom(new URLSearchParams("q=a&superseded=true")), searchFrom(new URLSearchParams("q=a&uncoded=true"))];
    expect(chipsOf(wider)).toEqual([{ name: "superseded", value: "true", label: "superseded versions too" }]);
    expect([isNarrowed(wider), isNarrowed(narrower)]).toEqual([false, true]);
  });
});

test("a set is frozen with the filters shown, and without the order", () => {
  expect(filtersOf(search)).toEqual({
    from: "2023-04-01",
    minTurns: 3,
    model: ["gpt-4", "gpt-4o"],
    language: ["de"],
    code: ["relevant"],
    uncoded: true,
    superseded: true,
  });
});

test("a month ends on its last day", () => {
  expect(daysOf("2024-02")).toEqual({ first: "2024-02-01", last: "2024-02-29" });
  expect(daysOf("2024-13")).toEqual({ first: "", last: "" });
});

test("a filter takes a day too, and says a month where it means one", () => {
  expect(daysOf("2024-02-29")).toEqual({ first: "2024-02-29", last: "2024-02-29" });
  expect(daysOf("2023-02-29")).toEqual({ first: "", last: "" });
  expect(writtenDate("2024-02-01", "first")).toBe("2024-02");
  expect(writtenDate("2024-02-01", "last")).toBe("2024-02-01");
  const said = (days: string) => chipsOf(searchFrom(new URLSearchParams(days))).map(({ label }) => label);
  expect(said("from=2024-02-01&to=2024-02-29")).toEqual(["from Feb 2024", "to Feb 2024"]);
  expect(said("from=2024-02-15&to=2024-02-16")).toEqual(["from 15 Feb 2024", "to 16 Feb 2024"]);
});

test("names are those a reader knows", () => {
  expect(languageName("de")).toBe("German");
  expect(languageName("not a tag")).toBe("not a tag");
  expect(monthOf("2023-04")).toBe("Apr 2023");
});

test("a chip names the set once its name is known, and a day that is none as it stands in the address", () => {
  const search = searchFrom(new URLSearchParams("set=3b1f&from=2023-99-01&to=soon"));
  expect(chipsOf(search).map(({ label }) => label)).toEqual(["within a reviewed set", "from 2023-99-01", "to soon"]);
  expect(chipsOf(search, new Map(), "Hot")[0]?.label).toBe("within the set “Hot”");
});

test("all of a set is asked for where nothing narrows it", () => {
  const whole = (query: string) => isWholeSet(searchFrom(new URLSearchParams(query)));
  expect(["set=a", "set=a&sort=hits&rank=5", "set=a&q=x", "set=a&language=en", "q="].map(whole)).toEqual([true, true, false, false, false]);
});
