import type { WitnessState } from "@/domain/oversight/schema";
import { Facts } from "../ui/facts";
import { count, counted } from "../ui/numbers";
import { Empty, Section } from "../ui/page";
import { Cell, Row, Table } from "../ui/table";
import { momentOf, When } from "../ui/when";
import { howLong, witnessHeadline } from "./witness-words";

/** How far the log is signed and witnessed, in plain words first, then as it stands. */
export function WitnessPage({ state, now }: { readonly state: WitnessState; readonly now: string }) {
  const { title, sentence } = witnessHeadline(state, now);
  const { checkpoint, cosigned, waiting, recent, keys, origin, size, hours } = state;
  return (
    <>
      <section className="grid gap-1 border-b pb-4">
        <h2 className="font-evidence text-3xl leading-tight font-semibold">{title}</h2>
        <p className="max-w-[76ch] font-evidence text-lg leading-snug">{sentence}</p>
      </section>
      <div className="grid gap-x-10 gap-y-5 xl:grid-cols-2">
        <Section title="The newest checkpoint">
          {checkpoint ? (
            <>
              <Facts
                facts={[
                  ["Covers", counted(checkpoint.size, "entry", "entries")],
                  ["Signed", momentOf(checkpoint.at)],
                  [
                    "Root",
                    <span key="root" className="font-mono text-xs break-all">
                      {checkpoint.root}
                    </span>,
                  ],
                ]}
              />
              <pre className="overflow-x-auto border bg-panel p-3 font-mono text-xs leading-relaxed whitespace-pre-wrap break-all">
                {checkpoint.note}
              </pre>
              <p className="max-w-[70ch] text-ink-soft">
                Keep these lines outside this machine: whoever holds them can prove every later change of what they cover. The root can be
                read into a transcript.
              </p>
            </>
          ) : (
            <p className="text-ink-soft">
              There is none yet. The sequencer makes the first one when the first entry of the matter is in its tree.
            </p>
          )}
        </Section>
        <Section title="What is not covered">
          <Facts
            facts={[
              [
                "In the tree, above the checkpoint",
                checkpoint ? counted(size - checkpoint.size, "entry", "entries") : counted(size, "entry", "entries"),
              ],
              ["Written, not in the tree yet", `${waiting.more ? "more than " : ""}${counted(waiting.entries, "entry", "entries")}`],
              [
                "The oldest of these",
                waiting.oldest ? `${momentOf(waiting.oldest)}, ${howLong(Date.parse(now) - Date.parse(waiting.oldest))} ago` : "none waits",
              ],
              ["Witnessed", cosigned ? `the first ${counted(cosigned.size, "entry", "entries")}, at ${momentOf(cosigned.at)}` : "nothing"],
              ["Reading goes on without a witness for", counted(hours, "hour")],
            ]}
          />
          <p className="max-w-[70ch] text-ink-soft">
            Below the witnessed size a removed, changed, moved or back-dated entry is found by anybody with the checkpoint and a verifier.
            Above it, the host could still rewrite the log and sign again. A look that was never written is found by no log; it is prevented
            by the database, which gives text only for a committed entry.
          </p>
        </Section>
      </div>
      <Section title="The last checkpoints">
        {recent.length === 0 ? (
          <Empty title="None yet." />
        ) : (
          <Table
            caption="The last checkpoints"
            columns={[{ name: "Covers", right: true }, { name: "Signed (UTC)" }, { name: "Cosigned by" }]}
          >
            {recent.map((one) => (
              <Row key={one.size}>
                <Cell right>{count(one.size)}</Cell>
                <Cell>
                  <When at={one.at} zone={false} />
                </Cell>
                <Cell>
                  {one.by.length === 0 ? (
                    <span className="text-ink-faint">nobody yet</span>
                  ) : (
                    one.by.map(({ witness, at }) => `${witness}, ${momentOf(at)}`).join("; ")
                  )}
                </Cell>
              </Row>
            ))}
          </Table>
        )}
      </Section>
      <Section title="The log’s name and keys" note="compare them with those you were given outside this page">
        <Facts
          facts={[
            [
              "Origin",
              <span key="origin" className="font-mono text-xs">
                {origin ?? "none yet"}
              </span>,
            ],
            ...keys.map(
              (key) =>
                [
                  "Key",
                  <span key={key} className="font-mono text-xs break-all">
                    {key}
                  </span>,
                ] as const,
            ),
          ]}
        />
      </Section>
    </>
  );
}
