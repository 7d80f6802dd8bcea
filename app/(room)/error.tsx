"use client";

import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";

/** The page could not be made: the machine's fault, or the connection's. Says which, and tries again on request alone. */
export default function RoomError({ reset }: { error: Error; reset: () => void }) {
  const [offline, setOffline] = useState(false);
  useEffect(() => setOffline(!navigator.onLine), []);
  return (
    <div className="mx-auto grid h-full max-w-[60ch] content-center gap-3 p-8">
      <h1 className="font-evidence text-2xl font-semibold">{offline ? "You are offline" : "This page could not be made"}</h1>
      <p className="text-base text-ink-soft">
        {offline
          ? "The reading room cannot be reached from here. Nothing was changed. Come back to this page when the connection is there again."
          : "Nothing was changed. Try again; if it happens twice, tell the operator what you were doing and at what time."}
      </p>
      <div>
        <Button look="primary" onClick={reset}>
          Try again
        </Button>
      </div>
    </div>
  );
}
