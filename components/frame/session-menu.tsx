"use client";

import { Menu } from "@base-ui/react/menu";
import { signOut } from "next-auth/react";
import type { Me } from "@/domain/people/schema";

const themes = [
  ["light", "Light"],
  ["dark", "Dark"],
  ["", "As the system"],
] as const;

function chooseTheme(theme: string) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  const year = Date.now() + 31_536_000_000;
  void window.cookieStore?.set({ name: "theme", value: theme, path: "/", sameSite: "strict", expires: theme ? year : 0 });
}

/** Who acts, in words, and the way out. */
export function SessionMenu({ me }: { readonly me: Me }) {
  const item = "block w-full cursor-default rounded-xs px-2 py-1 text-left data-[highlighted]:bg-accent-wash";
  return (
    <Menu.Root>
      <Menu.Trigger className="rounded-sm px-2 py-1 whitespace-nowrap hover:bg-raised">
        {me.person.name}{" "}
        <span className="text-ink-faint">
          {me.side} {me.role}
        </span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={4} className="z-40">
          <Menu.Popup className="min-w-64 rounded-sm border bg-raised p-1 shadow-lg">
            <p className="px-2 py-1 text-ink-soft">
              {me.person.email}
              <br />
              Session ends{" "}
              <time dateTime={me.sessionExpiresAt}>
                {new Date(me.sessionExpiresAt).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZoneName: "short" })}
              </time>
            </p>
            <Menu.Separator className="my-1 border-t" />
            {themes.map(([theme, name]) => (
              <Menu.Item key={name} className={item} onClick={() => chooseTheme(theme)}>
                {name}
              </Menu.Item>
            ))}
            <Menu.Separator className="my-1 border-t" />
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
