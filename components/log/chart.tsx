import { count, counted } from "../ui/numbers";
import { dayOf, shortDayOf } from "../ui/when";

export type DayCount = { readonly day: string; readonly value: number };
/** One bar: what it is called in full, and in short where there is little room. */
export type Bar = { readonly name: string; readonly short: string; readonly value: number };

const WIDTH = 300;
const HEIGHT = 56;

type Props = {
  readonly title: string;
  /** What is counted, one of it; and what several are called, where that is not one with an s. */
  readonly unit: string;
  readonly units?: string;
  /** The height of the scale, shared by neighbours so that they can be compared. */
  readonly peak: number;
  readonly alarm?: boolean;
};

/** A row of days as bars: the same days and the same scale as its neighbours. */
export function DayChart({ days, ...rest }: Props & { readonly days: readonly DayCount[] }) {
  return <BarChart {...rest} bars={days.map(({ day, value }) => ({ name: dayOf(day), short: shortDayOf(day), value }))} />;
}

/** One small bar chart: its sum above, its peak and its two ends named below. Its numbers stand in a table on the same page. */
export function BarChart({ title, unit, units = `${unit}s`, bars, peak, alarm = false }: Props & { readonly bars: readonly Bar[] }) {
  const total = bars.reduce((sum, { value }) => sum + value, 0);
  const most = bars.reduce<Bar | undefined>((best, bar) => (best && best.value >= bar.value ? best : bar), undefined);
  const sentence = total === 0 || !most ? "none" : `most: ${most.short}, ${count(most.value)}`;
  const spoken = `${title}: ${counted(total, unit, units)}, ${sentence}`;
  return (
    <figure className="grid break-inside-avoid content-start gap-1">
      <figcaption className="grid">
        <span className="font-medium">{title}</span>
        <span className="tabular-nums">
          <span className="font-evidence text-lg font-semibold">{count(total)}</span>{" "}
          <span className="text-ink-faint">{total === 1 ? unit : units}</span>
        </span>
      </figcaption>
      <Bars bars={bars} peak={peak} alarm={alarm} spoken={spoken} />
      <div className="flex justify-between gap-2 text-2xs text-ink-faint">
        <span>{bars[0]?.short}</span>
        <span>{sentence}</span>
        <span>{bars.at(-1)?.short}</span>
      </div>
    </figure>
  );
}

type Drawn = { readonly bars: readonly Bar[]; readonly peak: number; readonly alarm: boolean; readonly spoken: string };

function Bars({ bars, peak, alarm, spoken }: Drawn) {
  const step = WIDTH / Math.max(1, bars.length);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" className="h-14 w-full" role="img" aria-label={spoken}>
      <title>{spoken}</title>
      <line
        x1={0}
        x2={WIDTH}
        y1={HEIGHT - 0.5}
        y2={HEIGHT - 0.5}
        className="stroke-line-strong"
        strokeWidth={1}
        vectorEffect="non-scaling-stroke"
      />
      {bars.map(({ name, value }, i) => {
        const height = value === 0 ? 0 : Math.max(1.5, (value / Math.max(1, peak)) * (HEIGHT - 2));
        return (
          <rect
            key={name}
            x={i * step + step * 0.12}
            width={step * 0.76}
            y={HEIGHT - 1 - height}
            height={height}
            className={alarm ? "fill-danger" : "fill-accent"}
          >
            <title>{`${name}: ${count(value)}`}</title>
          </rect>
        );
      })}
    </svg>
  );
}
