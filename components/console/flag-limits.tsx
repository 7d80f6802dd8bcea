import type { FlagSettings } from "@/domain/flags/schema";
import { Deed } from "../ui/deed";
import { TextArea } from "../ui/field";

/** Where each flag begins, in sentences; and the way to change it. */
export function FlagLimits({ settings, mayChange }: { readonly settings: FlagSettings; readonly mayChange: boolean }) {
  return (
    <div className="grid justify-items-start gap-3">
      <dl className="grid gap-x-6 gap-y-1 sm:grid-cols-[9rem_1fr]">
        {sentencesOf(settings).map(([name, sentence]) => (
          <div key={name} className="contents">
            <dt className="font-medium">{name}</dt>
            <dd className="max-w-[80ch] text-ink-soft">{sentence}</dd>
          </div>
        ))}
      </dl>
      {mayChange && (
        <Deed
          name="Change the limits"
          title="Where a flag begins"
          address="/api/flags/settings"
          method="PUT"
          submit="Set them"
          busy="Setting"
          consequences={
            <p>From the running day on; days that are over stay as they were found. Every number, and your name, stand in the log.</p>
          }
        >
          <TextArea
            label="Limits, as JSON"
            name="settings"
            rows={16}
            className="font-mono text-xs"
            defaultValue={JSON.stringify(settings, null, 1)}
            required
          />
        </Deed>
      )}
    </div>
  );
}

function sentencesOf({
  zone,
  zones,
  habitDays,
  rate,
  night,
  sequence,
  sweep,
  haste,
  session,
  refusals,
  guesses,
}: FlagSettings): (readonly [string, string])[] {
  const others = Object.entries(zones).map(([email, theirs]) => `${email} in ${theirs}`);
  return [
    [
      "Rate",
      `More than ${rate.factor} times the busiest hours of the person’s last ${habitDays} days (of the role’s, where those are too few) and more than ${rate.floor} looks in an hour; more than ${rate.unknown} where no habit is known; always more than ${rate.ceiling}.`,
    ],
    [
      "By night",
      `${night.looks} looks and searches between ${night.from}:00 and ${night.until}:00, ${zone} time${others.length > 0 ? ` (${others.join(", ")})` : ""}, by somebody who works less than ${Math.round(night.usual * 100)}% of their hours then.`,
    ],
    [
      "In sequence",
      `${sequence.length} neighbouring conversations one after the other, each at most ${sequence.step} further, with at most ${sequence.strays} others between.`,
    ],
    [
      "Whole lists",
      `More than ${Math.round(sweep.share * 100)}% of a list of ${sweep.listed} or more, opened within ${sweep.minutes} minutes.`,
    ],
    ["In haste", `Of ${haste.looks} conversations in a row ${Math.round(haste.share * 100)}% left within ${haste.seconds} seconds.`],
    ["Two sessions", `Two sessions used in turn, changing ${session.switches} times within ${session.minutes} minutes.`],
    [
      "New browser",
      "A session from a browser that the person had not signed in with before, although they had worked here on days before.",
    ],
    ["Refusals", `${refusals.times} attempts refused within ${refusals.minutes} minutes.`],
    ["Failed sign-ins", `${guesses.times} in one name within ${guesses.minutes} minutes.`],
    ["Budget", "The order’s budget stopped somebody."],
  ];
}
