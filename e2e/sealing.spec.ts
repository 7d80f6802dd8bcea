import type { Page } from "@playwright/test";
import { accessible } from "./axe";
import { account, expect, signIn, test } from "./fixtures";
import { type Newcomer, newcomer } from "./newcomer";
import { typePassphrase, unlock } from "./unlock";

const COUNSEL = "counsel@plaintiff.example";
const passphrase = "quiet harbour under seven lamps";
const keys = "/sealing";
const member = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });
// Several people, several browsers, and axe over and over: longer than a test of one person.
test.describe.configure({ timeout: 240_000 });

const safety = /\d{5}( \d{5}){5}/;

async function makeOwnKey(page: Page) {
  await page.goto(keys);
  await page.getByLabel("New passphrase").fill(passphrase);
  await page.getByLabel("The same again").fill(passphrase);
  await page.getByRole("button", { name: "Make my key" }).click();
  await expect(page.getByRole("banner").getByText("unlocked")).toBeVisible();
}

async function numberOf(page: Page, name: string): Promise<string> {
  const cell = member(page, name).getByText(safety);
  await expect(cell).toBeVisible();
  return (await cell.textContent()) ?? "";
}

async function openCodes(page: Page, id: string) {
  await page.goto(`/conversations/${id}`);
  const pane = page.getByRole("complementary", { name: "Codes and context" });
  const fold = pane.getByRole("button", { name: "Fold" });
  const unfold = pane.getByRole("button", { name: /^Codes and context/ });
  await expect(unfold.or(fold)).toBeVisible();
  if (await unfold.isVisible()) await page.keyboard.press("x");
  await expect(pane.getByText("Asking what was coded")).toBeHidden();
  return pane;
}

test("what one searched is sealed in one's own log, opens in place, and a detail that was exchanged raises an alarm", async ({ as }) => {
  const page = await as(COUNSEL, "/conversations?q=waterfall");
  await expect(page.getByText("exactly").or(page.getByText("Nothing answers")).first()).toBeVisible();
  await page.goto("/audit");
  await expect(page.getByText("waterfall")).toBeHidden();
  const first = page.getByRole("row").filter({ hasText: "sealed to your side" }).first();
  await first.getByRole("button", { name: "unlock to read" }).click();
  await accessible(page, "the dialog that unlocks");
  await page.getByLabel("Passphrase of your key").fill("not this one");
  await page.getByRole("button", { name: "Unlock", exact: true }).click();
  await expect(page.getByText("This passphrase does not open your key.")).toBeVisible();
  await typePassphrase(page, account(COUNSEL).password);
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByText("waterfall").first()).toBeVisible();
  await expect(page.getByText("What was sealed is not what the log committed to.")).toBeHidden();
  await accessible(page, "the own log, unlocked");

  // A host that shows another commitment than the one in the box.
  const asked = await page.request.get("/api/audit?limit=20");
  const { items } = (await asked.json()) as { items: { own: { commitment: string } | null }[] };
  const commitment = items.find(({ own }) => own)?.own?.commitment ?? "";
  const other = `${commitment.startsWith("0") ? "1" : "0"}${commitment.slice(1)}`;
  await page.route("**/audit", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replaceAll(commitment, other) });
  });
  await page.goto("/audit");
  await unlock(page, account(COUNSEL).password);
  await expect(page.getByText("What was sealed is not what the log committed to.").first()).toBeVisible();
});

test("keys live in the tab alone: locking, or loading the page anew, forgets them", async ({ as }) => {
  const page = await as(COUNSEL, keys);
  await accessible(page, "the keys of the side, locked");
  await typePassphrase(page, account(COUNSEL).password);
  await expect(page.getByRole("button", { name: "Print a recovery sheet" })).toBeVisible();
  await accessible(page, "the keys of the side, unlocked");
  await page.getByRole("button", { name: "Lock this tab" }).click();
  await expect(page.getByRole("banner").getByText("unlocked")).toBeHidden();
  await typePassphrase(page, account(COUNSEL).password);
  await page.getByRole("link", { name: "Conversations" }).click();
  await expect(page.getByRole("banner").getByText("unlocked")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
  await expect(page.getByRole("banner").getByText("unlocked")).toBeHidden();
  const stored = await page.evaluate(async () => [
    ...Object.values(localStorage),
    ...Object.values(sessionStorage),
    ...(await indexedDB.databases()).map(({ name }) => name),
  ]);
  expect(stored.join()).not.toMatch(/[A-Za-z0-9+/]{40}/);
});

test("without a secure connection nothing can be unlocked, and the page says so", async ({ as }) => {
  const page = await as(COUNSEL);
  await page.addInitScript(() => Object.defineProperty(window, "isSecureContext", { value: false }));
  await page.goto(keys);
  await expect(page.getByText("This browser cannot unlock anything here")).toBeVisible();
  await expect(page.getByRole("button", { name: "Unlock", exact: true })).toBeHidden();
});

test.describe
  .serial("a colleague comes and goes", () => {
    let joins: Newcomer;
    let note: string;

    test("a new colleague makes a key and is given the side's by one who compares their safety number", async ({ as }) => {
      joins = newcomer("Nora Newcomb", "plaintiff", "counsel");
      note = `Compare with the lamps, ${joins.email}.`;
      const counsel = await as(COUNSEL, "/");
      await unlock(counsel, account(COUNSEL).password);
      await counsel.getByRole("banner").getByRole("button", { expanded: false }).last().click();
      await counsel.getByRole("menuitem", { name: "Keys of your side" }).click();
      await expect(member(counsel, "Nora Newcomb").last()).toContainText("has not made a key yet");

      const nora = await as(joins);
      await makeOwnKey(nora);
      await accessible(nora, "the keys of the side, not given yet");
      await expect(member(nora, "(you)")).toContainText("waits to be given your side’s key");
      const pane = await openCodes(nora, "DEMO-000000021");
      await unlock(nora, passphrase);
      await expect(nora.getByRole("dialog")).toContainText("Nobody of your side has given you its key yet");
      await nora.keyboard.press("Escape");
      await nora.keyboard.press("3");
      await expect(pane.getByRole("region", { name: "Codings made" }).getByRole("listitem")).toHaveCount(1);
      await nora.keyboard.press("n");
      await expect(pane.getByText("Nobody of your side has given you key")).toBeVisible();
      await nora.goto(keys);
      const said = await numberOf(nora, "(you)");

      await counsel.goto(keys);
      await typePassphrase(counsel, account(COUNSEL).password);
      expect(await numberOf(counsel, "Nora Newcomb")).toBe(said);
      await member(counsel, "Nora Newcomb").getByRole("button", { name: "Give them the key" }).click();
      await accessible(counsel, "giving the key");
      await counsel.getByRole("button", { name: "The numbers agree: give it" }).click();
      await expect(member(counsel, "Nora Newcomb")).toContainText("reads what is sealed");

      const codes = await openCodes(nora, "DEMO-000000021");
      await unlock(nora, passphrase);
      await nora.keyboard.press("n");
      await codes.getByRole("textbox", { name: "Note" }).fill(note);
      const stored = nora.waitForRequest((request) => request.method() === "PUT" && request.url().includes("/codes/"));
      await codes.getByRole("button", { name: "Keep the note" }).click();
      const sent = (await stored).postData() ?? "";
      expect(sent).toContain("sealedNote");
      expect(sent).not.toContain("lamps");
      await expect(codes.getByText(note)).toBeVisible();
      await accessible(nora, "a note that is open");
    });

    test("a note is a sealed note until one unlocks, to nobody of the other side ever", async ({ as }) => {
      const page = await as("expert@plaintiff.example");
      const pane = await openCodes(page, "DEMO-000000021");
      await expect(pane.getByText("sealed note")).toBeVisible();
      await expect(pane.getByText(note)).toBeHidden();
      await accessible(page, "a sealed note");
      await pane.getByRole("button", { name: "Unlock" }).click();
      await typePassphrase(page, account("expert@plaintiff.example").password);
      await expect(pane.getByText(note)).toBeVisible();
      const other = await as("counsel@defense.example");
      const codings = await other.request.get("/api/conversations/DEMO-000000021/codes");
      expect(((await codings.json()) as { items: unknown[] }).items).toEqual([]);
    });

    test("a code with a note that is not open cannot be taken away by mistake; a note that was moved raises an alarm", async ({ as }) => {
      const page = await as(COUNSEL);
      const pane = await openCodes(page, "DEMO-000000021");
      const made = pane.getByRole("region", { name: "Codings made" });
      await expect(made.getByText("sealed note")).toBeVisible();
      await page.keyboard.press("3");
      await expect(pane.getByRole("alert")).toContainText("Unlock first");
      await expect(made.getByText("sealed note")).toBeVisible();
      await page.route("**/api/conversations/DEMO-000000022/codes", async (route) => {
        const response = await route.fetch({ url: route.request().url().replace("000000022", "000000021") });
        await route.fulfill({ response });
      });
      const moved = await openCodes(page, "DEMO-000000022");
      await unlock(page, account(COUNSEL).password);
      await expect(moved.getByText("The note here does not open with your side’s key")).toBeVisible();
    });

    test("a public key that the host put in the place of a colleague's has another safety number, and is not trusted with the next key", async ({
      as,
    }) => {
      const page = await as(COUNSEL, keys);
      const real = await numberOf(page, "Nora Newcomb");
      await page.route("**/api/sealing", async (route) => {
        const response = await route.fetch();
        const sealing = (await response.json()) as { members: { name: string; key: { publicKey: string } | null }[] };
        const theirs = sealing.members.find(({ name }) => name !== "Nora Newcomb")?.key?.publicKey ?? "";
        const members = sealing.members.map((one) =>
          one.name === "Nora Newcomb" ? { ...one, key: { ...one.key, publicKey: theirs } } : one,
        );
        await route.fulfill({ response, json: { ...sealing, members } });
      });
      await page.reload();
      await typePassphrase(page, account(COUNSEL).password);
      await expect(member(page, "Nora Newcomb").getByText(safety)).not.toHaveText(real);
      const made = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/api/sealing/keys"));
      await page.route("**/api/sealing/keys", (route) => route.abort());
      await page.getByRole("button", { name: "Make a new key" }).click();
      await page.getByRole("button", { name: /^Make key \d+$/ }).click();
      const { grants } = (await made).postDataJSON() as { grants: unknown[] };
      // Counsel and the expert of the side; not whoever stands in Nora's place.
      expect(grants).toHaveLength(2);
    });

    test("a colleague who is suspended leaves a new key behind, made by whoever unlocks first; old notes stay readable", async ({ as }) => {
      const custodian = await as("custodian@host.example");
      const { items } = (await (await custodian.request.get("/api/people")).json()) as { items: { id: string; email: string }[] };
      const gone = items.find(({ email }) => email === joins.email)?.id ?? "";
      const origin = test.info().project.use.baseURL ?? "";
      const suspended = await custodian.request.post(`/api/people/${gone}/suspend`, {
        headers: { origin },
        data: { reason: "Left the firm." },
      });
      expect(suspended.status()).toBe(200);

      const page = await as(COUNSEL, keys);
      await expect(page.getByText("Somebody who knows key")).toBeVisible();
      await expect(member(page, "Nora Newcomb")).toContainText("left; knows the present key");
      const before = await page.getByRole("definition").filter({ hasText: "number" }).first().textContent();
      await typePassphrase(page, account(COUNSEL).password);
      await expect(page.getByText("Your side has a new key")).toBeVisible();
      await expect(member(page, "Nora Newcomb")).toBeHidden();
      expect(await page.getByRole("definition").filter({ hasText: "number" }).first().textContent()).not.toBe(before);
      await accessible(page, "a key that was renewed");
      const pane = await openCodes(page, "DEMO-000000021");
      await unlock(page, account(COUNSEL).password);
      await expect(pane.getByText(note)).toBeVisible();
    });

    test("the recovery sheet gives the key to one who has only the paper", async ({ as }) => {
      const page = await as(COUNSEL, keys);
      await typePassphrase(page, account(COUNSEL).password);
      await page.getByRole("button", { name: "Print a recovery sheet" }).click();
      await expect(page.getByRole("img", { name: "The same code for a camera" })).toBeVisible();
      const code = (await page.getByTestId("sheet-code").textContent()) ?? "";
      expect(code).toMatch(/^([0-9A-Z]{4}-){13}[0-9A-Z]{4}$/);
      await accessible(page, "the recovery sheet");
      await page.getByRole("button", { name: "Put it away" }).click();

      const finder = await as(newcomer("Petra Paper", "plaintiff", "expert"));
      await makeOwnKey(finder);
      await finder.getByText("I have the recovery sheet").click();
      const field = finder.getByLabel(/^Code of key/);
      await field.fill(code.replace(/.$/, (last) => (last === "A" ? "B" : "A")));
      await finder.getByRole("button", { name: "Take the key from the sheet" }).click();
      await expect(finder.getByText("A letter is wrong or missing")).toBeVisible();
      await field.fill(code.toLowerCase().replaceAll("-", " "));
      await finder.getByRole("button", { name: "Take the key from the sheet" }).click();
      await expect(member(finder, "(you)")).toContainText("reads what is sealed");
      const pane = await openCodes(finder, "DEMO-000000021");
      await unlock(finder, passphrase);
      await expect(pane.getByText(note)).toBeVisible();
    });
  });

// A passkey belongs to a name, and 127.0.0.1 is none: here the same server is called localhost, and told that its page is its own.
test("a passkey locks and unlocks a key by a secret that never leaves it", async ({ browser, baseURL, viewport }) => {
  const base = baseURL ?? "";
  const context = await browser.newContext({ baseURL: base, viewport });
  const first = await context.newPage();
  await signIn(first, newcomer("Pia Passkey", "defense", "expert"));
  await first.close();
  const cookies = await context.cookies();
  await context.addCookies(cookies.map(({ domain: _, ...cookie }) => ({ ...cookie, domain: "localhost" })));
  const page = await context.newPage();
  await page.route("**/api/sealing/**", async (route) => {
    const response = await route.fetch({ headers: { ...route.request().headers(), origin: base } });
    await route.fulfill({ response });
  });
  const cdp = await context.newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2",
    ctap2Version: "ctap2_1",
    transport: "internal",
    hasResidentKey: true,
    hasUserVerification: true,
  } as const;
  await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: { ...options, hasPrf: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  await page.goto(`${base.replace("127.0.0.1", "localhost")}${keys}`);
  await page.getByRole("radio", { name: "A passkey" }).check();
  await page.getByLabel("Called").fill("Laptop");
  await page.getByRole("button", { name: "Make my key" }).click();
  await expect(page.getByRole("banner").getByText("unlocked")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Passphrase of your key")).toBeHidden();
  await page.getByRole("button", { name: "Unlock with the passkey “Laptop”" }).click();
  await expect(page.getByRole("banner").getByText("unlocked")).toBeVisible();
  await context.close();
});
