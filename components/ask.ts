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

let confirmAnew: (() => Promise<boolean>) | null = null;

/** Says how somebody confirms anew that it is them, while the page that can ask them stands. Returns how to take it back. */
export function onStepUp(handler: () => Promise<boolean>): () => void {
  confirmAnew = handler;
  return () => {
    if (confirmAnew === handler) confirmAnew = null;
  };
}

/** Whether what was refused for want of a fresh factor may be tried again: somebody was asked, and gave it. */
export async function steppedUp(error: unknown): Promise<boolean> {
  return error instanceof Refusal && error.details.rule === "step_up" && confirmAnew !== null && (await confirmAnew());
}

type Init = { method?: string; body?: unknown; signal?: AbortSignal };

/**
 * Asks an address of this application and gives its JSON; throws Refusal for every no, the network's included. Where a fresh factor is
 * wanted, the person is asked for it, and then the address once more: that is another asking, with an entry of its own.
 */
export async function ask<T>(path: string, init: Init = {}): Promise<T> {
  try {
    return await askOnce<T>(path, init);
  } catch (error) {
    if (await steppedUp(error)) return askOnce<T>(path, init);
    throw error;
  }
}

// What is asked has a name of its own: where the connection breaks it is asked once more under the same name, and is then one look and one
// deed all the same.
async function askOnce<T>(path: string, init: Init): Promise<T> {
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
