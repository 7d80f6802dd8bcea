"use client";

import { Button } from "@/components/ui/button";

export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return (
    <main className="mx-auto grid min-h-dvh max-w-[60ch] content-center gap-3 p-8">
      <h1 className="font-evidence text-2xl font-semibold">This page could not be made</h1>
      <p className="text-base text-ink-soft">
        Nothing was changed. Try again; if it happens twice, tell the operator what you were doing and at what time.
      </p>
      <div>
        <Button look="primary" onClick={reset}>
          Try again
        </Button>
      </div>
    </main>
  );
}
