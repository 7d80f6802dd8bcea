"use client";

import { useState } from "react";
import { Refusal } from "../ask";
import { Button } from "../ui/button";

/**
 * The receipt of an entry, as a file: it proves without this application that the entry stands in the log. A look of this very moment is
 * written down and not signed yet; then it says so, and asks again until it is.
 */
export function Receipt({ entry, of, className = "" }: { readonly entry: string; readonly of: string; readonly className?: string }) {
  const [said, setSaid] = useState<{ readonly entry: string; readonly text: string } | null>(null);
  const say = (text: string) => setSaid({ entry, text });

  async function fetchReceipt() {
    for (let tries = 0; tries < 8; tries++) {
      try {
        save(await receiptOf(entry), `entry-${entry}.tlog-proof`);
        return say("Saved. Keep it: it verifies without this site.");
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (error.code !== "conflict") return say(error.message);
        say("Written down, not signed yet. It is within about a second; waiting for it.");
        await new Promise((resolve) => setTimeout(resolve, 700));
      }
    }
    say("Written down, and still not signed. Ask again later; the entry is not lost. If this stays, tell the monitor.");
  }

  return (
    <span className={`inline-flex items-center gap-2 ${className}`}>
      <Button
        look="bare"
        className="px-1 py-0 text-xs underline decoration-line-strong underline-offset-2"
        aria-label={`Receipt for ${of}`}
        title={`Proof that entry ${entry} stands in the signed log`}
        onClick={() => void fetchReceipt()}
      >
        Receipt
      </Button>
      <span role="status" className="text-xs text-ink-soft print:hidden">
        {said?.entry === entry ? said.text : ""}
      </span>
    </span>
  );
}

async function receiptOf(entry: string): Promise<Blob> {
  const response = await fetch(`/api/audit/receipt?entry=${entry}`, { cache: "no-store" }).catch(() => {
    throw new Refusal(0, "offline", "The reading room does not answer. Check the connection.", {});
  });
  if (response.ok) return response.blob();
  const { error = "unavailable", message = "The receipt cannot be had just now." } = (await response.json().catch(() => ({}))) as {
    error?: string;
    message?: string;
  };
  throw new Refusal(response.status, error, message, {});
}

function save(file: Blob, name: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
