import { DomainError } from "@/lib/errors";

/** What is wrong with a query, and where: `invalid` with details {at, length}, in UTF-16 units of the query as typed. */
export function problem(message: string, { at, length }: { readonly at: number; readonly length: number }): DomainError {
  return new DomainError("invalid", message, { at, length });
}
