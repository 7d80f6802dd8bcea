import { type OrderText, settingList } from "@/domain/orders/schema";
import { diffTexts, type Paragraph } from "@/lib/diff";
import { counted } from "../ui/numbers";
import { Cell, Row, Table } from "../ui/table";
import { changedSettings } from "./words";

type Versions = { readonly before: Omit<OrderText, "version">; readonly after: Omit<OrderText, "version"> };

/** What changed from one version of the order to the next: its words first, then what it sets. Says so where nothing did. */
export function OrderChanges({ before, after }: Versions) {
  const paragraphs = diffTexts(`${before.title}\n\n${before.text}`, `${after.title}\n\n${after.text}`);
  const words = paragraphs.some(({ kind }) => kind !== "same");
  return (
    <div className="grid gap-5">
      {words ? <TextChanges paragraphs={paragraphs} /> : <p className="text-ink-soft">Not a word of the text has changed.</p>}
      <SettingChanges before={before} after={after} />
    </div>
  );
}

// A paragraph that did not change is shown only beside one that did, so that one sees where one is.
function isShown(paragraphs: readonly Paragraph[], n: number): boolean {
  return [n - 1, n, n + 1].some((at) => paragraphs[at] !== undefined && paragraphs[at].kind !== "same");
}

function TextChanges({ paragraphs }: { readonly paragraphs: readonly Paragraph[] }) {
  const shown: React.ReactNode[] = [];
  let hidden = 0;
  const flush = (key: number) => {
    if (hidden > 0)
      shown.push(
        <p key={`hidden-${key}`} className="font-sans text-xs text-ink-faint">
          ⋯ {counted(hidden, "paragraph")} unchanged
        </p>,
      );
    hidden = 0;
  };
  for (const [n, paragraph] of paragraphs.entries()) {
    if (!isShown(paragraphs, n)) {
      hidden++;
      continue;
    }
    flush(n);
    shown.push(<Changed key={`paragraph-${n}`} paragraph={paragraph} />);
  }
  flush(paragraphs.length);
  return <div className="evidence grid max-w-[72ch] gap-3">{shown}</div>;
}

const bars = { same: "border-transparent text-ink-soft", gone: "border-danger", new: "border-good", changed: "border-accent" };

function Changed({ paragraph }: { readonly paragraph: Paragraph }) {
  const look = `border-l-2 pl-3 whitespace-pre-wrap ${bars[paragraph.kind]}`;
  if (paragraph.kind !== "changed")
    return (
      <p className={look}>
        <Piece {...paragraph} />
      </p>
    );
  let place = 0;
  return (
    <p className={look}>
      {paragraph.words.map((piece) => (
        <Piece key={`${piece.kind}-${place++}`} {...piece} />
      ))}
    </p>
  );
}

function Piece({ kind, text }: { readonly kind: "same" | "gone" | "new"; readonly text: string }) {
  if (kind === "gone") return <del className="text-danger decoration-1">{text}</del>;
  if (kind === "new") return <ins className="bg-accent-wash text-good decoration-good decoration-1 underline-offset-2">{text}</ins>;
  return text;
}

function SettingChanges({ before, after }: Versions) {
  const changed = changedSettings(
    settingList.map(({ name }) => name),
    before.settings,
    after.settings,
  );
  if (changed.length === 0) return <p className="text-ink-soft">Every number is as it was.</p>;
  return (
    <Table caption="What it sets otherwise" columns={["Setting", "Before", "Now", "What it decides"].map((name) => ({ name }))}>
      {changed.map(({ name, before: was, after: is }) => {
        const setting = settingList.find((one) => one.name === name);
        return (
          <Row key={name}>
            <Cell className="font-medium text-ink">{setting?.title}</Cell>
            <Cell>
              <Lines of={was} gone />
            </Cell>
            <Cell>
              <Lines of={is} />
            </Cell>
            <Cell className="max-w-80 text-xs text-ink-soft">{setting?.description}</Cell>
          </Row>
        );
      })}
    </Table>
  );
}

function Lines({ of, gone = false }: { readonly of: readonly string[]; readonly gone?: boolean }) {
  return (
    <>
      {of.map((line) => (
        <span key={line} className="block">
          {gone ? <del className="text-danger decoration-1">{line}</del> : <ins className="text-good no-underline">{line}</ins>}
        </span>
      ))}
    </>
  );
}
