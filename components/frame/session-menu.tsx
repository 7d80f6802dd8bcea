"use client";

import { Menu } from "@base-ui/react/menu";
import { signOut } from "next-auth/react";
import { useState } from "react";
import type { Me } from "@/domain/people/schema";
import { SealingItems, SealingMark } from "../sealing/menu";
import { minuteOf } from "../ui/when";

const themes = [
  ["light", "Light paper"],
  ["dark", "Dark paper"],
  ["", "Light or dark as this computer"],
] as const;

function chooseTheme(theme: string) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  const year = Date.now() + 31_536_000_000;
  void window.cookieStore?.set({ name: "theme", value: theme, path: "/", sameSite: "strict", expires: theme ? year : 0 });
}

/** Who acts, in words, until when, and the way out. */
export function SessionMenu({ me }: { readonly me: Me }) {
  const [theme, setTheme] = useState("");
  const item = "flex w-full cursor-default items-center gap-2 rounded-xs px-2 py-1 text-left data-[highlighted]:bg-accent-wash";
  return (
    <Menu.Root onOpenChange={() => setTheme(document.documentElement.dataset.theme ?? "")}>
      <Menu.Trigger className="flex items-center gap-1.5 rounded-sm px-2 py-1 whitespace-nowrap hover:bg-raised">
        <span className="max-w-44 truncate max-md:max-w-28" title={me.person.name}>
          {me.person.name}
        </span>
        <span className="text-ink-soft max-2xl:sr-only">
          {me.side} {me.role}
        </span>
        <SealingMark />
        <span aria-hidden className="text-2xs text-ink-faint">
          ▾
        </span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={4} className="z-40">
          <Menu.Popup className="min-w-64 rounded-sm border border-line-strong/50 bg-raised p-1 shadow-lg outline-none">
            <p className="px-2 py-1 text-ink-soft">
              {me.person.email}
              <br />
              Session ends <time dateTime={me.sessionExpiresAt}>{minuteOf(me.sessionExpiresAt)}</time>
            </p>
            <Menu.Separator className="my-1 border-t" />
            <Menu.RadioGroup
              aria-label="Colours"
              value={theme}
              onValueChange={(value: string) => {
                setTheme(value);
                chooseTheme(value);
              }}
            >
              {themes.map(([value, name]) => (
                <Menu.RadioItem key={name} value={value} className={item}>
                  <span className="flex-1">{name}</span>
                  <Menu.RadioItemIndicator>
                    <span aria-hidden>✓</span>
                  </Menu.RadioItemIndicator>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            <Menu.Separator className="my-1 border-t" />
            <SealingItems className={item} />
            <Menu.Item className={item} onClick={() => window.location.assign("/account")}>
              Your account: factors, devices, tokens
            </Menu.Item>
            {me.matters > 1 && (
              <Menu.Item className={item} onClick={() => window.location.assign("/matters")}>
                Another matter
              </Menu.Item>
            )}
            <Menu.Item className={item} onClick={() => window.location.assign("/undertaking")}>
              The order and your undertaking
            </Menu.Item>
            <Menu.Item className={item} onClick={() => void signOut({ callbackUrl: "/sign-in" })}>
              Sign out
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
