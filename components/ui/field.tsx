"use client";

import { type ComponentProps, type KeyboardEvent, useId } from "react";

type Shared = { readonly label: string; readonly hint?: string; readonly problem?: string | undefined };

const box =
  "w-full rounded-sm border border-line-strong/60 bg-raised px-2 py-1.5 text-base text-ink placeholder:text-ink-faint aria-invalid:border-danger";

function Framed({ label, hint, problem, id, children }: Shared & { readonly id: string; readonly children: React.ReactNode }) {
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children}
      {hint && !problem && <p className="text-xs text-ink-faint">{hint}</p>}
      {problem && (
        <p id={`${id}-problem`} className="text-xs text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}

/** One line of input with its label, its hint, and what is wrong with it. */
export function TextField({ label, hint, problem, className = "", ...rest }: Shared & ComponentProps<"input">) {
  const id = useId();
  return (
    <Framed label={label} id={id} {...(hint && { hint })} problem={problem}>
      <input
        id={id}
        className={`${box} h-[2.125rem] ${className}`}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? `${id}-problem` : undefined}
        {...rest}
      />
    </Framed>
  );
}

/** Several lines of input. */
export function TextArea({ label, hint, problem, className = "", ...rest }: Shared & ComponentProps<"textarea">) {
  const id = useId();
  return (
    <Framed label={label} id={id} {...(hint && { hint })} problem={problem}>
      <textarea
        id={id}
        rows={3}
        onKeyDown={sendOnEnter}
        className={`${box} ${className}`}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? `${id}-problem` : undefined}
        {...rest}
      />
    </Framed>
  );
}

// Enter begins a line here; with Ctrl or Cmd it sends the form, checks and all.
function sendOnEnter(event: KeyboardEvent<HTMLTextAreaElement>) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.currentTarget.form?.requestSubmit();
}

/** A choice of one. */
export function SelectField({ label, hint, problem, className = "", children, ...rest }: Shared & ComponentProps<"select">) {
  const id = useId();
  return (
    <Framed label={label} id={id} {...(hint && { hint })} problem={problem}>
      <select id={id} className={`${box} h-[2.125rem] ${className}`} {...rest}>
        {children}
      </select>
    </Framed>
  );
}
