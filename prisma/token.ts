// A token that is made at the terminal of the host. Whoever works there holds the database's owner and could write the row by hand: a rule
// in front of them would stop nobody. So it is done with the rights of the host, and said so: in the log of the matter, in the entry of
// the person it acts as, and in that person's own list of tokens, where they end it.
import type { CreateToken } from "@/domain/people/schema";
import { DomainError } from "@/lib/errors";
import { asOwner, connected } from "./connect";
import { noteAtHost } from "./founding";
import { openHostSession } from "./session";

export type HostToken = { readonly token: string; readonly email: string; readonly expiresAt: string };

/** Makes a token that acts as a person of a matter: the one named or, where they are of one alone, that. Throws `not_found`. */
export async function makeTokenAtHost(
  adminUrl: string,
  slug: string | undefined,
  { email, name, expiresAt, exports }: CreateToken,
): Promise<HostToken> {
  const token = await connected(adminUrl, (client) =>
    asOwner(client, async () => {
      const { rows } = await client.query<{ matter: string }>(
        `SELECT m.matter_id AS matter FROM access.membership m JOIN access.person p ON p.id = m.person_id AND p.suspended_at IS NULL
         JOIN access.matter t ON t.id = m.matter_id WHERE p.email = $1 AND m.ended_at IS NULL AND ($2::text IS NULL OR t.slug = $2) ORDER BY m.granted_at`,
        [email, slug ?? null],
      );
      const matter = rows[0]?.matter;
      if (!matter) throw new DomainError("not_found", `${email} is not an active person${slug ? ` of ${slug}` : ""}.`);
      const kind = "terminal of the host";
      const detail = { kind, email, token: name, expires: expiresAt.toISOString(), exports };
      await noteAtHost(client, matter, "token:make", { object: `person:${email}`, detail });
      return openHostSession(client, { email, kind: "token", label: name, expiresAt, matter, more: { by: kind, exports } });
    }),
  );
  if (!token) throw new DomainError("not_found", `${email} has no access.`);
  return { token, email, expiresAt: expiresAt.toISOString() };
}
