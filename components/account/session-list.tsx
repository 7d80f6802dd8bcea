"use client";

import type { Session } from "@/domain/account/schema";
import { Deed } from "../ui/deed";
import { Cell, Row, Table } from "../ui/table";
import { When } from "../ui/when";

const columns = ["Where", "Matter", "Opened", "Last active", "Ends"].map((name) => ({ name }));

/** The browsers that are signed in as oneself, the one that asks first. */
export function SessionList({ sessions }: { readonly sessions: readonly Session[] }) {
  return (
    <Table caption="Your sessions" columns={[...columns, { name: "What may be done", right: true }]}>
      {sessions.map((session) => (
        <Row key={session.id}>
          <Cell>
            <span className="font-medium">{session.kind === "command" ? "The terminal of the host" : (session.device ?? "A browser")}</span>
            {session.here && <span className="ml-2 text-good">this one</span>}
            <span className="block text-xs text-ink-faint">
              {session.address ?? "address not known"}
              {session.kind === "browser" && ` · ${confirmedBy[session.factor ?? "none"] ?? session.factor}`}
            </span>
          </Cell>
          <Cell className="max-w-72">{session.matter}</Cell>
          <Cell>
            <When at={session.createdAt} />
          </Cell>
          <Cell>
            <When at={session.lastSeenAt} />
          </Cell>
          <Cell>
            <When at={session.expiresAt} />
          </Cell>
          <Cell right>
            {session.here ? <span className="text-xs text-ink-faint">sign out in the menu</span> : <End session={session} />}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

const confirmedBy: Record<string, string> = {
  none: "no factor given yet",
  password: "by password",
  totp: "by a code of the app",
  passkey: "by passkey",
  recovery: "by recovery code",
  idp: "by your firm’s sign-in",
};

/** Ends one of one's own. */
export function End({ session }: { readonly session: Session }) {
  const token = session.kind === "token";
  return (
    <Deed
      name={token ? "Revoke" : "End"}
      look="danger"
      title={token ? `Revoke the token “${session.label}”` : "End this session"}
      address={`/api/account/sessions/${session.id}`}
      method="DELETE"
      submit={token ? "Revoke it" : "End it"}
      busy="Ending"
      consequences={<p>Its next request is refused, wherever it is. What it did stays in the log.</p>}
    />
  );
}

/** Ends all the others, and the tokens if one wants. */
export function EndOthers() {
  return (
    <div className="flex flex-wrap gap-2">
      <Deed
        name="End all other sessions"
        title="End all other sessions"
        address="/api/account/sessions"
        method="DELETE"
        submit="End them"
        busy="Ending"
        consequences={<p>Every other browser that is signed in as you, in any matter, is refused at its next request. Tokens stay.</p>}
      />
      <Deed
        name="And all tokens"
        look="danger"
        title="End all other sessions and all tokens"
        address="/api/account/sessions?tokens=true"
        method="DELETE"
        submit="End them all"
        busy="Ending"
        consequences={<p>Nothing but this browser speaks for you after that. Scripts that use a token of yours stop.</p>}
      />
    </div>
  );
}
