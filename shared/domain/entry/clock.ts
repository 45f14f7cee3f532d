/** What a gate's clock shows is of no use beyond this: a day, in ms. */
const furthest = 86_400_000;

/** How far a gate's clock is behind the server's, in ms, measured as it synchronises; nothing if it doesn't say. */
export function clockOffset(sentAt: string | undefined, receivedAt: string): number {
  if (sentAt === undefined) return 0;
  const offset = Date.parse(receivedAt) - Date.parse(sentAt);
  return Math.max(-furthest, Math.min(furthest, offset));
}

/** The time of a reading by the server's clock. Nothing was read later than it arrived. */
export function correctedTime(at: string, offset: number, receivedAt: string): string {
  const corrected = new Date(Date.parse(at) + offset).toISOString();
  return corrected < receivedAt ? corrected : receivedAt;
}

/** The moment after another, so that what is decided later stands later: a millisecond. */
export const justAfter = (at: string): string => new Date(Date.parse(at) + 1).toISOString();
