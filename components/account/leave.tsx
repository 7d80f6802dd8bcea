"use client";

import { signOut } from "next-auth/react";
import { Button } from "../ui/button";

/** The way out for somebody who is not in yet. */
export function Leave() {
  return (
    <Button look="bare" onClick={() => void signOut({ callbackUrl: "/sign-in" })}>
      Sign out
    </Button>
  );
}
