import { randomUUID } from "node:crypto";
import { hashSecret } from "@/domain/people/session";
import type { Scratch } from "@/prisma/scratch";

/**
 * Opens a session for each of so many experts of one side, who have signed, and answers their secrets. For what measures or breaks many
 * looks at once: nobody reads in thirty-two places. Arranged with the superuser's rights, without the entries that doing it would need.
 */
export async function readersOf({ admin, matter }: Pick<Scratch, "admin" | "matter">, count: number): Promise<string[]> {
  const secrets = Array.from({ length: count }, (_, n) => `rr_reader-${n}-${randomUUID()}`);
  await admin.query("BEGIN; SET LOCAL session_replication_role = replica");
  await admin.query(
    `WITH people AS (INSERT INTO access.person (email, name) SELECT 'reader' || n || '@plaintiff.example', 'Reader ' || n FROM generate_series(1, $2::int) n RETURNING id),
       members AS (INSERT INTO access.membership (person_id, matter_id, side, role, tier) SELECT id, $1, 'plaintiff', 'expert', 2 FROM people RETURNING person_id)
     INSERT INTO access.undertaking (person_id, order_id, order_sha256, signed_name)
       SELECT m.person_id, o.id, o.sha256, 'Reader' FROM members m, access.protective_order o WHERE o.matter_id = $1`,
    [matter, count],
  );
  await admin.query("COMMIT");
  for (const [n, secret] of secrets.entries())
    await admin.query("SELECT api.open_session($1, $2, 'command', 'reader', NULL)", [
      `reader${n + 1}@plaintiff.example`,
      hashSecret(secret),
    ]);
  return secrets;
}
