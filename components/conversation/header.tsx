"use client";

import Link from "next/link";
import type { Conversation } from "@/domain/conversations/schema";
import { legendOf } from "@/domain/orders/schema";
import { ChallengeDesignation, SetDesignation } from "../designations/deeds";
import { TierBar } from "../frame/tier-bar";
import { Receipt } from "../log/receipt";
import { count, counted } from "../ui/numbers";
import { monthOf } from "../ui/when";
import { conversationHref, languageName } from "./address";
import { useRoom } from "./context";
import { useSearch } from "./search";
import { Steps } from "./steps";

const flagWords: Record<Conversation["flags"][number], string> = {
  output_missing: "an output is missing",
  roles_out_of_order: "prompts and outputs out of order",
  empty_turn: "an empty turn",
  characters_replaced: "characters replaced at intake",
  has_branches: "has other branches",
  matches_work: "matches a registered work",
  superseded: "has a newer version",
  supersedes: "is a newer version",
};

/** What is known of a conversation besides its words, and the receipt of the look that shows it: `entry` is its number in the log. */
export function ConversationHeader({
  conversation,
  turn,
  entry,
}: {
  readonly conversation: Conversation;
  readonly turn: number;
  readonly entry?: string | undefined;
}) {
  const { tiers, legends, designates } = useRoom();
  const search = useSearch();
  const { controlNumber, volume, model, month, language, turns, words, tier, flags } = conversation;
  const facts = [
    volume,
    model ?? "model not stated",
    month ? monthOf(month) : "undated",
    language ? languageName(language) : "language not known",
    counted(turns, "turn"),
    `${count(words)} words`,
  ];
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-2 pb-1.5">
      <Link href={conversationHref(null, search)} prefetch={false} className="text-accent underline md:hidden">
        Results
      </Link>
      <h2 className="font-mono text-sm font-semibold">{controlNumber}</h2>
      <p className="text-ink-soft">{facts.join(" · ")}</p>
      <div className="ml-auto flex items-center gap-x-3">
        {entry && <Receipt entry={entry} of="this look" />}
        <Steps id={controlNumber} />
      </div>
      <span className="basis-full" />
      <TierBar tier={{ rank: tier, name: legendOf({ tiers: [...tiers], legends: [...legends] }, tier) }} />
      {designates === "set" && <SetDesignation tiers={tiers} conversation={controlNumber} turn={turn} shortcut="d" />}
      {designates === "challenge" && <ChallengeDesignation tiers={tiers} conversation={controlNumber} turn={turn} shortcut="d" />}
      {flags.length > 0 && (
        <p className="flex flex-wrap gap-1">
          <span className="sr-only">What intake noticed:</span>
          {flags.map((flag) => (
            <span key={flag} className="rounded-xs border border-line-strong/60 px-1.5 text-2xs leading-4 text-ink-soft">
              {flagWords[flag]}
            </span>
          ))}
        </p>
      )}
    </header>
  );
}
