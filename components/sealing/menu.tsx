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
  // A word would push the last page out of the bar at 1,280 pixels.
  return (
    unlocked && (
      <span title="What is sealed to your side is unlocked in this tab">
        <svg aria-hidden viewBox="0 0 12 14" className="size-3.5 text-good" fill="none" stroke="currentColor" strokeWidth="1.6">
          <rect x="1.5" y="6.5" width="9" height="6.5" rx="1" fill="currentColor" />
          <path d="M3.5 6V3.6a2.5 2.5 0 0 1 4.9-.7" />
        </svg>
        <span className="sr-only">unlocked</span>
      </span>
    )
  );
}
