/**
 * As many as are worked in at once: each worker has a room of its own, so that no test meets what another one changes meanwhile. E2E_ROOMS=1
 * saves making the second where one file is run.
 */
export const ROOMS = Number(process.env.E2E_ROOMS ?? 2);
const port = Number(process.env.E2E_PORT ?? 38_090);

/** Apart from a person's own copy: another port (the next one is for the same room without its proxy), another data folder. */
export const roomOf = (n: number) => ({ port: port + 10 * n, data: `.data/test-e2e-${n}` });

/** The room of this worker; Playwright tells each which one it is. */
export const room = roomOf(Number(process.env.TEST_PARALLEL_INDEX ?? 0));
