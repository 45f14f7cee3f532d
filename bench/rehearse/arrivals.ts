import type { Random } from "../../test/support/random.ts";

/**
 * When people arrive, in ms from the opening: so many of them, each at a moment of their own, as chance has it when
 * nobody waits for anybody (a Poisson process, given its number).
 */
export function arrivals(count: number, seconds: number, random: Random): number[] {
  return Array.from({ length: count }, () => random.next() * seconds * 1_000).toSorted((a, b) => a - b);
}
