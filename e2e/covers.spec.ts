import { accessible } from "./axe";
import { expect, test } from "./fixtures";
import { command, deliver } from "./host";

test("a volume is searched twice, its report says by what, and the host lifts a placeholder that was wrong", async ({ as }) => {
  test.setTimeout(240_000);
  deliver("COVERS", [
    ["covers-0", "My name is Xelia Vornak, part 4111 1111 1111 1111 is broken.", "Write to shop@example.com about 4111 1111 1111 1111."],
    ["covers-1", "Did Margaret Ellsworthy rule on it?", "She did, in 1998."],
    ["covers-2", "Ask clerk@example.com or desk@example.com.", "It was clerk@example.com who wrote."],
  ]);
  command("volume", "deid", "COVERS");
  command("volume", "deid", "COVERS", "--again", "--placeholder", "<<GONE-");

  const host = await as("custodian@host.example", "/volumes/COVERS");
  const section = (heading: string) => host.locator("section").filter({ has: host.getByRole("heading", { name: heading }) });
  const report = section("De-identification");
  await expect(report).toContainText("for the second time");
  await expect(report).toContainText("0 set apart, from 50 conversations on");
  await accessible(host, "the report of a search");

  await host.goto("/redactions");
  await host.keyboard.press("c");
  const form = host.getByRole("dialog", { name: "Lift a placeholder of the detector" });
  await form.getByLabel("Control number").fill("COVERS-000000001");
  await form.getByLabel("Placeholder").fill("[CARD_1]");
  await form.getByLabel("Reason").fill("It is the number of a part.");
  await accessible(host, "lifting a placeholder");
  await form.getByRole("button", { name: "Lift it" }).click();
  await expect(form).toBeHidden();
  const row = host.getByRole("row").filter({ hasText: "COVERS-000000001" });
  await expect(row).toContainText("The detector was wrong");
  await expect(row).toContainText("2 places");
  await host.goto("/volumes/COVERS");
  await expect(section("Lifted as wrong")).toContainText("Payment cards");
  const sample = host.getByRole("dialog", { name: "Draw a sample to be read by two" });
  const draw = async () => {
    await host.getByRole("button", { name: "Draw a sample" }).click();
    await sample.getByLabel("Conversations").fill("10");
    await sample.getByLabel("Strata").selectOption({ label: "language and what may have been missed" });
    await sample.getByLabel("First reader, by e-mail").fill("expert@plaintiff.example");
    await sample.getByLabel("Second reader").fill("expert@defense.example");
    await sample.getByLabel("Who decides where they differ").fill("counsel@defense.example");
    await accessible(host, "drawing a sample");
    await sample.getByRole("button", { name: "Draw it" }).click();
  };
  await draw();
  await expect(sample).toBeHidden();
  await expect(section("Read by two")).toContainText("3 of 3 conversations, by language and what may have been missed");
  await expect(host.getByRole("table", { name: "By stratum" })).toContainText("en · nothing looks like personal data");
  // Nobody searched this one.
  await host.goto("/volumes/VOL001");
  await draw();
  await expect(sample).toContainText("are known when the volume has been searched");
  await accessible(host, "a sample that is refused");
  await host.goto("/order/draft");
  const names = host.getByLabel("For experts of the plaintiff");
  await names.selectOption({ label: "names, addresses and dates of birth too" });
  await expect(host.getByRole("table", { name: "What it sets otherwise" })).toContainText("names too for experts of the plaintiff");

  const counsel = await as("counsel@defense.example", "/conversations/COVERS-000000001");
  await expect(counsel.getByRole("article", { name: "Turn 1, prompt" })).toContainText("part 4111 1111 1111 1111 is broken");
  await expect(counsel.getByRole("article", { name: "Turn 2, output" })).toContainText("[EMAIL_1]");
});

test("counsel of the producing side lifts a cover where they read it, for everyone in the whole conversation; nobody else is offered it", async ({
  as,
}) => {
  const other = await as("counsel@plaintiff.example", "/conversations/COVERS-000000003");
  const theirs = other.getByRole("article", { name: "Turn 1, prompt" });
  await expect(theirs).toContainText("Ask [EMAIL_1] or [EMAIL_2].");
  await expect(other.getByRole("button", { name: "Leak" })).toBeVisible();
  await expect(other.getByRole("button", { name: "Lift" })).toHaveCount(0);
  await other.keyboard.press("L");
  await expect(other.getByRole("dialog")).toHaveCount(0);

  const page = await as("counsel@defense.example", "/conversations/COVERS-000000003");
  const prompt = page.getByRole("article", { name: "Turn 1, prompt" });
  await expect(prompt).toContainText("Ask [EMAIL_1] or [EMAIL_2].");
  await page.keyboard.press("L");
  const form = page.getByRole("dialog", { name: "Lift this cover for everyone" });
  const which = form.getByLabel("Which placeholder of turn 1");
  await expect(which).toHaveValue("[EMAIL_1]");
  await page.keyboard.press("Escape");
  await expect(form).toBeHidden();
  // What was clicked is meant.
  await prompt.getByText("[EMAIL_2]").click();
  await page.keyboard.press("L");
  await expect(which).toHaveValue("[EMAIL_2]");
  await which.selectOption("[EMAIL_1]");
  await expect(form).toContainText("wherever [EMAIL_1] stands in this conversation");
  await accessible(page, "lifting a cover where it is read");
  await form.getByLabel("What stands under it").selectOption("Personal data that is to be read all the same");
  await form.getByLabel("Reason").fill("The sides agreed on it.");
  await form.getByRole("button", { name: "Lift it" }).click();
  await expect(form).toBeHidden();
  await expect(page.getByText("Lifted [EMAIL_1] for everyone, in 2 places of this conversation.")).toBeVisible();
  await expect(prompt).toContainText("Ask clerk@example.com or [EMAIL_2].");
  await expect(page.getByRole("article", { name: "Turn 2, output" })).toContainText("It was clerk@example.com who wrote.");
  await page.keyboard.press("J");
  await expect(page.getByRole("article", { name: "Turn 2, output" })).toHaveAttribute("aria-current", "true");
  await page.keyboard.press("L");
  await expect(page.getByText("Nothing that the detector covered stands in turn 2.")).toBeVisible();

  await other.reload();
  await expect(theirs).toContainText("Ask clerk@example.com or [EMAIL_2].");
  await other.goto("/redactions");
  const row = other.getByRole("row").filter({ hasText: "COVERS-000000003" });
  await expect(row).toContainText("The sides agreed on it.");
  await expect(row).toContainText("2 places");
});

test("a turn says what had passed since the first one, and nothing on the page says when", async ({ as }) => {
  const counsel = await as("counsel@defense.example", "/conversations/COVERS-000000002");
  const second = counsel.getByRole("article", { name: "Turn 2, output" });
  await expect(second.getByTitle("3 h 13 min after the first moment that this conversation states")).toHaveText("+3 h 13 min");
  await counsel.keyboard.press("x");
  await counsel.getByText("As delivered").click();
  const coding = counsel.getByRole("complementary", { name: "Codes and context" });
  await expect(coding).toContainText("[small class not shown]");
  await accessible(counsel, "a conversation whose moments are not shown");
  await expect(counsel.locator("body")).not.toContainText(/14 Nov 2023|2023-11-14|17000(00|11)/);
});
