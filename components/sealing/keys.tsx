"use client";

import { useCallback, useState } from "react";
import type { Sealing } from "@/domain/sealing/schema";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { Page, Section } from "../ui/page";
import { Members } from "./members";
import { LostKey, OwnKey } from "./own-key";
import { Sheet } from "./sheet";
import { SideKeyNow } from "./side-key";
import { Unlock, Unsupported } from "./unlock";
import { useVault } from "./vault";

/** The keys of one's side: what it seals to, who can open that, one's own key and its locks. */
export function KeysOfSide({ asked: first }: { readonly asked: Sealing }) {
  const vault = useVault();
  const { load, refresh, unlocked, supported } = vault;
  const [asked, setAsked] = useState(first);
  const [sheet, setSheet] = useState<string | null>(null);
  const again = useCallback(async () => {
    await refresh();
    setAsked(await load());
  }, [load, refresh]);
  // What was unlocked may be newer than what was asked: the side's key is renewed while it is unlocked.
  const sealing = unlocked?.sealing ?? asked;

  if (sheet !== null) return <Sheet sealing={sealing} code={sheet} putAway={() => setSheet(null)} />;
  const own = sealing.members.find(({ person }) => person === sealing.person);
  return (
    <Page
      title="Keys of your side"
      lead={<Lead sealing={sealing} />}
      deeds={unlocked && <Button onClick={vault.lock}>Lock this tab</Button>}
    >
      {!supported && <Unsupported />}
      {unlocked && unlocked.renewed.length > 0 && (
        <Notice title="Your side has a new key">
          {unlocked.renewed.join(", ")} left, so the key they knew was replaced as soon as you unlocked. What is written from now on is
          sealed to the new one. Print a new recovery sheet.
        </Notice>
      )}
      {unlocked && unlocked.opened.foreign.length > 0 && (
        <Notice tone="problem" title="A key of your side was not made by your side">
          Key {unlocked.opened.foreign.join(", ")} says that it follows one that you hold, and is not signed by it. Somebody without your
          side’s key put it there. Seal nothing, and tell your counsel and the monitor.
        </Notice>
      )}
      <div className="grid items-start gap-x-10 gap-y-6 xl:grid-cols-2">
        <Section title="Your own key">
          {unlocked || !own?.key || !supported ? (
            <OwnKey sealing={sealing} again={again} />
          ) : (
            <div className="grid max-w-[26rem] gap-3">
              <Unlock />
              <LostKey sealing={sealing} again={again} />
            </div>
          )}
        </Section>
        <Section title="The key of your side">
          <SideKeyNow sealing={sealing} again={again} print={setSheet} />
        </Section>
      </div>
      <Section title="Who can read what is sealed">
        <Members sealing={sealing} again={again} />
      </Section>
    </Page>
  );
}

function Lead({ sealing: { keys, stale, members } }: { readonly sealing: Sealing }) {
  const newest = keys.at(-1);
  if (!newest)
    return (
      <>
        Your side has no key yet. Until it has one, what you search and code is committed to in the log, and kept there readable to nobody.
      </>
    );
  const holders = members.filter(({ active, grant }) => active && grant?.epoch === newest.epoch).length;
  const all = members.filter(({ active }) => active).length;
  if (stale)
    return (
      <>
        Somebody who knows key {newest.epoch} has left your side. Until one who holds it unlocks, and so makes the next, nothing more is
        sealed: details of the log are committed to and kept readable to nobody, and no note can be written.
      </>
    );
  return (
    <>
      What the log keeps of your side’s searches and codes, and every note, is sealed to key {newest.epoch}, which {holders} of {all}{" "}
      members hold. The host keeps it locked and cannot open it; neither can the other side.
    </>
  );
}
