const sort = (values: readonly number[]) => values.toSorted((a, b) => a - b);

/** The value below which a share of the values lies; `NaN` of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = sort(values);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const sorted = sort(values);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle - 0.5)] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Three significant digits: `1,234`, `12.3`, `0.12`; a dash for `NaN`. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return "–";
  if (Math.abs(value) >= 100 || Number.isInteger(value)) return Math.round(value).toLocaleString("en-GB");
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

/** The median with the least and the greatest value: `512 (498–530)`. */
export function formatSpread(values: readonly number[]): string {
  const sorted = sort(values);
  if (sorted.length < 2) return formatNumber(sorted[0] ?? Number.NaN);
  return `${formatNumber(median(sorted))} (${formatNumber(sorted[0] ?? 0)}–${formatNumber(sorted.at(-1) ?? 0)})`;
}

/**
 * How well the values separate two groups: the probability of guessing right which of two values, one from each group,
 * is larger, whichever group that is. 0.5 is chance, 1 is certainty. (The area under the ROC curve, by ranks; equal
 * values share their rank.)
 */
export function measureSeparation(one: readonly number[], other: readonly number[]): number {
  const sorted = sort([...one, ...other]);
  const ranks = new Map<number, number>();
  for (let first = 0; first < sorted.length; ) {
    const value = sorted[first] ?? Number.NaN;
    let after = first + 1;
    while (sorted[after] === value) after += 1;
    ranks.set(value, (first + after + 1) / 2);
    first = after;
  }
  const rankSum = sum(one.map((value) => ranks.get(value) ?? 0));
  const area = (rankSum - (one.length * (one.length + 1)) / 2) / (one.length * other.length);
  return Math.max(area, 1 - area);
}
