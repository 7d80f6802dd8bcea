import { count, counted } from "../ui/numbers";
import { dayOf, shortDayOf } from "../ui/when";

export type DayCount = { readonly day: string; readonly value: number };

const WIDTH = 300;
const HEIGHT = 56;

/** One small bar chart of a row of them: the same days and the same scale as its neighbours, its peak labelled, its numbers in a table behind. */
export function DayChart({
  title,
  unit,
  days,
  peak,
  alarm = false,
}: {
  readonly title: string;
  /** What is counted, one of it. */
  readonly unit: string;
  readonly days: readonly DayCount[];
  /** The height of the scale, shared by neighbours so that they can be compared. */
  readonly peak: number;
  readonly alarm?: boolean;
}) {
  const total = days.reduce((sum, { value }) => sum + value, 0);
  const most = days.reduce<DayCount | undefined>((best, day) => (best && best.value >= day.value ? best : day), undefined);
  const step = WIDTH / Math.max(1, days.length);
  const sentence = total === 0 || !most ? "none" : `most on ${shortDayOf(most.day)}: ${count(most.value)}`;
  return (
    <figure className="grid content-start gap-1">
      <figcaption className="grid">
        <span className="font-medium">{title}</span>
        <span className="tabular-nums">
          <span className="font-evidence text-lg font-semibold">{count(total)}</span>{" "}
          <span className="text-ink-faint">{total === 1 ? unit : `${unit}s`}</span>
        </span>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-14 w-full"
        role="img"
        aria-label={`${title}: ${counted(total, unit)}, ${sentence}`}
      >
        <title>{`${title}: ${counted(total, unit)}, ${sentence}`}</title>
        <line
          x1={0}
          x2={WIDTH}
          y1={HEIGHT - 0.5}
          y2={HEIGHT - 0.5}
          className="stroke-line-strong"
          strokeWidth={1}
          vectorEffect="non-scaling-stroke"
        />
        {days.map(({ day, value }, i) => {
          const height = value === 0 ? 0 : Math.max(1.5, (value / Math.max(1, peak)) * (HEIGHT - 2));
          return (
            <rect
              key={day}
              x={i * step + step * 0.12}
              width={step * 0.76}
              y={HEIGHT - 1 - height}
              height={height}
              className={alarm ? "fill-danger" : "fill-accent"}
            >
              <title>{`${dayOf(day)}: ${count(value)}`}</title>
            </rect>
          );
        })}
      </svg>
      <div className="flex justify-between gap-2 text-2xs text-ink-faint">
        <span>{days[0] && shortDayOf(days[0].day)}</span>
        <span>{sentence}</span>
        <span>{days.at(-1) && shortDayOf(days.at(-1)?.day ?? "")}</span>
      </div>
    </figure>
  );
}
