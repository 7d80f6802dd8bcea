import type { ComponentProps } from "react";
import { Key } from "./key";

const looks = {
  primary: "bg-accent text-accent-ink border-accent hover:opacity-90",
  quiet: "bg-raised text-ink border-line hover:border-line-strong",
  bare: "border-transparent text-ink-soft hover:text-ink hover:bg-panel",
  danger: "bg-raised text-danger border-danger hover:bg-danger hover:text-paper",
};

type Props = ComponentProps<"button"> & { readonly look?: keyof typeof looks; readonly shortcut?: string };

/** A button that says which key presses it. */
export function Button({ look = "quiet", shortcut, className = "", children, ...rest }: Props) {
  return (
    <button
      type="button"
      className={`inline-flex items-center gap-1.5 rounded-sm border px-2.5 py-1 text-sm font-medium whitespace-nowrap normal-nums disabled:cursor-not-allowed disabled:opacity-50 print:hidden ${looks[look]} ${className}`}
      {...rest}
    >
      {children}
      {shortcut && <Key>{shortcut}</Key>}
    </button>
  );
}
