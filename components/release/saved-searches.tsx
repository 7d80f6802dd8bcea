"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { type SavedSearch, type SaveSearch, searchFor } from "@/domain/sets/saved-schema";
import { fromBase64 } from "@/lib/bytes";
import { open } from "@/lib/seal";
import { ask } from "../ask";
import { conversationHref, type SearchAddress, searchFrom } from "../conversation/address";
import { type Unlocked, useVault } from "../sealing/vault";
import { Button } from "../ui/button";
import { Deed } from "../ui/deed";
import { counted } from "../ui/numbers";
import { Section } from "../ui/page";
import { Cell, Row, Table } from "../ui/table";
import { When } from "../ui/when";

/** The searches that one's side saved: opened in this browser, and asked anew, of everything or of what was sealed since. */
export function SavedSearches({ saved }: { readonly saved: readonly SavedSearch[] }) {
  const { unlocked, mine, ask: unlock } = useVault();
  const opened = useOpened(saved, unlocked);
  return (
    <Section title="Saved searches" note={counted(saved.length, "search", "searches")}>
      {!unlocked && mine && (
        <p className="text-ink-soft">
          Name, words and filters are sealed to your side.{" "}
          <button type="button" className="text-accent underline" onClick={() => unlock(true)}>
            Unlock to read them
          </button>
        </p>
      )}
      <Table
        caption="Saved searches of your side"
        columns={[{ name: "Search" }, { name: "Saved" }, { name: "New since" }, { name: "What may be done", right: true }]}
      >
        {saved.map((one) => (
          <SavedRow key={one.id} saved={one} search={opened.get(one.id)} />
        ))}
      </Table>
    </Section>
  );
}

function SavedRow({ saved, search }: { readonly saved: SavedSearch; readonly search: SaveSearch | "unopened" | undefined }) {
  const router = useRouter();
  const { id, savedAt, savedBy, lookedAt, newVolumes } = saved;
  const known = typeof search === "object" ? search : null;
  async function seeNew(asked: SaveSearch) {
    await ask(`/api/saved-searches/${id}`, { method: "POST" });
    router.push(conversationHref(null, { ...addressOf(asked), volume: newVolumes }));
  }
  return (
    <Row>
      <Cell className="max-w-[60ch] min-w-56">
        <span className="font-medium">{known?.name ?? (search === "unopened" ? "sealed to a key that you do not hold" : "sealed")}</span>
        {known && <span className="block font-mono text-xs text-ink-soft">{known.query || "everything"}</span>}
      </Cell>
      <Cell>
        <When at={savedAt} />
        <span className="block text-xs text-ink-faint">by {savedBy}</span>
      </Cell>
      <Cell>
        {newVolumes.length === 0 ? <span className="text-ink-faint">nothing new</span> : newVolumes.join(", ")}
        <span className="block text-xs text-ink-faint">
          looked at <When at={lookedAt} />
        </span>
      </Cell>
      <Cell right>
        <span className="inline-flex items-center gap-3">
          {known && newVolumes.length > 0 && (
            <Button look="bare" onClick={() => void seeNew(known)}>
              See what is new
            </Button>
          )}
          {known && (
            <Button look="bare" onClick={() => router.push(conversationHref(null, addressOf(known)))}>
              Search
            </Button>
          )}
          <Deed
            name="Take away"
            look="bare"
            title="Take this saved search away"
            address={`/api/saved-searches/${id}`}
            method="DELETE"
            submit="Take it away"
            busy="Taking it away"
            consequences={<p>Nobody of your side finds it here any more. Sets that were frozen from it stay.</p>}
          />
        </span>
      </Cell>
    </Row>
  );
}

function addressOf({ query, filters, sort }: SaveSearch): SearchAddress {
  const params = new URLSearchParams({ q: query, sort });
  for (const [name, value] of Object.entries(filters))
    for (const one of [value].flat()) if (one !== undefined) params.append(name, String(one));
  return searchFrom(params);
}

function useOpened(saved: readonly SavedSearch[], unlocked: Unlocked | null): ReadonlyMap<string, SaveSearch | "unopened"> {
  const [opened, setOpened] = useState<ReadonlyMap<string, SaveSearch | "unopened">>(new Map());
  useEffect(() => {
    let current = true;
    setOpened(new Map());
    if (unlocked)
      void Promise.all(saved.map(async (one) => [one.id, await read(one, unlocked)] as const)).then(
        (all) => current && setOpened(new Map(all)),
      );
    return () => {
      current = false;
    };
  }, [saved, unlocked]);
  return opened;
}

async function read(
  { epoch, box, commitment }: SavedSearch,
  { sealing: { matter, side }, opened }: Unlocked,
): Promise<SaveSearch | "unopened"> {
  const keys = opened.keys.get(epoch);
  const committed = Uint8Array.from(commitment.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  const secret = keys && (await open(keys.pair, searchFor({ matter, side, epoch }), committed, fromBase64(box)).catch(() => null));
  return secret ? (JSON.parse(secret.body) as SaveSearch) : "unopened";
}
