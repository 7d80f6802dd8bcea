import Link from "next/link";
import type { Conversation } from "@/domain/conversations/schema";

/** What stands over a conversation of which there is another version: which is the newer one, and whether other words were said. */
export function ConversationVersions({ conversation: { supersededBy, supersedes, changed } }: { readonly conversation: Conversation }) {
  const other = supersededBy ?? supersedes;
  if (!other) return null;
  const words = changed ? "Other words were said in it." : "The same was said in both.";
  return (
    <p role="note" className="flex flex-wrap items-baseline gap-x-2 border-b bg-hold px-4 py-1.5 text-hold-ink">
      {supersededBy ? (
        <>
          <strong className="font-semibold">This version was replaced.</strong>
          <span>
            The newer one is <Numbered number={supersededBy} />. {words} Searches and exports have the newer one.
          </span>
        </>
      ) : (
        <span>
          This replaced <Numbered number={other} />. {words} The codes of your side were carried over; notes stay with the older one.
        </span>
      )}
    </p>
  );
}

function Numbered({ number }: { readonly number: string }) {
  return (
    <Link href={`/conversations/${number}`} prefetch={false} className="font-mono text-sm underline">
      {number}
    </Link>
  );
}
