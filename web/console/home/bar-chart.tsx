import { Table } from "../../kit/components/table.tsx";
import { LocalizedNumber } from "../localized-number.tsx";
import { useTranslation } from "../translations.ts";

interface Bar {
  readonly key: string;
  readonly label: string;
  readonly count: number;
  /** What the bar opens. */
  readonly href: string;
}

/** A line between two bars, such as a deadline. */
export interface Mark {
  readonly kind: "deadline" | "now";
  /** The number of bars before it; between whole numbers within a bar. */
  readonly at: number;
  readonly label: string;
}

interface BarChartProps {
  /** What is shown: the title of the table. */
  readonly caption: string;
  readonly bars: readonly Bar[];
  readonly marks?: readonly Mark[];
  /** The column of the labels, and of the numbers. */
  readonly head: readonly [string, string];
}

/** The height of the plot, in the units of its view box. */
const height = 100;

/** So wide is a bar at most, in rem. */
const maxBarWidthRem = 5;

/** A bar with few among many is still seen. */
const minHeight = 2;

/**
 * Bars over time, of one colour, with lines that differ by their dashes: readable in black and white. The pointer opens
 * what a bar counts; the table behind it has the same links for keyboards and screen readers.
 */
export function BarChart({ caption, bars, marks = [], head }: BarChartProps) {
  const { t } = useTranslation();
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const [first, last] = [bars[0], bars.at(-1)];
  return (
    <figure class="bar-chart" aria-label={caption}>
      <div aria-hidden="true" style={{ maxInlineSize: `max(16rem, ${bars.length * maxBarWidthRem}rem)` }}>
        <p class="number small soft">
          <LocalizedNumber value={most} />
        </p>
        <svg
          class="bar-plot"
          viewBox={`0 0 ${bars.length} ${height}`}
          preserveAspectRatio="none"
          aria-hidden="true"
          focusable="false"
        >
          {bars.map((bar, index) => (
            <PlottedBar key={bar.key} {...{ bar, index, most }} />
          ))}
          {marks.map(({ kind, at }) => (
            <line key={kind} class={`mark ${kind}`} x1={at} x2={at} y1="0" y2={height} />
          ))}
        </svg>
        <p class="bar-ends small soft">
          <span>{first?.label}</span>
          <span>{last !== first && last?.label}</span>
        </p>
      </div>
      {marks.length > 0 && (
        <ul class="plain-list row small bar-marks">
          {marks.map(({ kind, label }) => (
            <li key={kind}>
              <svg class="mark-key" viewBox="0 0 4 16" aria-hidden="true" focusable="false">
                <line class={`mark ${kind}`} x1="2" x2="2" y1="0" y2="16" />
              </svg>{" "}
              {label}
            </li>
          ))}
        </ul>
      )}
      <details>
        <summary>{t("homeView.table")}</summary>
        <Table caption={caption} head={head}>
          {bars
            .filter(({ count }) => count > 0)
            .map(({ key, label, count, href }) => (
              <tr key={key}>
                <th scope="row">{label}</th>
                <td class="number">
                  <a href={href}>
                    <LocalizedNumber value={count} />
                  </a>
                </td>
              </tr>
            ))}
        </Table>
      </details>
    </figure>
  );
}

interface PlottedBarProps {
  readonly bar: Bar;
  readonly index: number;
  readonly most: number;
}

function PlottedBar({ bar: { label, count, href }, index, most }: PlottedBarProps) {
  const { t } = useTranslation();
  const plotted = count === 0 ? 0 : Math.max(minHeight, (count / most) * height);
  const shape = <rect class="plotted" x={index + 0.08} width="0.84" y={height - plotted} height={plotted} />;
  if (count === 0) return shape;
  return (
    <a href={href} tabindex={-1}>
      <title>{t("homeView.bar", { label, count })}</title>
      <rect class="bar-hit" x={index} width="1" height={height} />
      {shape}
    </a>
  );
}
