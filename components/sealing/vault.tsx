"use client";

import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { newSideKey, type Opened, openLock, openSideKeys, secretOf, vouchedMembers } from "@/domain/sealing/keyring";
import type { Lock, Sealing } from "@/domain/sealing/schema";
import type { Bytes } from "@/lib/bytes";
import { type Keys, openKeys, type Secret } from "@/lib/keys";
import { ask } from "../ask";

/** What is unlocked in this tab. `renewed`: the colleagues on whose leaving the side's key was made anew just now. */
export type Unlocked = {
  readonly sealing: Sealing;
  readonly own: Keys;
  readonly opened: Opened;
  readonly renewed: readonly string[];
};

export type Vault = {
  /** Whether this person's side seals anything at all. */
  readonly mine: boolean;
  /** Whether it had a key to seal to when this page was loaded. */
  readonly seals: boolean;
  /** Whether this browser can: WebCrypto is given to pages that came over a secure connection, and to no others. */
  readonly supported: boolean;
  readonly unlocked: Unlocked | null;
  readonly load: () => Promise<Sealing>;
  /** False for the wrong passphrase. */
  readonly unlock: (sealing: Sealing, lock: Lock, opener: { readonly passphrase: string } | { readonly given: Bytes }) => Promise<boolean>;
  /** Takes a key of one's own that was made just now. */
  readonly take: (secret: Secret) => Promise<void>;
  /** Asks the server again and opens what it says now. */
  readonly refresh: () => Promise<Unlocked | null>;
  readonly lock: () => void;
  /** Whether the dialog that asks for the passphrase is open. */
  readonly asking: boolean;
  readonly ask: (asking: boolean) => void;
};

const nothing: Vault = {
  mine: false,
  seals: true,
  supported: false,
  unlocked: null,
  load: () => Promise.reject(new Error("There are no keys here.")),
  unlock: () => Promise.resolve(false),
  take: () => Promise.resolve(),
  refresh: () => Promise.resolve(null),
  lock: () => undefined,
  asking: false,
  ask: () => undefined,
};
const VaultContext = createContext<Vault>(nothing);

/** The keys of one's side, as far as this tab holds them. */
export function useVault(): Vault {
  return useContext(VaultContext);
}

/** Minutes without a key pressed or a thing touched after which a tab forgets its keys. */
const IDLE_MINUTES = 15;

const readSealing = () => ask<Sealing>("/api/sealing");

type Props = Pick<Vault, "mine" | "seals"> & { readonly children: React.ReactNode };

/**
 * Holds the keys while somebody works: in the memory of this tab, not to be taken out of it, and in no storage. They are forgotten when
 * nobody touches anything for a while, and when the page is left.
 */
export function VaultProvider({ mine, seals, children }: Props) {
  const [unlocked, setUnlocked] = useState<Unlocked | null>(null);
  const [asking, setAsking] = useState(false);
  const [supported, setSupported] = useState(true);
  const own = useRef<Keys | null>(null);

  const lock = useCallback(() => {
    own.current = null;
    setUnlocked(null);
  }, []);
  const open = useCallback(async (sealing: Sealing, keys: Keys) => {
    const found = await opened(sealing, keys);
    own.current = keys;
    setUnlocked(found);
    return found;
  }, []);
  useEffect(() => setSupported(window.isSecureContext && typeof window.crypto?.subtle === "object"), []);
  useForgetting(unlocked !== null, lock);

  const vault = useMemo<Vault>(
    () => ({
      mine,
      seals,
      supported,
      unlocked,
      lock,
      asking,
      ask: setAsking,
      load: readSealing,
      unlock: async (sealing, kept, opener) => {
        const key = sealing.members.find(({ person }) => person === sealing.person)?.key;
        const secret = key && (await openLock(sealing, sealing.person, key.publicKey, kept, opener));
        if (!secret) return false;
        await open(sealing, await openKeys(secret));
        return true;
      },
      take: async (secret) => {
        await open(await readSealing(), await openKeys(secret));
      },
      refresh: async () => {
        return own.current && open(await readSealing(), own.current);
      },
    }),
    [mine, seals, supported, unlocked, lock, asking, open],
  );
  return <VaultContext value={vault}>{children}</VaultContext>;
}

// Whoever unlocks first after a colleague has left makes the next key: until then nothing of the side can be sealed.
async function opened(sealing: Sealing, own: Keys): Promise<Unlocked> {
  const found = await openSideKeys(sealing, own);
  const newest = sealing.keys.at(-1);
  const held = sealing.stale && newest && found.foreign.length === 0 ? await secretOf(sealing, own, newest.epoch) : null;
  if (!held) return { sealing, own, opened: found, renewed: [] };
  const members = await vouchedMembers(sealing, held.epoch, held.keys.signKey);
  const next = await newSideKey(sealing, held, held.epoch + 1, members);
  // A colleague may have been quicker; what they made is as good.
  await ask("/api/sealing/keys", { method: "POST", body: next }).catch(() => undefined);
  const now = await readSealing();
  const renewed = sealing.members.filter(({ active }) => !active).map(({ name }) => name);
  return { sealing: now, own, opened: await openSideKeys(now, own), renewed };
}

function useForgetting(holds: boolean, forget: () => void) {
  useEffect(() => {
    if (!holds) return;
    let last = Date.now();
    const touched = () => {
      last = Date.now();
    };
    const timer = setInterval(() => Date.now() - last > IDLE_MINUTES * 60_000 && forget(), 10_000);
    const signs = ["keydown", "pointerdown", "wheel"] as const;
    for (const sign of signs) window.addEventListener(sign, touched, { passive: true });
    window.addEventListener("pagehide", forget);
    return () => {
      clearInterval(timer);
      for (const sign of signs) window.removeEventListener(sign, touched);
      window.removeEventListener("pagehide", forget);
    };
  }, [holds, forget]);
}
