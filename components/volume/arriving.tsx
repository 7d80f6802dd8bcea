"use client";

import { useQuery } from "@tanstack/react-query";
import type { Arrival, Arrivals } from "@/domain/arrivals/schema";
import { ask, Refusal } from "../ask";
import { Deed } from "../ui/deed";
import { SelectField, TextField } from "../ui/field";
import { Notice } from "../ui/notice";
import { bytes, count, counted, percent } from "../ui/numbers";
import { Empty, Section } from "../ui/page";
import { When } from "../ui/when";

const EVERY = 1_500;

/** The intakes of the matter, watched while one runs; the page may be closed and opened again, it goes on. */
export function Arriving({ first }: { readonly first: Arrivals }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["arrivals"],
    queryFn: ({ signal }) => ask<Arrivals>("/api/arrivals", { signal }),
    initialData: first,
    refetchInterval: ({ state }) => (isOver(state.error) || !state.data?.items.some(isOpen) ? false : EVERY),
  });
  return (
    <>
      <div>
        <Load files={data.files} done={async () => void (await refetch())} />
      </div>
      {error && <Notice>This page has lost touch with the host. The intake goes on; open the page again to see how far it is.</Notice>}
      {data.items.length === 0 ? (
        <Empty title="No intake was asked for here yet.">
          Put the files of a delivery into <code className="font-mono text-xs">{data.folder}</code> on this host, and load them from here.
        </Empty>
      ) : (
        <Section title="Intakes" note={counted(data.items.length, "intake")}>
          <ul className="grid gap-4">
            {data.items.map((one) => (
              <li key={one.id}>
                <One arrival={one} done={async () => void (await refetch())} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function isOver(error: Error | null): boolean {
  return error instanceof Refusal && error.code === "unauthenticated";
}

const isOpen = ({ state }: Arrival) => state === "asked" || state === "running";
const states: Record<Arrival["state"], string> = {
  asked: "Waiting",
  running: "Running",
  done: "Done",
  failed: "Failed",
  cancelled: "Stopped",
};

function One({ arrival, done }: { readonly arrival: Arrival; readonly done: () => Promise<void> }) {
  const { id, volume, files, state, cancelling, message, askedBy, askedAt, endedAt } = arrival;
  return (
    <article aria-label={volume} className="grid gap-2 border-t py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <h2 className="flex items-baseline gap-3 text-base font-semibold">
          {volume}
          <span
            className={`rounded-xs px-1.5 text-xs font-medium ${state === "failed" ? "border border-danger text-danger" : "bg-panel text-ink-soft"}`}
          >
            {cancelling ? "Stopping" : states[state]}
          </span>
        </h2>
        <p className="text-xs text-ink-soft">
          asked for by {askedBy}, <When at={askedAt} />
          {endedAt && (
            <>
              {" "}
              · ended <When at={endedAt} />
            </>
          )}
        </p>
      </div>
      <p className="font-mono text-xs break-all">{files.join(", ")}</p>
      {isOpen(arrival) && <HowFar arrival={arrival} />}
      {message && <p className="max-w-[72ch] text-sm">{message}</p>}
      {isOpen(arrival) && !cancelling && (
        <div>
          <Deed
            name="Stop"
            title={`Stop the intake of ${volume}`}
            address={`/api/arrivals/${id}/cancel`}
            submit="Stop it"
            busy="Stopping"
            done={done}
            consequences={
              <p>What was committed is kept. Asked for again with the same files, it goes on from there. The log says who stopped it.</p>
            }
          />
        </div>
      )}
    </article>
  );
}

const steps: Readonly<Record<string, string>> = {
  checking: "Taking the hash of",
  reading: "Reading",
  comparing: "Comparing the conversations of",
  sealing: "Numbering and indexing",
};

function HowFar({ arrival: { progress, state } }: { readonly arrival: Arrival }) {
  if (!progress || state === "asked")
    return <p className="text-sm text-ink-soft">Begins within seconds, or when the one before it has ended.</p>;
  const { step, file, bytes: at, of, records, rejected, rate } = progress;
  const left = of > 0 && rate > 0 ? Math.ceil((of - at) / rate) : null;
  return (
    <div className="grid max-w-[40rem] gap-1">
      <p className="text-sm">
        {steps[step] ?? step} {file}
        {of > 0 && `: ${percent(at, of)} of ${bytes(of)}, ${bytes(rate)} a second${left === null ? "" : `, ${inTime(left)} left`}`}
      </p>
      {of > 0 && <progress value={at} max={of} aria-label="How far" className="h-2 w-full" />}
      <p className="text-xs text-ink-soft">
        {count(records)} records, {count(rejected)} of them rejected
      </p>
    </div>
  );
}

function inTime(seconds: number): string {
  return seconds < 90 ? `${seconds} s` : seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

function Load({ files, done }: { readonly files: Arrivals["files"]; readonly done: () => Promise<void> }) {
  return (
    <Deed
      name="Load a delivery"
      look="primary"
      shortcut="l"
      title="Load a delivery into a volume"
      address="/api/arrivals"
      lists={["files"]}
      submit="Load it"
      busy="Asking"
      done={done}
      consequences={
        <p>
          Every record is stored, or rejected with its place and reason. When the last file is read the volume is numbered and sealed:
          nothing is added to it after that, and what it says of itself stands. The log says who asked, for which files, with their hashes.
        </p>
      }
    >
      <fieldset className="grid gap-1">
        <legend className="text-sm font-medium">Files of the intake folder</legend>
        {files.length === 0 && <p className="text-xs text-ink-faint">There are none.</p>}
        <div className="max-h-40 overflow-y-auto">
          {files.map(({ name, bytes: size }) => (
            <label key={name} className="flex items-baseline gap-2 py-0.5 text-sm">
              <input type="checkbox" name="files" value={name} />
              <span className="font-mono text-xs break-all">{name}</span>
              <span className="text-xs text-ink-faint">{bytes(size)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <TextField label="Volume" name="volume" required maxLength={60} hint="A new one, or one that was broken off" />
      <SelectField label="What opens" name="disclosure" defaultValue="complete">
        <option value="complete">complete conversations</option>
        <option value="pair">pair by pair</option>
        <option value="matched">matched only</option>
        <option value="aggregate">numbers only</option>
      </SelectField>
      <div className="grid gap-3 md:grid-cols-2">
        <TextField label="Source" name="source" maxLength={400} />
        <TextField label="Producing party" name="producingParty" maxLength={200} />
        <TextField label="Order" name="orderReference" maxLength={400} />
        <TextField label="De-identified with" name="deidTool" maxLength={200} />
        <TextField label="Its version" name="deidVersion" maxLength={100} />
      </div>
    </Deed>
  );
}
