type Piece = string | Uint8Array;

/**
 * Sends pieces as they are made, as a file to keep. The first is made before the answer begins, so that a refusal is still an answer;
 * a reader who goes away ends the making at once, and what breaks later breaks the connection, never the file in silence.
 * Next sends it in chunks and drops any content-length; a transfer that broke off is an error to the reader all the same.
 */
export async function attachment(pieces: AsyncGenerator<Piece>, file: { name: string; type: string }): Promise<Response> {
  const encoder = new TextEncoder();
  let next: Promise<IteratorResult<Piece>> | null = Promise.resolve(await pieces.next());
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const piece = await (next ?? pieces.next());
      next = null;
      if (piece.done) controller.close();
      else controller.enqueue(typeof piece.value === "string" ? encoder.encode(piece.value) : piece.value);
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
  return new Response(body, { headers: headersOf(file) });
}

/** A short text, as a file to keep. */
export function textAttachment({ name, text }: { readonly name: string; readonly text: string }): Response {
  return new Response(text, { headers: headersOf({ name, type: "text/plain; charset=utf-8" }) });
}

function headersOf({ name, type }: { readonly name: string; readonly type: string }): HeadersInit {
  return {
    "content-type": type,
    "content-disposition": `attachment; filename="${name.replaceAll(/[^A-Za-z0-9._ -]/g, "_")}"`,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  };
}
