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

/**
 * Asks an address of this application and gives its JSON; throws Refusal for every no, the network's included. What is asked has a name of its
 * own: where the connection breaks it is asked once more under the same name, and is then one look and one deed all the same.
 */
export async function ask<T>(path: string, init: { method?: string; body?: unknown; signal?: AbortSignal } = {}): Promise<T> {
  const { body, ...rest } = init;
  // A browser names things for pages that came over a safe connection alone; without one nothing is asked twice.
  const named = "randomUUID" in crypto;
  const headers = {
    ...(named && { "idempotency-key": crypto.randomUUID() }),
    ...(body !== undefined && { "content-type": "application/json" }),
  };
  const sent = { cache: "no-store", ...rest, headers, ...(body !== undefined && { body: JSON.stringify(body) }) } as const;
  const response = await fetch(path, sent)
    .catch(
      unlessAborted(async (error) => {
        if (!named) throw error;
        await pause(AGAIN_MS, init.signal);
        return fetch(path, sent);
      }),
    )
    .catch(
      unlessAborted(() => {
        throw new Refusal(0, "offline", "The reading room does not answer. Check the connection before you ask again.", {});
      }),
    );
  const answer: unknown = await response.json().catch(() => ({}));
  if (response.ok) return answer as T;
  const {
    error = "unavailable",
    message = "The reading room could not do this just now.",
    details = {},
  } = answer as { error?: string; message?: string; details?: Record<string, unknown> };
  throw new Refusal(response.status, error, message, details);
}

const AGAIN_MS = 400;

function unlessAborted<R>(then: (error: unknown) => R) {
  return (error: unknown): R => {
    if ((error as Error).name === "AbortError") throw error;
    return then(error);
  };
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
