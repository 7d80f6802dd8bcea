"use client";

import { useState } from "react";
import type { HoldScope } from "@/domain/holds/schema";
import { Deed } from "../ui/deed";
import { SelectField, TextArea, TextField } from "../ui/field";

type Named = { readonly id: string; readonly name: string };

const scopes: Record<HoldScope, { name: string; covers: string }> = {
  matter: { name: "The whole matter", covers: "every conversation of every volume, now and later" },
  volume: { name: "A volume", covers: "every conversation of the volume" },
  set: { name: "A reviewed set of your side", covers: "every conversation of the set, in whatever other set it lies" },
  conversation: { name: "One conversation", covers: "this conversation, in whatever set it lies" },
};

/** The form that places a hold. Says what it will stop, for whom, and who will see it, before anything is placed. */
export function PlaceHold({ volumes, sets }: { readonly volumes: readonly Named[]; readonly sets: readonly Named[] | null }) {
  const [scope, setScope] = useState<HoldScope>("matter");
  const offered = (Object.keys(scopes) as HoldScope[]).filter((one) => one !== "set" || sets !== null);
  return (
    <Deed
      name="Place a hold"
      look="primary"
      shortcut="p"
      title="Place a legal hold"
      address="/api/holds"
      submit="Place the hold"
      busy="Placing the hold"
      consequences={
        <>
          <p>
            <strong className="font-semibold text-ink">In force at once, for everybody, your own side included.</strong> It covers{" "}
            {scopes[scope].covers}. Nothing it covers can be exported or downloaded; a production that is being written stops.
          </p>
          <p>
            Counsel and experts of both sides, the monitor and the custodian see it with its reason, its authority and your name
            {scope === "set" ? "; which set it is stays with your side" : ""}. It is in the log for good. Only two people of two sides can
            release it.
          </p>
        </>
      }
    >
      <SelectField label="What is held" name="scope" value={scope} onChange={(event) => setScope(event.target.value as HoldScope)}>
        {offered.map((one) => (
          <option key={one} value={one}>
            {scopes[one].name}
          </option>
        ))}
      </SelectField>
      {scope === "volume" && <Choice label="Which volume" of={volumes} />}
      {scope === "set" && <Choice label="Which set" of={sets ?? []} />}
      {scope === "conversation" && (
        <TextField
          label="Control number"
          name="target"
          required
          placeholder="DEMO-000000001"
          className="font-mono"
          hint="As it stands in the list of results"
        />
      )}
      <TextField
        label="Authority"
        name="authority"
        required
        maxLength={500}
        hint="An order, a docket number, a letter: what this rests on"
      />
      <TextArea label="Reason" name="reason" required maxLength={2000} hint="Everybody who may read holds will read this" />
    </Deed>
  );
}

function Choice({ label, of }: { readonly label: string; readonly of: readonly Named[] }) {
  return (
    <SelectField label={label} name="target" required defaultValue="">
      <option value="" disabled>
        {of.length === 0 ? "There is none yet" : "Choose"}
      </option>
      {of.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
