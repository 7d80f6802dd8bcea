/** A key on the keyboard. */
export function Key({ children }: { readonly children: React.ReactNode }) {
  return (
    <kbd
      className="inline-block min-w-4 rounded-xs border border-current/30 px-1 text-center font-mono text-2xs leading-4 font-normal"
      aria-hidden
    >
      {children}
    </kbd>
  );
}
