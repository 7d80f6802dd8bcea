import type { World } from "./world";

/** Puts a version of the order in force that sets some numbers otherwise. Its text is the same, so signatures go on binding. */
export async function amendSettings({ admin, matter }: World, numbers: Readonly<Record<string, unknown>>): Promise<void> {
  await admin.query(
    `INSERT INTO access.protective_order (matter_id, version, title, body, settings, in_force_from)
     SELECT matter_id, version + 1, title, body, settings || $2, in_force_from FROM access.protective_order WHERE matter_id = $1
     ORDER BY version DESC LIMIT 1`,
    [matter, JSON.stringify(numbers)],
  );
}
