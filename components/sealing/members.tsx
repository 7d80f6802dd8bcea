"use client";

import { useState } from "react";
import { memberOwner, secretOf, wrapFor } from "@/domain/sealing/keyring";
import type { Sealing, SealingMember } from "@/domain/sealing/schema";
import { ask } from "../ask";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { Cell, Row, Table } from "../ui/table";
import { When } from "../ui/when";
import { SafetyNumber } from "./side-key";
import { useVault } from "./vault";

type Props = { readonly sealing: Sealing; readonly again: () => Promise<void> };

/** The members of the side: who holds its key, who waits for it, and the numbers by which each is known on the phone. */
export function Members({ sealing, again }: Props) {
  const { unlocked } = useVault();
  const newest = sealing.keys.at(-1)?.epoch;
  const gives = unlocked !== null && newest !== undefined && sealing.grants.some(({ epoch }) => epoch === newest) && !sealing.stale;
  const columns = ["Member", "State", "Safety number of their own key", "The side’s key"].map((name) => ({ name }));
  return (
    <Table caption="Members of your side and what they can open" columns={columns}>
      {sealing.members.map((member) => (
        <Row key={member.person} dim={!member.active}>
          <Cell>
            <span className="font-medium">{member.name}</span>
            {member.person === sealing.person && <span className="text-ink-faint"> (you)</span>}
            <span className="block text-xs text-ink-faint">{member.role}</span>
          </Cell>
          <Cell className="max-w-64">{stateOf(member, newest)}</Cell>
          <Cell>
            {member.key ? <SafetyNumber publicKey={member.key.publicKey} owner={memberOwner(sealing, member.person)} /> : "none yet"}
          </Cell>
          <Cell>
            {member.grant && member.grant.epoch === newest && <Given grant={member.grant} />}
            {gives && member.active && member.key && member.grant?.epoch !== newest && <Give member={member} again={again} />}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function stateOf({ active, key, grant }: SealingMember, newest: number | undefined): string {
  if (!active) return "left; knows the present key";
  if (!key) return "has not made a key yet";
  if (newest === undefined) return "has a key; your side has none yet";
  if (grant?.epoch === newest) return "reads what is sealed";
  return grant ? "holds an earlier key; waits to be given the present one" : "waits to be given your side’s key";
}

function Given({ grant }: { readonly grant: NonNullable<SealingMember["grant"]> }) {
  return (
    <>
      key {grant.epoch}, <When at={grant.at} day />
      {grant.by && <span className="block text-xs text-ink-faint">given by {grant.by}</span>}
    </>
  );
}

function Give({ member, again }: { readonly member: SealingMember; readonly again: () => Promise<void> }) {
  const { unlocked } = useVault();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  if (!unlocked || !member.key) return null;
  const { sealing, own } = unlocked;
  const { key } = member;
  async function give() {
    const held = await secretOf(sealing, own, sealing.keys.at(-1)?.epoch ?? 0);
    if (!held) return;
    const grant = await wrapFor(sealing, held, { person: member.person, id: key.id, publicKey: key.publicKey });
    await ask("/api/sealing/grants", { method: "POST", body: grant });
    await again();
  }
  function submit() {
    setBusy(true);
    setError(null);
    give()
      .catch(setError)
      .finally(() => setBusy(false));
  }
  if (!asking) return <Button onClick={() => setAsking(true)}>Give them the key</Button>;
  return (
    <div className="grid max-w-96 justify-items-start gap-2 border-l-2 border-accent py-1 pl-3 text-ink-soft">
      <p>
        Call {member.name} and let them read their safety number from this page. It must be the one that stands here, digit by digit. If it
        is another, somebody put their own key in its place: give nothing, and tell the monitor.
      </p>
      <p>They will read everything that your side has sealed, now and before. The log says that you gave it.</p>
      {error !== null && <RefusalNotice error={error} />}
      <p className="flex gap-2">
        <Button look="primary" disabled={busy} onClick={submit}>
          {busy ? "Giving it" : "The numbers agree: give it"}
        </Button>
        <Button look="bare" onClick={() => setAsking(false)}>
          Do nothing
        </Button>
      </p>
    </div>
  );
}
