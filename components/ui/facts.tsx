/** Names and values in two columns. What is missing is said, never left blank. */
export function Facts({ facts }: { readonly facts: readonly (readonly [name: string, value: React.ReactNode])[] }) {
  return (
    <dl className="grid content-start grid-cols-[minmax(7rem,max-content)_1fr] gap-x-6 gap-y-1">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-faint">{name}</dt>
          <dd className="min-w-0 break-words">{value ?? <span className="text-ink-faint">not stated</span>}</dd>
        </div>
      ))}
    </dl>
  );
}
