"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useDeferredValue, useState } from "react";
import { OrderSettings, type OrderText, type SettingName, settingList } from "@/domain/orders/schema";
import { settingGroups } from "@/domain/orders/setting-schema";
import { ask } from "../ask";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { TextArea, TextField } from "../ui/field";
import { Section } from "../ui/page";
import { OrderChanges } from "./changes";
import { SettingField } from "./setting-field";

/** The next version, made from the present one: its words, its numbers, why, from when; and all the while what would change. */
export function OrderEditor({ base }: { readonly base: OrderText }) {
  const router = useRouter();
  const [draft, setDraft] = useState({ title: base.title, text: base.text, settings: base.settings });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const shown = useDeferredValue(draft);
  const checked = OrderSettings.safeParse(draft.settings);
  const problems = new Map(checked.error?.issues.map(({ path, message }) => [String(path[0]), message]));
  const set = (name: SettingName, value: unknown) =>
    setDraft(({ settings, ...rest }) => ({ ...rest, settings: { ...settings, [name]: value } }));

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const from = String(form.get("inForceFrom") ?? "");
    setBusy(true);
    setProblem(null);
    try {
      const body = {
        base: base.version,
        ...draft,
        reason: form.get("reason"),
        ...(from && { inForceFrom: `${from}:00Z` }),
        signAgain: form.get("signAgain") === "on",
      };
      await ask("/api/order-drafts", { method: "POST", body });
      router.push("/order");
      router.refresh();
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void send(event)} className="grid gap-x-10 gap-y-6 xl:grid-cols-[minmax(0,1fr)_minmax(0,36rem)]">
      <div className="grid content-start gap-6">
        <Section title="Its words" note="Markdown. A change of a single letter is signed again by everybody.">
          <TextField
            label="Title"
            value={draft.title}
            required
            maxLength={300}
            onChange={({ target }) => setDraft({ ...draft, title: target.value })}
          />
          <TextArea
            label="Text"
            value={draft.text}
            required
            rows={22}
            className="font-evidence leading-relaxed"
            onChange={({ target }) => setDraft({ ...draft, text: target.value })}
          />
        </Section>
        {settingGroups.map((group) => (
          <Section key={group} title={group}>
            <div className="grid items-start gap-x-6 gap-y-4 sm:grid-cols-2">
              {settingList
                .filter((setting) => setting.group === group)
                .map(({ name }) => (
                  <SettingField key={name} name={name} settings={draft.settings} problem={problems.get(name)} set={set} />
                ))}
            </div>
          </Section>
        ))}
      </div>
      <div className="grid content-start gap-6 self-start xl:sticky xl:top-5">
        <Section title={`What version ${base.version + 1} changes`}>
          <div className="max-h-[52dvh] overflow-y-auto pr-2">
            {checked.success ? (
              <OrderChanges before={base} after={shown} />
            ) : (
              <p className="text-danger">A number is not one that an order could mean; its field says why.</p>
            )}
          </div>
        </Section>
        <Section title="Why and when">
          <TextArea
            label="Reason"
            name="reason"
            required
            minLength={3}
            maxLength={2000}
            hint="The order or stipulation that it carries out. Everybody reads it."
          />
          <TextField
            label="In force from, in UTC"
            name="inForceFrom"
            type="datetime-local"
            hint="Empty: from the moment that the monitor puts it in force"
          />
          <label className="flex items-start gap-2">
            <input type="checkbox" name="signAgain" className="mt-0.5" />
            <span>
              Everybody signs again, even if not a word has changed
              <span className="block text-xs text-ink-faint">Where the text is another, they do in any case.</span>
            </span>
          </label>
          {problem !== null && <RefusalNotice error={problem} />}
          <div className="flex gap-2">
            <Button type="submit" look="primary" disabled={busy || !checked.success}>
              {busy ? "Sending" : "Send the draft to the monitor"}
            </Button>
          </div>
          <p className="text-xs text-ink-faint">Nothing changes before the court’s monitor has put it in force.</p>
        </Section>
      </div>
    </form>
  );
}
