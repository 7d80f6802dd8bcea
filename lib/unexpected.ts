import { DomainError } from "./errors";

/**
 * What to answer for an error nobody foresaw. The database being away is an answer; anything else is a bug: told to the operator, not to
 * the reader. The operator is told where, never what: the words of a database error quote values, and values are queries and text.
 */
export function unexpected(error: unknown): DomainError {
  const { code, name } = error as { code?: string; name?: string };
  if (isTimeout(error))
    return new DomainError("limited", "This takes longer than one request may. Narrow it, by months for instance, and ask again.");
  console.error(JSON.stringify({ level: "error", name, code, state: stateOf(error), at: framesOf(error as Error) }));
  return new DomainError(
    "unavailable",
    "The reading room could not do this just now. Nothing was changed. Try again, and tell the operator if it happens twice.",
  );
}

/** PostgreSQL's code of an error, wherever the database client has put it. */
export function stateOf(error: unknown): string | undefined {
  const { meta } = (error ?? {}) as { meta?: { driverAdapterError?: { cause?: { originalCode?: string } } } };
  return meta?.driverAdapterError?.cause?.originalCode;
}

function isTimeout(error: unknown): boolean {
  return stateOf(error) === "57014"; // query_canceled
}

// A stack begins with the message, in as many lines as it has, and a message may hold anything: it is taken off before lines are read.
function framesOf({ name, message = "", stack = "" }: { name?: string; message?: string; stack?: string }): string[] {
  const frames = message ? stack.split(message).at(-1) : stack.replace(String(name), "");
  return [...(frames ?? "").matchAll(/^ {4}at .{0,300}?([\w.[\]-]{1,80}:\d+:\d+)\)?$/gm)].slice(0, 4).map(([, where]) => String(where));
}
