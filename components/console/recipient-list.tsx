"use client";

import { useState } from "react";
import type { Recipient } from "@/domain/proofs/schema";
import { Deed } from "../ui/deed";
import { SelectField, TextField } from "../ui/field";
import { counted } from "../ui/numbers";
import { Empty } from "../ui/page";
import { Cell, Row, Table } from "../ui/table";
import { momentOf } from "../ui/when";

const kinds = { address: "An address they are posted to", witness: "A witness who signs them" } as const;
const names = { folder: "Folder of the host", address: "Address", witness: "Witness" } as const;

/** Where the checkpoints of the matter go and how far each place has come; the monitor adds one, or ends one. */
export function RecipientList({ recipients }: { readonly recipients: readonly Recipient[] }) {
  return (
    <div className="grid justify-items-start gap-4">
      {recipients.length === 0 ? (
        <Empty title="Nowhere yet: nobody but the host holds what was signed." />
      ) : (
        <Table
          caption="Where checkpoints go"
          columns={[{ name: "Kind" }, { name: "Where" }, { name: "Has come to" }, { name: "Problem" }, { name: "" }]}
        >
          {recipients.map((one) => (
            <Row key={one.id}>
              <Cell>{names[one.kind]}</Cell>
              <Cell className="max-w-[28rem] font-mono text-xs break-all">
                {one.target ?? "comes for them itself"}
                {one.vkey && <span className="block text-ink-faint">{one.vkey}</span>}
              </Cell>
              <Cell>
                {one.delivered ? `${counted(one.delivered.size, "entry", "entries")}, ${momentOf(one.delivered.at)}` : "nothing yet"}
              </Cell>
              <Cell className="max-w-64">{one.problem ? <span className="text-danger">{one.problem}</span> : "none"}</Cell>
              <Cell right>
                <Stop recipient={one} />
              </Cell>
            </Row>
          ))}
        </Table>
      )}
      <Add />
      <p className="max-w-[80ch] text-xs text-ink-faint">
        A folder of the host is named at its terminal alone, since no browser should choose where the server writes:{" "}
        <code className="font-mono">npm run cli -- checkpoint deliver --folder /mnt/court --as YOU</code>.
      </p>
    </div>
  );
}

function Add() {
  const [kind, setKind] = useState<keyof typeof kinds>("address");
  const witness = kind === "witness";
  return (
    <Deed
      name="Send them to one more place"
      title="Send checkpoints to one more place"
      address="/api/audit/recipients"
      submit="Send them there"
      busy="Adding"
      consequences={
        <p>
          From now on the server of the host posts every checkpoint there: how many entries the log has and their root, nothing of what they
          say. The place and your name stand in the log.
        </p>
      }
    >
      <SelectField label="What it is" name="kind" value={kind} onChange={(event) => setKind(event.target.value as keyof typeof kinds)}>
        {Object.entries(kinds).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </SelectField>
      {witness && (
        <TextField
          label="Its key"
          name="vkey"
          maxLength={300}
          autoComplete="off"
          spellCheck={false}
          placeholder="witness.court.example+0123abcd+…"
          hint="As whoever runs the witness gave it to you, outside this page."
          required
        />
      )}
      <TextField
        label={witness ? "Where it is asked" : "Address"}
        name="target"
        type="url"
        maxLength={1000}
        autoComplete="off"
        spellCheck={false}
        placeholder="https://"
        hint={witness ? "Left empty, the witness comes for them itself." : "It begins with https://, or with http:// on this very machine."}
        required={!witness}
      />
    </Deed>
  );
}

function Stop({ recipient: { id, kind, target, vkey } }: { readonly recipient: Recipient }) {
  return (
    <Deed
      name="Stop"
      look="danger"
      title="Send no more checkpoints there"
      address={`/api/audit/recipients/${id}`}
      method="DELETE"
      submit="Stop"
      busy="Stopping"
      consequences={
        <p>
          {target ?? vkey} gets no checkpoint after this one, and what it has stays there.{" "}
          {kind === "witness" && "If it is the last witness, nobody outside confirms the log any more. "}
          That you ended it stands in the log.
        </p>
      }
    />
  );
}
