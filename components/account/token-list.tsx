"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import type { MadeToken, Session } from "@/domain/account/schema";
import { ask } from "../ask";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { Notice } from "../ui/notice";
import { Cell, Row, Table } from "../ui/table";
import { When } from "../ui/when";
import { End } from "./session-list";

/** The tokens with which scripts act as oneself, and how to make one. */
export function TokenList({ tokens }: { readonly tokens: readonly Session[] }) {
  return (
    <div className="grid gap-5">
      {tokens.length > 0 && (
        <Table
          caption="Your tokens"
          columns={[
            { name: "For" },
            { name: "Matter" },
            { name: "Made" },
            { name: "Works until" },
            { name: "What may be done", right: true },
          ]}
        >
          {tokens.map((token) => (
            <Row key={token.id}>
              <Cell>
                <span className="font-medium">{token.label}</span>
                {token.exports && <span className="block text-xs text-ink-faint">may export</span>}
              </Cell>
              <Cell className="max-w-72">{token.matter}</Cell>
              <Cell>
                <When at={token.createdAt} />
              </Cell>
              <Cell>
                <When at={token.expiresAt} />
              </Cell>
              <Cell right>
                <End session={token} />
              </Cell>
            </Row>
          ))}
        </Table>
      )}
      <MakeToken />
    </div>
  );
}

function MakeToken() {
  const router = useRouter();
  const [made, setMade] = useState<MadeToken | null>(null);
  const [problem, setProblem] = useState<unknown>(null);

  async function make(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    setProblem(null);
    setMade(null);
    try {
      const body = { name: given.get("name"), days: given.get("days"), exports: given.has("exports") };
      setMade(await ask<MadeToken>("/api/account/tokens", { method: "POST", body }));
      form.reset();
      router.refresh();
    } catch (error) {
      setProblem(error);
    }
  }

  return (
    <form onSubmit={(event) => void make(event)} className="grid max-w-[40rem] gap-3 sm:grid-cols-[1fr_9rem_auto] sm:items-end">
      <TextField label="What the token is for" name="name" maxLength={60} autoComplete="off" required />
      <TextField label="For how many days" name="days" type="number" min={1} max={365} defaultValue={30} required />
      <Button type="submit" className="h-[2.125rem]">
        Make a token
      </Button>
      <label className="flex items-start gap-2 sm:col-span-3">
        <input type="checkbox" name="exports" className="mt-0.5" />
        <span>
          It may ask for exports and download them
          <span className="block text-xs text-ink-faint">
            At most 30 days. Holds, people and other tokens stay out of its reach where a second factor is asked for.
          </span>
        </span>
      </label>
      <div className="sm:col-span-3">
        {problem !== null && <RefusalNotice error={problem} />}
        {made && (
          <Notice title="Shown this once">
            <code className="font-mono break-all select-all">{made.token}</code>
          </Notice>
        )}
      </div>
    </form>
  );
}
