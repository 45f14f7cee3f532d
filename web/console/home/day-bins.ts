import { addDays, parseLocalTime } from "#shared/model/time.ts";
import { formatRangeValue } from "../register/engine/time-range.ts";

/** The registrations of some days. */
export interface DayBin {
  /** The first and the last day, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  readonly count: number;
  /** By what the register is filtered to show them. */
  readonly filter: string;
}

export interface DayBins {
  readonly days: 1 | 7 | 28;
  readonly bins: readonly DayBin[];
}

/** So many bars can be told apart. */
const maxBins = 62;

const countDaysThrough = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;

/**
 * Puts the registrations of each day into bars of a day, a week or four weeks, without gaps.
 * @param counts the number of registrations by day
 * @param until the last day that is shown if it is near enough, such as the deadline
 */
export function binDays(counts: ReadonlyMap<string, number>, until: string, timeZone: string): DayBins {
  const days = [...counts.keys()].toSorted();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return { days: 1, bins: [] };
  const end = until > last && countDaysThrough(first, until) <= maxBins * 7 ? until : last;
  const length = countDaysThrough(first, end);
  const step = length <= maxBins ? 1 : length <= maxBins * 7 ? 7 : 28;
  const sums = new Map<number, number>();
  for (const [day, count] of counts) {
    const index = Math.floor((countDaysThrough(first, day) - 1) / step);
    sums.set(index, (sums.get(index) ?? 0) + count);
  }
  const bins = Array.from({ length: Math.ceil(length / step) }, (_, index): DayBin => {
    const from = addDays(first, index * step);
    const to = addDays(from, step - 1);
    return { from, to, count: sums.get(index) ?? 0, filter: step === 1 ? from : toRange(from, to, timeZone) };
  });
  return { days: step, bins };
}

const toRange = (from: string, to: string, timeZone: string) =>
  formatRangeValue({
    from: parseLocalTime(`${from}T00:00`, timeZone),
    to: parseLocalTime(`${addDays(to, 1)}T00:00`, timeZone),
  });
