"use client";

import { useState } from "react";
import type { ProductionFile } from "@/domain/productions/schema";
import { Refusal, steppedUp } from "../ask";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { bytes, counted, percent } from "../ui/numbers";
import { Cell, Row, Table } from "../ui/table";

/** What this browser holds in memory while it checks a hash; a larger file goes straight to disk and is checked there. */
const CHECKED_HERE = 512 * 1024 * 1024;

/** The files of a production: sizes, hashes, and a download that checks what arrived against its hash before it is kept. */
export function ProductionFiles({ id, files }: { readonly id: string; readonly files: readonly ProductionFile[] }) {
  return (
    <Table
      caption="Files"
      columns={[{ name: "File" }, { name: "Size", right: true }, { name: "Lines", right: true }, { name: "SHA-256" }, { name: "Download" }]}
    >
      {files.map((file) => (
        <Row key={file.name}>
          <Cell className="font-mono text-xs">{file.name}</Cell>
          <Cell right className="whitespace-nowrap">
            <span title={`${file.bytes} bytes`}>{bytes(file.bytes)}</span>
          </Cell>
          <Cell right>{file.lines ?? ""}</Cell>
          <Cell className="font-mono text-2xs break-all">{file.sha256}</Cell>
          <Cell className="w-72">
            <Download address={`/api/productions/${id}/files/${encodeURIComponent(file.name)}`} file={file} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

type State = { at: "rest" } | { at: "coming"; got: number } | { at: "kept"; hash: string } | { at: "refused"; error: unknown };

function Download({ address, file }: { readonly address: string; readonly file: ProductionFile }) {
  const [state, setState] = useState<State>({ at: "rest" });
  if (file.bytes > CHECKED_HERE)
    return (
      <a href={address} download={file.name} className="text-accent underline">
        Download
      </a>
    );

  async function download() {
    setState({ at: "coming", got: 0 });
    try {
      const whole = await fetched(address, (got) => setState({ at: "coming", got }));
      const hash = await sha256(whole);
      if (hash !== file.sha256)
        throw new Refusal(0, "unavailable", "What arrived does not match its SHA-256 and was not kept. Download it again.", {});
      keep(whole, file.name);
      setState({ at: "kept", hash });
    } catch (error) {
      setState({ at: "refused", error });
    }
  }

  return (
    <div className="grid justify-items-start gap-1">
      <Button onClick={() => void download()} disabled={state.at === "coming"} aria-label={`Download ${file.name}`}>
        {state.at === "coming" ? `Downloading, ${percent(state.got, file.bytes)}` : "Download"}
      </Button>
      {state.at === "kept" && (
        <p role="status" className="text-xs text-good">
          {counted(file.bytes, "byte")} arrived and match the SHA-256.
        </p>
      )}
      {state.at === "refused" && <RefusalNotice error={state.error} />}
    </div>
  );
}

async function fetched(address: string, onProgress: (got: number) => void): Promise<Blob> {
  const response = await fetch(address, { cache: "no-store" }).catch(() => null);
  if (!response?.ok || !response.body) {
    const refusal = await refusalOf(response);
    if (await steppedUp(refusal)) return fetched(address, onProgress);
    throw refusal;
  }
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let got = 0;
  const reader = response.body.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    pieces.push(piece.value);
    got += piece.value.length;
    onProgress(got);
  }
  return new Blob(pieces, { type: "application/octet-stream" });
}

async function refusalOf(response: Response | null): Promise<Refusal> {
  if (!response) return new Refusal(0, "offline", "The reading room does not answer. Check the connection; nothing was kept.", {});
  const answer = (await response.json().catch(() => ({}))) as { error?: string; message?: string; details?: Record<string, unknown> };
  return new Refusal(response.status, answer.error ?? "unavailable", answer.message ?? "The file could not be sent.", answer.details ?? {});
}

async function sha256(whole: Blob): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await whole.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function keep(whole: Blob, name: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(whole);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
