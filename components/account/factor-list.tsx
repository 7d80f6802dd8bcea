"use client";

import { useRouter } from "next/navigation";
import type { Factors } from "@/domain/account/schema";
import { Deed } from "../ui/deed";
import { counted } from "../ui/numbers";
import { Cell, Row, Table } from "../ui/table";
import { When } from "../ui/when";
import { EnrolApp } from "./enrol-app";
import { EnrolPasskey } from "./enrol-passkey";
import { RecoveryCodes } from "./recovery-codes";

/** What one proves oneself with: the app, the passkeys, the codes for when they are lost; and how to add to them or take one away. */
export function FactorList({ factors }: { readonly factors: Factors }) {
  const router = useRouter();
  const refresh = () => router.refresh();
  const rows = [...(factors.totp ? [{ ...factors.totp, name: "Authenticator app" }] : []), ...factors.passkeys];
  return (
    <div className="grid gap-5">
      {rows.length > 0 && (
        <Table
          caption="Second factors"
          columns={[{ name: "Factor" }, { name: "Enrolled" }, { name: "Last used" }, { name: "What may be done", right: true }]}
        >
          {rows.map(({ id, name, enrolledAt, usedAt }) => (
            <Row key={id}>
              <Cell className="font-medium">{name}</Cell>
              <Cell>
                <When at={enrolledAt} />
              </Cell>
              <Cell>{usedAt ? <When at={usedAt} /> : "not since"}</Cell>
              <Cell right>
                <Deed
                  name="Remove"
                  look="danger"
                  title={`Remove “${name}”`}
                  address={`/api/account/factors/${id}`}
                  method="DELETE"
                  submit="Remove it"
                  busy="Removing"
                  consequences={<p>It confirms nothing any more. Every other browser that is signed in as you is signed out.</p>}
                />
              </Cell>
            </Row>
          ))}
        </Table>
      )}
      <div className="grid gap-8 lg:grid-cols-3">
        {!factors.totp && (
          <section className="grid content-start gap-3" aria-label="Add an authenticator app">
            <EnrolApp onDone={refresh} />
          </section>
        )}
        <section className="grid content-start gap-3" aria-label="Add a passkey">
          <EnrolPasskey onDone={refresh} />
        </section>
        {rows.length > 0 && (
          <section className="grid content-start gap-3" aria-label="Recovery codes">
            <p className="text-ink-soft">
              {factors.recoveryCodes === 0
                ? "You have no recovery codes."
                : `${counted(factors.recoveryCodes, "recovery code is", "recovery codes are")} left.`}{" "}
              New ones take the place of the old.
            </p>
            <RecoveryCodes name="Make ten new codes" />
          </section>
        )}
      </div>
    </div>
  );
}
