import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { Codebook } from "@/components/coding/codebook";
import { Deed } from "@/components/ui/deed";
import { TextField } from "@/components/ui/field";
import { Empty, Page } from "@/components/ui/page";
import { may } from "@/domain/access/permit";
import { readCodebook } from "@/domain/coding/codebook";

export const metadata = { title: "Codebook" };

export default async function CodesPage() {
  const actor = await pageActor();
  return pageAnswer(
    () => readCodebook(actor),
    ({ items }) => (
      <Page
        title="Codebook"
        lead={`The codes of the ${actor.side} side. Nobody else sees them: not the other side, not the host, not the monitor.${
          may(actor, "codebook:keep") ? "" : " Counsel for your side keeps it."
        }`}
        deeds={may(actor, "codebook:keep") && <AddCode />}
      >
        {items.length === 0 ? (
          <Empty title="No code yet.">Counsel adds the first one; then it can be applied while reading.</Empty>
        ) : (
          <Codebook codes={items} />
        )}
      </Page>
    ),
  );
}

function AddCode() {
  return (
    <Deed
      name="Add a code"
      look="primary"
      shortcut="a"
      title="Add a code to your side’s codebook"
      address="/api/codes"
      submit="Add the code"
      busy="Adding"
      consequences={
        <p>
          Everybody of your side sees it at once and counsel can apply it. The log says that the codebook was changed; what the code says is
          sealed to your side.
        </p>
      }
    >
      <TextField label="Label" name="label" required maxLength={80} hint="As it will be read: Quotes a news article" />
      <TextField
        label="Key"
        name="key"
        required
        maxLength={40}
        pattern="[a-z0-9][a-z0-9\-]*"
        className="font-mono"
        hint="As it is typed and sent, and never changed: small letters, digits, hyphens"
      />
      <TextField
        label="Group"
        name="group"
        defaultValue="issue"
        maxLength={40}
        hint="Of the group “relevance” a turn bears one code at most"
      />
    </Deed>
  );
}
