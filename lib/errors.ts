/** Every way the product says no, and the HTTP status it is said with. */
export const statusOf = {
  invalid: 400,
  unauthenticated: 401,
  refused: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  held: 423,
  limited: 429,
  unavailable: 503,
} as const;
export type ErrorCode = keyof typeof statusOf;

/** An answer, not an accident: anything else that is thrown is a bug and is reported as one. */
export class DomainError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details?: Readonly<Record<string, unknown>>,
  ) {
    super(message);
  }
}

/** The one sentence for what does not exist and for what one may not see. */
export function notFound() {
  return new DomainError("not_found", "There is nothing here by that name that you may see.");
}
