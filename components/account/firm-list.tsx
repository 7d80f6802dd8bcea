"use client";

import { signIn } from "next-auth/react";
import { useState } from "react";
import type { FirmName, Identity } from "@/domain/identity/schema";
import { ask } from "../ask";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { Deed } from "../ui/deed";
import { Cell, Row, Table } from "../ui/table";
import { When } from "../ui/when";

/** One's own accounts at firms, and how to link another: one goes to the firm, and what comes back to this browser is one's own. */
export function FirmList({ firms, identities }: { readonly firms: readonly FirmName[]; readonly identities: readonly Identity[] }) {
  const [problem, setProblem] = useState<unknown>(null);

  async function link(firm: string) {
    setProblem(null);
    try {
      await ask("/api/account/identities", { method: "POST", body: { firm } });
      await signIn(firm, { callbackUrl: "/account" });
    } catch (error) {
      setProblem(error);
    }
  }

  return (
    <div className="grid justify-items-start gap-4">
      {identities.length > 0 && (
        <Table
          caption="Your accounts at firms"
          columns={[{ name: "Firm" }, { name: "Linked" }, { name: "Last used" }, { name: "What may be done", right: true }]}
        >
          {identities.map(({ id, firm, linkedAt, usedAt }) => (
            <Row key={id}>
              <Cell className="font-medium">{firm}</Cell>
              <Cell>
                <When at={linkedAt} />
              </Cell>
              <Cell>{usedAt ? <When at={usedAt} /> : "not yet"}</Cell>
              <Cell right>
                <Deed
                  name="Unlink"
                  look="danger"
                  title={`Unlink ${firm}`}
                  address={`/api/account/identities/${id}`}
                  method="DELETE"
                  submit="Unlink it"
                  busy="Unlinking"
                  consequences={<p>It opens nothing here any more. Sessions that it opened go on until they end.</p>}
                />
              </Cell>
            </Row>
          ))}
        </Table>
      )}
      <div className="flex flex-wrap gap-2">
        {firms.map(({ id, name }) => (
          <Button key={id} onClick={() => void link(id)}>
            Link your account at {name}
          </Button>
        ))}
      </div>
      {problem !== null && <RefusalNotice error={problem} />}
    </div>
  );
}
