"use client";

import { useState } from "react";
import type { OwnMatter } from "@/domain/matters/schema";
import { ask } from "../ask";
import { sideInWords } from "../log/words";
import { RefusalNotice } from "../refusal-notice";

/** One's own matters, each with the side and the role one has there. */
export function MatterChoice({ matters }: { readonly matters: readonly OwnMatter[] }) {
  const [problem, setProblem] = useState<unknown>(null);
  const [going, setGoing] = useState("");

  async function choose(matter: string) {
    setGoing(matter);
    try {
      await ask("/api/account/matter", { method: "PUT", body: { matter } });
      window.location.assign("/");
    } catch (error) {
      setProblem(error);
      setGoing("");
    }
  }

  return (
    <ul className="grid border-t">
      {matters.map(({ id, caption, side, role, here }) => (
        <li key={id} className="border-b">
          <button
            type="button"
            disabled={going !== ""}
            onClick={() => void choose(id)}
            className="grid w-full gap-0.5 px-2 py-3 text-left hover:bg-panel disabled:opacity-60"
          >
            <span className="font-evidence text-lg leading-snug">{caption}</span>
            <span className="text-ink-soft">
              {role}, {sideInWords(side)}
              {here && " · you are here"}
              {going === id && " · opening"}
            </span>
          </button>
        </li>
      ))}
      {problem !== null && <RefusalNotice error={problem} />}
    </ul>
  );
}
