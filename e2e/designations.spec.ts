import { accessible } from "./axe";
import { expect, test } from "./fixtures";
import { newcomer } from "./newcomer";

const ID = "DEMO-000000031";

test("a turn is designated in the viewer and withheld from a reader of a lower tier; the other side challenges it, its clocks are shown and do nothing, and the court's monitor confirms", async ({
  as,
}) => {
  test.setTimeout(120_000);
  const producing = await as("counsel@defense.example");
  const origin = test.info().project.use.baseURL ?? "";
  // Undesignated it is of the highest tier, and not there for a reader of a lower one: it is lowered first.
  const lowered = await producing.request.post("/api/designations", {
    headers: { origin },
    data: { conversation: ID, tier: 1, reason: "Nothing in it is sensitive." },
  });
  expect(lowered.status()).toBe(201);
  const reader = await as(newcomer("Lena Lower", "plaintiff", "expert", 1), `/conversations/${ID}`);
  const answer = reader.getByRole("article", { name: "Turn 2, output" });
  await expect(answer.locator(".evidence").first()).toBeVisible();
  const words = (await answer.locator(".evidence").first().textContent())?.slice(0, 40) ?? "";
  expect(words.length).toBeGreaterThan(10);

  await producing.goto(`/conversations/${ID}?turn=2`);
  await expect(producing.getByRole("article", { name: "Turn 2, output" })).toBeVisible();
  await producing.keyboard.press("d");
  const form = producing.getByRole("dialog", { name: "Designate a conversation or a turn" });
  await expect(form.getByLabel("Turn")).toHaveValue("2");
  await form.getByLabel("Designation").selectOption({ index: 2 });
  await form.getByLabel("Reason").fill("Names an unreleased model.");
  await form.getByRole("button", { name: "Designate" }).click();
  await expect(form).toBeHidden();

  await reader.reload();
  await expect(answer).toContainText("This turn is designated above your tier.");
  await expect(answer).toContainText("Withheld from you: HIGHLY CONFIDENTIAL");
  expect(await reader.content()).not.toContain(words);
  await accessible(reader, "a turn that is withheld");
  const asked = await reader.request.get(`/api/conversations/${ID}`);
  expect(await asked.text()).not.toContain(words);

  const receiving = await as("counsel@plaintiff.example", "/designations");
  await receiving.getByRole("button", { name: "Challenge", exact: true }).click();
  const challenge = receiving.getByRole("dialog", { name: "Challenge a designation" });
  await challenge.getByLabel("Control number").fill(ID);
  await challenge.getByLabel("Turn").fill("2");
  await challenge.getByLabel("It should be").selectOption({ index: 1 });
  await challenge.getByLabel("Grounds").fill("The model has been released since.");
  await challenge.getByLabel("Conferring").fill("By telephone on 23 November.");
  await challenge.getByRole("button", { name: "Challenge it" }).click();
  await expect(challenge).toBeHidden();
  const card = (page: typeof receiving) => page.getByRole("listitem").filter({ hasText: `${ID} turn 2` });
  await expect(card(receiving)).toContainText(/To be answered by the end of \d+ \w+ \d{4}\./);
  await expect(card(receiving)).toContainText(/To move by the end of \d+ \w+ \d{4}\./);
  await expect(card(receiving)).toContainText("The designation stands meanwhile.");
  await expect(card(receiving).getByRole("button", { name: "Enter the ruling" })).toHaveCount(0);
  await accessible(receiving, "designations and challenges");

  const court = await as("monitor@court.example", "/designations");
  await card(court).getByRole("button", { name: "Enter the ruling" }).click();
  const ruling = court.getByRole("dialog", { name: "Enter what the court ruled" });
  // No period is over yet: nobody can call it waived.
  await expect(ruling.getByRole("option", { name: "waived: no motion was made in time" })).toHaveCount(0);
  await ruling.getByLabel("The designation is").selectOption("lowered");
  await ruling.getByLabel("The ruling").fill("Dkt. 433: lowered.");
  await ruling.getByRole("button", { name: "Enter it" }).click();
  await expect(card(court)).toContainText("Lowered by the court: Dkt. 433: lowered.");

  await reader.reload();
  await expect(answer).toContainText(words);
});
