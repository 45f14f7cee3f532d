import { setTimeout as sleep } from "node:timers/promises";

/** Pauses before SES is asked again, in ms: six seconds in all, well within the lease of a mail. */
const pauses = [100, 300, 700, 1_500, 3_000];

/**
 * How SES said no: it certainly didn't take the mail. `throttled` has nothing to do with this mail.
 * @returns none when SES didn't answer, or broke: then nobody knows
 */
export function isRefusal(error: unknown): "throttled" | "refused" | undefined {
  const { name = "", $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  if (status === undefined || status < 400 || status >= 500) return undefined;
  return /throttl|TooManyRequests|LimitExceeded/i.test(name) || status === 429 ? "throttled" : "refused";
}

/** Sends, and again after a pause while SES says that all of us send too fast. @throws what SES said last */
export async function whenNotThrottled<T>(send: () => Promise<T>): Promise<T> {
  for (const pause of pauses) {
    try {
      return await send();
    } catch (error) {
      if (isRefusal(error) !== "throttled") throw error;
      await sleep(pause * (0.5 + Math.random()));
    }
  }
  return send();
}
