"use client";

import { type OrderSettings, type SettingName, settingList } from "@/domain/orders/schema";
import { type Covers, coveredRoles } from "@/domain/orders/setting-schema";
import { SelectField, TextArea, TextField } from "../ui/field";

type Props = {
  readonly name: SettingName;
  readonly settings: OrderSettings;
  readonly problem: string | undefined;
  readonly set: (name: SettingName, value: unknown) => void;
};

const lines = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
const numberOf = (text: string) => (text.trim() === "" ? null : Number(text));

/** The field of one setting, as its kind asks for: a number, a choice, lines, a period, seats. */
export function SettingField({ name, settings, problem, set }: Props) {
  const about = settingList.find((one) => one.name === name);
  const value = settings[name];
  const shared = { label: about?.title ?? name, hint: about?.description ?? "", problem };
  if (name === "seats") return <SeatsField {...{ name, settings, problem, set }} />;
  if (name === "covers") return <CoversField {...{ name, settings, problem, set }} />;
  if (typeof value === "boolean")
    return (
      <SelectField {...shared} value={value ? "yes" : "no"} onChange={({ target }) => set(name, target.value === "yes")}>
        <option value="yes">Yes</option>
        <option value="no">No</option>
      </SelectField>
    );
  if (name === "producingSide")
    return (
      <SelectField {...shared} value={String(value)} onChange={({ target }) => set(name, target.value)}>
        <option value="defense">Defense</option>
        <option value="plaintiff">Plaintiff</option>
      </SelectField>
    );
  if (name === "queryPrecedence")
    return (
      <SelectField {...shared} value={String(value)} onChange={({ target }) => set(name, target.value)}>
        <option value="dtsearch">OR, as dtSearch has it</option>
        <option value="sql">AND, as SQL has it</option>
      </SelectField>
    );
  if (typeof value === "number")
    return (
      <TextField
        {...shared}
        label={about?.unit ? `${shared.label} (${about.unit})` : shared.label}
        inputMode="numeric"
        value={Number.isNaN(value) ? "" : String(value)}
        onChange={({ target }) => set(name, numberOf(target.value) ?? Number.NaN)}
      />
    );
  if (name === "actionEndedOn")
    return (
      <TextField {...shared} type="date" value={settings.actionEndedOn ?? ""} onChange={({ target }) => set(name, target.value || null)} />
    );
  if (Array.isArray(value))
    return (
      <TextArea
        {...shared}
        label={`${shared.label}, one to a line`}
        defaultValue={value.join("\n")}
        onChange={({ target }) => set(name, lines(target.value))}
      />
    );
  if (typeof value === "object" && value !== null && "of" in value)
    return (
      <div className="grid grid-cols-[1fr_9rem] items-start gap-2">
        <TextField
          {...shared}
          label={`${shared.label} (${about?.unit})`}
          inputMode="numeric"
          value={Number.isNaN(value.days) ? "" : String(value.days)}
          onChange={({ target }) => set(name, { ...value, days: numberOf(target.value) ?? Number.NaN })}
        />
        <SelectField label="Counted in" value={value.of} onChange={({ target }) => set(name, { ...value, of: target.value })}>
          <option value="calendar">calendar days</option>
          <option value="business">business days</option>
        </SelectField>
      </div>
    );
  return <TextField {...shared} value={String(value)} onChange={({ target }) => set(name, target.value)} />;
}

function SeatsField({ settings: { seats }, problem, set }: Props) {
  return (
    <fieldset className="grid grid-cols-2 gap-2">
      <legend className="mb-1 text-sm font-medium">Seats, empty for no cap</legend>
      {(["plaintiff", "defense"] as const).flatMap((side) =>
        (["expert", "counsel"] as const).map((role) => (
          <TextField
            key={`${side}-${role}`}
            label={`${role} of the ${side}`}
            inputMode="numeric"
            value={seats[side][role] ?? ""}
            onChange={({ target }) => set("seats", { ...seats, [side]: { ...seats[side], [role]: numberOf(target.value) } })}
            problem={problem}
          />
        )),
      )}
    </fieldset>
  );
}

function CoversField({ settings: { covers }, set }: Props) {
  const about = settingList.find(({ name }) => name === "covers");
  return (
    <fieldset className="grid grid-cols-2 gap-2 sm:col-span-2 lg:grid-cols-3">
      <legend className="mb-1 text-sm font-medium">{about?.title}</legend>
      <p className="col-span-full text-xs text-ink-faint">{about?.description}</p>
      {coveredRoles.map(({ side, role, who }) => (
        <SelectField
          key={who}
          label={`For ${who}`}
          value={String(tierFor(covers, side, role))}
          onChange={({ target }) => set("covers", { ...covers, [side]: { ...covers[side], [role]: Number(target.value) } })}
        >
          <option value="1">what is certain</option>
          <option value="2">names, addresses and dates of birth too</option>
        </SelectField>
      ))}
    </fieldset>
  );
}

function tierFor(covers: Covers, side: keyof Covers, role: string): number {
  const of: Readonly<Record<string, number>> = covers[side];
  return of[role] ?? 2;
}
