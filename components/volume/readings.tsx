import Link from "next/link";
import type { Reading, Stratum } from "@/domain/readings/schema";
import { Deed } from "../ui/deed";
import { Facts } from "../ui/facts";
import { SelectField, TextField } from "../ui/field";
import { count, counted } from "../ui/numbers";
import { Section } from "../ui/page";
import { Cell, Row, Table } from "../ui/table";
import { When } from "../ui/when";
import { inOrder, rateInWords, strataInWords, weightedInWords } from "./rate";

type Props = { readonly volume: string; readonly readings: readonly Reading[]; readonly mayDraw: boolean };

/** What people found that the de-identification left: samples of a volume, read by two, with their rate and its exact interval. */
export function VolumeReadings({ volume, readings, mayDraw }: Props) {
  return (
    <Section title="Read by two" note={readings.length > 0 ? counted(readings.length, "sample") : "no sample was drawn yet"}>
      <div className="flex flex-wrap items-start justify-between gap-4">
        <p className="max-w-[78ch] text-ink-soft">
          How much was left is measured by reading. A sample is drawn by strata with a seed; two people read each conversation without the
          other’s answer, and a third decides where they differ.
        </p>
        {mayDraw && <DrawReading volume={volume} />}
      </div>
      {readings.map((reading) => (
        <OneReading key={reading.id} reading={reading} />
      ))}
    </Section>
  );
}

function OneReading({ reading }: { readonly reading: Reading }) {
  const { size, of, found, weighted, agreement, readers, seed, by, drawn, strata, todo } = reading;
  return (
    <article className="grid gap-3 border-t pt-3">
      {todo && <Next reading={reading} />}
      {found ? (
        <p className="max-w-[78ch] font-evidence text-lg leading-snug">
          Something was left in {rateInWords(found)} of the conversations, with 95 % confidence
          {found.n < size ? `; ${count(size - found.n)} of the sample are not settled yet` : ""}.
        </p>
      ) : (
        <p className="text-ink-soft">
          No figures yet: its readers are told them when everything is settled, others as soon as anything is.
        </p>
      )}
      <div className="grid gap-x-12 gap-y-4 md:grid-cols-2">
        <Facts
          facts={[
            ["Drawn", `${count(size)} of ${counted(of, "conversation")}, by ${strataInWords(by)}, with the seed ${seed}`],
            ["By", `${drawn.by} for the host`],
            ["When", <When key="when" at={drawn.at} />],
            ["Read by", `${readers[0]} and ${readers[1]}; ${readers[2]} where they differ`],
          ]}
        />
        <Facts
          facts={[
            ["Interval", "exact (Clopper and Pearson), as of a simple random sample"],
            ["Weighted by strata", weighted === null ? later : weightedInWords(weighted)],
            ["Read by both", agreement ? alike(agreement) : later],
            ["Cohen’s kappa", agreement ? kappaOf(agreement) : later],
          ]}
        />
      </div>
      {strata.length > 1 && (
        <Table
          caption="By stratum"
          columns={[
            { name: "Stratum" },
            { name: "Conversations", right: true },
            { name: "Drawn", right: true },
            { name: "Something left" },
          ]}
        >
          {inOrder(strata).map((one) => (
            <Row key={one.stratum}>
              <Cell>{one.stratum}</Cell>
              <Cell right>{count(one.of)}</Cell>
              <Cell right>{count(one.drawn)}</Cell>
              <Cell>{one.known ? rateInWords(one.known) : "not settled"}</Cell>
            </Row>
          ))}
        </Table>
      )}
    </article>
  );
}

const later = "told when everything is settled";
type Agreement = NonNullable<Reading["agreement"]>;

function alike({ both, agreed }: Agreement): string {
  return both === 0 ? "none yet" : `${count(both)}, of which alike ${count(agreed)}`;
}

function kappaOf({ both, kappa }: Agreement): string {
  if (both === 0) return "none yet";
  return kappa === null ? "says nothing: all answers are alike" : kappa.toFixed(2);
}

// What is the asker's to read next, and the two answers.
function Next({ reading: { id, todo } }: { readonly reading: Reading }) {
  const next = todo?.[0];
  if (!next) return null;
  const answers = [
    ["Nothing was left", false],
    ["Something was left", true],
  ] as const;
  return (
    <div className="flex flex-wrap items-center gap-3 border-l-4 border-accent py-1 pl-4">
      <p>
        Yours to read next:{" "}
        <Link href={`/conversations/${next}`} prefetch={false} className="font-mono text-accent underline">
          {next}
        </Link>
      </p>
      {answers.map(([name, leak]) => (
        <Deed
          key={name}
          name={name}
          title={`${name} in ${next}`}
          address={`/api/readings/${id}/marks`}
          fixed={{ conversation: next, leak }}
          submit="Say so"
          busy="Saying so"
          consequences={
            <p>
              Said once, it stays; the other reader is not told. What was left is masked in the conversation itself, with l: this only
              counts that there was something.
            </p>
          }
        />
      ))}
    </div>
  );
}

const offered: readonly (readonly Stratum[])[] = [
  ["language", "turns"],
  ["language"],
  ["turns"],
  ["month"],
  ["language", "month"],
  ["density"],
  ["language", "density"],
  ["likely"],
  ["language", "likely"],
  ["language", "turns", "likely"],
];

function DrawReading({ volume }: { readonly volume: string }) {
  return (
    <Deed
      name="Draw a sample"
      title="Draw a sample to be read by two"
      address="/api/readings"
      fixed={{ volume }}
      submit="Draw it"
      busy="Drawing"
      consequences={
        <p>
          In proportion to the strata, with one of each at least, from conversations that all three people reach. None of 299 left says at
          most 1 %, none of 2,995 at most 0.1 %. The log keeps the seed and who reads.
        </p>
      }
    >
      <div className="grid grid-cols-[7rem_1fr] gap-3">
        <TextField label="Conversations" name="size" inputMode="numeric" required defaultValue="299" pattern="\d{2,4}" />
        <SelectField label="Strata" name="by" defaultValue="language,turns">
          {offered.map((by) => (
            <option key={by.join()} value={by.join()}>
              {strataInWords(by)}
            </option>
          ))}
        </SelectField>
      </div>
      <p className="text-xs text-ink-faint">
        Placeholders and what may have been missed are known where the volume was searched. What may have been missed: whether a
        conversation holds names, places, dates or web addresses that the detector was not sure enough of to cover. Readers are not told
        which.
      </p>
      <TextField label="First reader, by e-mail" name="first" type="email" required autoComplete="off" />
      <TextField label="Second reader" name="second" type="email" required autoComplete="off" />
      <TextField label="Who decides where they differ" name="adjudicator" type="email" required autoComplete="off" />
      <TextField label="Seed" name="seed" maxLength={120} autoComplete="off" hint="Empty: one is made" />
    </Deed>
  );
}
