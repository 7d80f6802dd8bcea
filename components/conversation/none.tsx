import { Key } from "../ui/key";

const hints = [
  ["/", "type a query; Enter runs it"],
  ["h", "how to ask: the language of the search"],
  ["j k", "down and up the results"],
  ["Enter", "open what is chosen"],
  ["?", "every key that works here"],
] as const;

/** In the place of a conversation while none is open. */
export function ConversationNone() {
  return (
    <div className="grid h-full place-content-center-safe gap-4 overflow-auto p-8">
      <p className="font-evidence text-lg text-ink-soft">Choose a conversation at the left to read it here.</p>
      <dl className="grid grid-cols-[4rem_1fr] gap-y-1 text-ink-soft">
        {hints.map(([key, does]) => (
          <div key={key} className="contents">
            <dt>
              <Key>{key}</Key>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
