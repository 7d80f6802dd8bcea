import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { type Batch, type Prepared, prepare } from "./prepare";
import type { Parcel } from "./worker";

/** A thread takes a fifth of a second of a core to begin, and as much again until it is as fast as it gets: small files are read without. */
const WORTH_A_THREAD = 16 * 1024 * 1024;
/** One prepares about as much as one connection of the database takes in; of texts that take longer, two. The database needs a core of its own for that. */
const MOST = 2;

/** Where batches are prepared: `width` of them at once. */
export type Pool = {
  readonly width: number;
  readonly prepare: (batch: Batch) => Promise<Prepared>;
  /** Gives back the memory of threads that have nothing to do; they begin again with the next batch. */
  readonly rest: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * Threads for files of so many bytes together, which begin at once; none for little ones, whose batches are prepared where they are read. As are those of
 * others until a thread can be asked; where a number of threads is asked for, they are waited for.
 */
export function openPool(bytes: number, asked?: number): Pool {
  const threads = asked ?? (bytes < WORTH_A_THREAD ? 0 : Math.min(MOST, availableParallelism() - 1));
  if (threads === 0) return { width: 1, prepare: async (batch) => prepare(batch), rest: nothing, close: nothing };
  const all = new Set<Worker>();
  const idle: Worker[] = [];
  const waiting: ((worker: Worker) => void)[] = [];
  let working = 0;
  const release = (worker: Worker) => {
    if (!all.has(worker)) return;
    const next = waiting.shift();
    if (next) next(worker);
    else idle.push(worker);
  };
  const begin = () => {
    while (all.size < threads) beginOne();
  };
  const beginOne = () => {
    const worker = start();
    let ready = 0;
    all.add(worker);
    // What goes wrong in a thread that works shows in its answer; one that ended otherwise is not asked again.
    worker.on("error", () => undefined);
    worker.once("exit", () => {
      working -= ready;
      if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1);
    });
    worker.once("message", () => {
      ready = 1;
      working++;
      release(worker);
    });
  };
  const end = async (workers: readonly Worker[]) => {
    for (const worker of workers) all.delete(worker);
    await Promise.all(workers.map((worker) => worker.terminate()));
  };
  begin();
  return {
    width: threads + 1,
    async prepare(batch) {
      begin();
      if (working === 0 && asked === undefined) return prepare(batch);
      const worker = idle.pop() ?? (await new Promise<Worker>((resolve) => waiting.push(resolve)));
      try {
        return await answerOf(worker, parcelOf(batch));
      } finally {
        release(worker);
      }
    },
    rest: () => end(idle.splice(0)),
    close: () => end([...all]),
  };
}

async function nothing() {}

function start(): Worker {
  const worker = new Worker(new URL("./thread.cjs", import.meta.url), {
    // As the program itself is started (run/bootstrap.mjs).
    execArgv: ["--conditions=react-server"],
    // What a batch and its rows take; a thread that wants more is at fault, and ends instead of the machine. More room for the young makes it a twentieth
    // faster, and takes the process beyond 512 MiB.
    resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 24 },
  });
  worker.setMaxListeners(0);
  return worker;
}

function answerOf(worker: Worker, parcel: Parcel): Promise<Prepared> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void) => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      then();
    };
    const onMessage = (answer: { prepared: Prepared } | { error: unknown }) =>
      settle(() => ("prepared" in answer ? resolve(answer.prepared) : reject(answer.error)));
    const onError = (error: unknown) => settle(() => reject(error));
    const onExit = () => settle(() => reject(new Error("a thread of intake ended")));
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    worker.postMessage(parcel, [parcel.bytes.buffer as ArrayBuffer]);
  });
}

function parcelOf({ spans, ...batch }: Batch): Parcel {
  const bytes = new Uint8Array(spans.reduce((sum, { bytes: own }) => sum + (own?.length ?? 0), 0));
  let at = 0;
  const placed = spans.map(({ bytes: own, ...span }) => {
    if (!own) return { ...span, at: null };
    bytes.set(own, at);
    at += own.length;
    return { ...span, at: at - own.length };
  });
  return { ...batch, bytes, spans: placed };
}
