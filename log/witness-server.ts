import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Witness } from "./witness";

/** No request of a witness is larger: 63 hashes and a note. */
const MOST = 65_536;

/** Serves a witness over HTTP: POST add-checkpoint, and nothing else. */
export function witnessServer(witness: Witness): Server {
  return createServer((request, response) => {
    const answer = (status: number, body: string, type = "text/plain; charset=utf-8") =>
      response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(body);
    if (new URL(request.url ?? "/", "http://witness").pathname !== "/add-checkpoint")
      return answer(404, "There is only /add-checkpoint here.\n");
    if (request.method !== "POST") return answer(405, "Send it with POST.\n");
    void bodyOf(request)
      .then((body) => (body === null ? { status: 413, body: "This is too large.\n" } : witness.addCheckpoint(body)))
      // A size is what the asker needs in order to ask again.
      .then(({ status, body }) => answer(status, body, status === 409 ? "text/x.tlog.size" : undefined))
      .catch(() => answer(500, "The witness could not remember it, so it did not sign.\n"));
  });
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MOST) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
