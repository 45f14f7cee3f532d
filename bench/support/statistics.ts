const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b);

/** The value below which a share of the values lies; `NaN` of none. */
export function quantile(values: readonly number[], share: number): number {
  const all = sorted(values);
  return all[Math.min(all.length - 1, Math.floor(all.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const all = sorted(values);
  const middle = all.length / 2;
  return ((all[Math.floor(middle - 0.5)] ?? Number.NaN) + (all[Math.floor(middle)] ?? Number.NaN)) / 2;
}

export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Three figures that mean something: `1,234`, `12.3`, `0.123`. */
export function figures(value: number): string {
  if (Number.isNaN(value)) return "–";
  if (Math.abs(value) >= 100 || Number.isInteger(value)) return Math.round(value).toLocaleString("en-GB");
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

/** The median, and from where to where the values lie: `512 (498–530)`. */
export function spread(values: readonly number[]): string {
  const all = sorted(values);
  if (all.length < 2) return figures(all[0] ?? Number.NaN);
  return `${figures(median(all))} (${figures(all[0] ?? 0)}–${figures(all.at(-1) ?? 0)})`;
}

/**
 * How well the values tell two groups apart: the chance that of one from each the larger is guessed rightly, whichever
 * group that is. 0.5 is a coin, 1 is certainty. (The area under the ROC curve, by ranks; equal values share theirs.)
 */
export function separation(one: readonly number[], other: readonly number[]): number {
  const all = sorted([...one, ...other]);
  const ranks = new Map<number, number>();
  for (let first = 0; first < all.length; ) {
    const value = all[first] ?? Number.NaN;
    let after = first + 1;
    while (all[after] === value) after += 1;
    ranks.set(value, (first + after + 1) / 2);
    first = after;
  }
  const rankSum = sum(one.map((value) => ranks.get(value) ?? 0));
  const area = (rankSum - (one.length * (one.length + 1)) / 2) / (one.length * other.length);
  return Math.max(area, 1 - area);
}
