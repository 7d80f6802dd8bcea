import { accessible } from "./axe";
import { expect, test } from "./fixtures";

test("an expert is disclosed, objected to, ruled on and cleared, each step by whose it is, and the clock alone does nothing", async ({
  as,
}) => {
  test.setTimeout(150_000);
  const name = `Dr Ada Quill ${Date.now()}`;
  const email = `quill-${Date.now()}@words.example`;
  const counsel = await as("counsel@plaintiff.example", "/experts");
  const vaupel = counsel.getByRole("listitem").filter({ hasText: "Dr Ines Vaupel" });
  await expect(vaupel).toContainText("The other side may object until the end of");
  await expect(counsel.getByRole("listitem").filter({ hasText: "Arrieta" })).toContainText("however long that takes");
  await counsel.getByRole("link", { name: "Disclose an expert" }).click();
  await accessible(counsel, "disclosing an expert");
  await counsel.getByLabel("Name", { exact: true }).fill(name);
  await counsel.getByLabel("E-mail").fill(email);
  await counsel.getByLabel("Employer").fill("Quill Analytics");
  await counsel.getByLabel("Relationships").fill("None with any party.");
  await counsel
    .getByLabel("Curriculum vitae")
    .setInputFiles({ name: "quill.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 Ada Quill") });
  await counsel.getByRole("button", { name: "Disclose to the other side" }).click();
  await expect(counsel.getByRole("listitem").filter({ hasText: name })).toBeVisible();

  const host = await as("custodian@host.example", "/experts");
  await expect(host.getByRole("listitem").filter({ hasText: name }).getByRole("button")).toHaveCount(0);

  const other = await as("counsel@defense.example", "/experts");
  const card = other.getByRole("listitem").filter({ hasText: name });
  const [file] = await Promise.all([other.waitForEvent("download"), card.getByRole("link", { name: "Curriculum vitae" }).click()]);
  expect(file.suggestedFilename()).toBe("quill.pdf");
  await card.getByRole("button", { name: "Object", exact: true }).click();
  await other.getByRole("dialog").getByLabel("Reason").fill("Wrote for the plaintiffs’ press office.");
  await other.getByRole("dialog").getByRole("button", { name: "Object", exact: true }).click();
  await expect(card).toContainText("Objected to · pending");

  const court = await as("monitor@court.example", "/experts");
  const theirs = court.getByRole("listitem").filter({ hasText: name });
  await theirs.getByRole("button", { name: "Enter the ruling" }).click();
  const form = court.getByRole("dialog");
  await form.getByLabel("The objection is").selectOption("overruled");
  await form.getByLabel("The ruling").fill("Dkt. 430: overruled.");
  await form.getByRole("button", { name: "Enter the ruling" }).click();
  await expect(theirs).toContainText("Objection overruled");
  await theirs.getByRole("button", { name: "Confirm clearance" }).click();
  await court.getByRole("dialog").getByLabel("Reason").fill("Dkt. 430");
  await court.getByRole("dialog").getByRole("button", { name: "Confirm clearance" }).click();
  await expect(theirs).toContainText("Not admitted yet.");
  await court.goto("/people");
  await expect(court.getByRole("columnheader", { name: "First shown, by tier" })).toBeVisible();
});
