import type { TextRow, VersionRow } from "./data";
import { type OrderText, type OrderVersion, settingsOf } from "./schema";

/** A version as it is told, `current` being the one in force. */
export function versionOf(row: VersionRow, current: number): OrderVersion {
  return {
    version: row.version,
    title: row.title,
    hash: row.hash,
    settingsHash: row.settings_hash,
    inForceFrom: row.in_force_from.toISOString(),
    state: row.version === current ? "in_force" : row.version > current ? "to_come" : "past",
    bindsFrom: row.binds_from,
    reason: row.reason,
    draftedBy: row.drafted_by,
    putInForceBy: row.put_in_force_by,
  };
}

/** Its words and numbers; what it does not name is filled in. */
export function textOf({ version, title, body, settings }: TextRow): OrderText {
  return { version, title, text: body, settings: settingsOf(settings) };
}
