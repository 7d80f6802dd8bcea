"use client";

import { Button } from "@/components/ui/button";

export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return (
    <main className="mx-auto grid max-w-md content-center gap-3 p-8">
      <h1 className="font-evidence text-xl font-semibold">This page could not be made</h1>
      <p className="text-ink-soft">
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
