import type { OrderSettings, Period, SettingName } from "@/domain/orders/schema";
import { coveredRoles } from "@/domain/orders/setting-schema";
import { count } from "../ui/numbers";
import { dayOf } from "../ui/when";

/** A period as one says it: 14 days, or 5 business days. */
export function periodInWords({ days, of }: Period): string {
  return `${count(days)} ${of === "business" ? "business " : ""}${days === 1 ? "day" : "days"}`;
}

const units: Partial<Record<SettingName, string>> = {
  prosecutionBarMonths: "months",
  coarseningMinimum: "conversations",
  metadataMinimum: "conversations",
  publicNamesFrom: "conversations",
  idleMinutes: "minutes",
  absoluteHours: "hours",
  stepUpMinutes: "minutes",
  viewsPerHour: "looks",
  viewsPerDay: "looks",
  charactersPerDay: "characters",
  copyCap: "characters",
  searchSeconds: "seconds",
  checkpointSeconds: "seconds",
  witnessHours: "hours",
};

/** What an order sets, in words; a list in several lines. */
export function settingInWords(name: SettingName, settings: OrderSettings): readonly string[] {
  if (name === "tiers") return settings.tiers.map((tier, n) => `${n + 1} ${tier}`);
  if (name === "legends")
    return settings.legends.length > 0
      ? settings.legends.map((legend, n) => `${n + 1} ${legend || "the tier’s name"}`)
      : ["the tiers’ names"];
  if (name === "holidays") return settings.holidays.length > 0 ? settings.holidays.map((day) => dayOf(day)) : ["none named"];
  if (name === "seats") return seatsInWords(settings);
  if (name === "covers") return coversInWords(settings);
  if (name === "producingSide") return [`the ${settings.producingSide}`];
  if (name === "queryPrecedence") return [settings.queryPrecedence === "sql" ? "AND, as SQL has it" : "OR, as dtSearch has it"];
  if (name === "prosecutionBarTier") return [settings.prosecutionBarTier === 0 ? "no bar" : `tier ${settings.prosecutionBarTier}`];
  if (name === "actionEndedOn") return [settings.actionEndedOn ? dayOf(settings.actionEndedOn) : "not ended"];
  const value = settings[name];
  if (typeof value === "boolean") return [value ? "yes" : "no"];
  if (typeof value === "number") return [`${count(value)} ${units[name] ?? ""}`.trim()];
  return [typeof value === "object" && value !== null && "of" in value ? periodInWords(value) : String(value)];
}

function seatsInWords({ seats }: OrderSettings): string[] {
  const lines = (["plaintiff", "defense"] as const).flatMap((side) =>
    (["expert", "counsel"] as const).map((role) => [seats[side][role], `${role} of the ${side}`] as const),
  );
  const capped = lines.filter(([most]) => most !== null).map(([most, who]) => `${most} ${who}`);
  return capped.length > 0 ? capped : ["no cap"];
}

function coversInWords({ covers }: OrderSettings): string[] {
  const named = coveredRoles.filter(({ side, role }) => (covers[side] as Readonly<Record<string, number>>)[role] === 2);
  return ["what is certain for everyone", ...named.map(({ who }) => `names too for ${who}`)];
}

/** Which settings differ between two versions, in words. */
export function changedSettings(names: readonly SettingName[], before: OrderSettings, after: OrderSettings) {
  return names
    .map((name) => ({ name, before: settingInWords(name, before), after: settingInWords(name, after) }))
    .filter((one) => JSON.stringify(one.before) !== JSON.stringify(one.after));
}
