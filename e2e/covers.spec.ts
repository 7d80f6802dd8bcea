import { accessible } from "./axe";
import { expect, test } from "./fixtures";
import { command, deliver } from "./host";

test("a volume is searched twice, its report says by what, and the host lifts a placeholder that was wrong", async ({ as }) => {
  test.setTimeout(240_000);
  deliver("COVERS", [
    ["covers-0", "My name is Xelia Vornak, part 4111 1111 1111 1111 is broken.", "Write to shop@example.com about 4111 1111 1111 1111."],
    ["covers-1", "Did Margaret Ellsworthy rule on it?", "She did, in 1998."],
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
  await host.goto("/order/draft");
  const names = host.getByLabel("For experts of the plaintiff");
  await names.selectOption({ label: "names, addresses and dates of birth too" });
  await expect(host.getByRole("table", { name: "What it sets otherwise" })).toContainText("names too for experts of the plaintiff");

  const counsel = await as("counsel@defense.example", "/conversations/COVERS-000000001");
  await expect(counsel.getByRole("article", { name: "Turn 1, prompt" })).toContainText("part 4111 1111 1111 1111 is broken");
  await expect(counsel.getByRole("article", { name: "Turn 2, output" })).toContainText("[EMAIL_1]");
});
