/** The times t with `from` ≤ t < `to`; without `to`, from then on. RFC 3339, UTC. */
export interface TimeRange {
  readonly from: string;
  readonly to?: string;
}

/** A range as a value to filter times by, beside days: `<from>/<to>`, or `<from>/`. */
export const formatRangeValue = ({ from, to = "" }: TimeRange): string => `${from}/${to}`;

/** @returns `undefined` for a value that is no range, such as a day */
export function parseRangeValue(value: string): TimeRange | undefined {
  const [from = "", to, ...rest] = value.split("/");
  if (to === undefined || rest.length > 0) return undefined;
  const isRange = [from, ...(to === "" ? [] : [to])].every((time) => !Number.isNaN(Date.parse(time)));
  return isRange ? { from, ...(to !== "" && { to }) } : undefined;
}

/**
 * @returns a test of times in RFC 3339. Of some people only the day is told, by its beginning in UTC. In a range without
 * an end they count from this day on: otherwise one who asks for what is new would not learn of them.
 */
export function createRangeTest({ from, to }: TimeRange): (time: string) => boolean {
  const [begin, end] = [Date.parse(from), to === undefined ? Number.POSITIVE_INFINITY : Date.parse(to)];
  const firstDay = to === undefined ? new Date(begin).toISOString().slice(0, 10) : undefined;
  return (time) => {
    const at = Date.parse(time);
    const isFirstDay = time.endsWith("T00:00:00.000Z") && time.slice(0, 10) === firstDay;
    return at < end && (at >= begin || isFirstDay);
  };
}
