"use client";

import { Menu } from "@base-ui/react/menu";
import { useRouter } from "next/navigation";
import { useVault } from "./vault";

/** What the menu of the session offers whose side seals something. */
export function SealingItems({ className }: { readonly className: string }) {
  const { mine, unlocked, lock, ask } = useVault();
  const router = useRouter();
  if (!mine) return null;
  return (
    <>
      {unlocked ? (
        <Menu.Item className={className} onClick={lock}>
          Lock what is sealed
        </Menu.Item>
      ) : (
        <Menu.Item className={className} onClick={() => ask(true)}>
          Unlock what is sealed
        </Menu.Item>
      )}
      <Menu.Item className={className} onClick={() => router.push("/sealing")}>
        Keys of your side
      </Menu.Item>
      <Menu.Separator className="my-1 border-t" />
    </>
  );
}

/** Says beside the name whether this tab holds keys now, and whether what one does is sealed at all. */
export function SealingMark() {
  const { mine, seals, unlocked } = useVault();
  if (mine && !seals && !unlocked)
    return (
      <span
        className="rounded-xs bg-hold px-1 text-2xs text-hold-ink"
        title="Your side has no key that may be sealed to now: see “Keys of your side”."
      >
        not sealed
      </span>
    );
  return unlocked && <span className="rounded-xs border border-good/50 px-1 text-2xs text-good">unlocked</span>;
}
