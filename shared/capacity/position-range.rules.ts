/** How many people a range covers at least. */
const rangeLength = 10;

/** How many people of the waiting list are before a person: at least `from` and at most `to`. */
export interface PositionRange {
  readonly from: number;
  readonly to: number;
}

/** Chooses how far the borders of the ranges are shifted. @param random at least 0 and less than 1 */
export const choosePositionOffset = (random: number): number => Math.floor(random * rangeLength);

/**
 * The range that an email tells in place of a position. With an exact position, two addresses of a sender would count
 * whether the address that was submitted between them is new. With a secret offset, one more person changes the range
 * with a chance of 1 in ten.
 * @param ahead the number of people before the person
 */
export function findPositionRange(ahead: number, offset: number): PositionRange {
  const index = Math.floor((ahead - offset) / rangeLength);
  const to = Math.max(1, index + 1) * rangeLength + offset - 1;
  return { from: index < 1 ? 0 : index * rangeLength + offset, to };
}
