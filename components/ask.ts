/** What the server answers when it says no. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: Readonly<Record<string, unknown>>,
  ) {
    super(message);
  }
}

/** Asks an address of this application and gives its JSON; throws Refusal for every no, the network's included. */
export async function ask<T>(path: string, init: { method?: string; body?: unknown; signal?: AbortSignal } = {}): Promise<T> {
  const { body, ...rest } = init;
  const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  const response = await fetch(path, { cache: "no-store", ...rest, ...sent }).catch((error: unknown) => {
    if ((error as Error).name === "AbortError") throw error;
    throw new Refusal(0, "offline", "The reading room does not answer. Check the connection; nothing was changed.", {});
  });
  const answer: unknown = await response.json().catch(() => ({}));
  if (response.ok) return answer as T;
  const {
    error = "unavailable",
    message = "The reading room could not do this just now.",
    details = {},
  } = answer as { error?: string; message?: string; details?: Record<string, unknown> };
  throw new Refusal(response.status, error, message, details);
}
