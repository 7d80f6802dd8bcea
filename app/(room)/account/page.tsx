import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { FactorList } from "@/components/account/factor-list";
import { FirmList } from "@/components/account/firm-list";
import { PasswordForm } from "@/components/account/password-form";
import { EndOthers, SessionList } from "@/components/account/session-list";
import { TokenList } from "@/components/account/token-list";
import { Page, Section } from "@/components/ui/page";
import { readFactors } from "@/domain/account/read-factors";
import { listSessions } from "@/domain/account/sessions";
import { firms } from "@/domain/identity/firms";
import { listIdentities } from "@/domain/identity/list";

export const metadata = { title: "Your account" };

/** One's own: what one proves oneself with, where one is signed in, which tokens act as oneself, and the password. */
export default async function AccountPage() {
  const actor = await pageActor();
  const vouching = firms()
    .filter(({ sides }) => sides.includes(actor.side))
    .map(({ id, name }) => ({ id, name }));
  return pageAnswer(
    async () => ({
      factors: await readFactors(actor),
      sessions: (await listSessions(actor)).items,
      identities: (await listIdentities(actor)).items,
    }),
    ({ factors, sessions, identities }) => (
      <Page
        title="Your account"
        lead={`${actor.name}, ${actor.email}. Whatever you change here ends every copied cookie at once, and stands in the log.`}
        deeds={<EndOthers />}
      >
        <Section
          title="Second factors"
          note={factors.asked ? "the order asks for one" : "the order asks for none; one that you enrol is asked for all the same"}
        >
          <FactorList factors={factors} />
        </Section>
        <Section title="Where you are signed in">
          <SessionList sessions={sessions.filter(({ kind }) => kind !== "token")} />
        </Section>
        <Section title="Tokens for scripts" note="each acts as you, in this matter, and never has more rights">
          <TokenList tokens={sessions.filter(({ kind }) => kind === "token")} />
        </Section>
        {(vouching.length > 0 || identities.length > 0) && (
          <Section title="Sign-in by your firm" note="known by its issuer and subject, never by an e-mail address">
            <FirmList firms={vouching} identities={identities} />
          </Section>
        )}
        <Section title="Password">
          <PasswordForm />
        </Section>
      </Page>
    ),
  );
}
