"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { ask } from "../ask";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { SelectField, TextArea, TextField } from "../ui/field";

/** What the other side is told of an expert, and the file. The period to object begins when it is sent. */
export function DiscloseForm({ tiers, until }: { readonly tiers: readonly string[]; readonly until: string }) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const file = form.get("cv");
    setBusy(true);
    setProblem(null);
    try {
      const { cv: _, ...said } = Object.fromEntries(form);
      await ask("/api/disclosures", { method: "POST", body: { ...said, ...(file instanceof File && (await encoded(file))) } });
      router.push("/experts");
      router.refresh();
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void send(event)} className="grid max-w-[64rem] gap-x-8 gap-y-4 md:grid-cols-2">
      <div className="grid content-start gap-4">
        <TextField label="Name" name="name" required maxLength={200} autoComplete="off" />
        <TextField label="E-mail" name="email" type="email" required autoComplete="off" hint="They are admitted under this address" />
        <TextField label="Employer" name="employer" required maxLength={300} />
        <SelectField label="Up to which tier" name="tier" defaultValue={String(tiers.length)}>
          {tiers.map((tier, n) => (
            <option key={tier} value={n + 1}>
              {tier}
            </option>
          ))}
        </SelectField>
        <div className="grid gap-1">
          <label htmlFor="cv" className="text-sm font-medium">
            Curriculum vitae
          </label>
          <input
            id="cv"
            name="cv"
            type="file"
            required
            accept=".pdf,.txt,application/pdf,text/plain"
            className="w-full rounded-sm border border-line-strong/60 bg-raised p-1.5 text-sm file:mr-3 file:rounded-sm file:border file:border-line file:bg-panel file:px-2 file:text-ink"
          />
          <p className="text-xs text-ink-faint">
            A PDF, or text in UTF-8, of at most 5 MB. Counsel of both sides and the court can download it.
          </p>
        </div>
      </div>
      <div className="grid content-start gap-4">
        <TextArea
          label="Relationships"
          name="relationships"
          required
          maxLength={10000}
          hint="With the parties and their competitors, now and before; or that there are none"
        />
        <TextArea label="Engagements" name="engagements" maxLength={10000} hint="Of the years that the order names, one to a line" />
        <TextArea label="Testimony" name="testimony" maxLength={10000} hint="At trial and deposition, one to a line" />
      </div>
      <div className="grid gap-3 md:col-span-2">
        <p className="border-l-2 border-accent pl-3 text-ink-soft">
          The other side may object until the end of {until}. The expert may be admitted meanwhile, and reads nothing before somebody
          confirms that the way is clear. What you send is not edited afterwards; you can withdraw it and disclose anew.
        </p>
        {problem !== null && <RefusalNotice error={problem} />}
        <div>
          <Button type="submit" look="primary" disabled={busy}>
            {busy ? "Disclosing" : "Disclose to the other side"}
          </Button>
        </div>
      </div>
    </form>
  );
}

async function encoded(file: File): Promise<{ cvName: string; cv: string }> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 32_768) binary += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return { cvName: file.name.slice(-120), cv: btoa(binary) };
}
