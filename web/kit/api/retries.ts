import { useEffect, useState } from "preact/hooks";

/** The longest pause before each repetition, in ms; a random part of it is waited, so that clients do not come at once. */
const longestPausesMs = [1_000, 2_000, 4_000, 8_000, 8_000];

/** The server has not processed the request. */
const refusedStatuses: ReadonlySet<number> = new Set([429, 503]);

/** The server may have processed the request, so that only a request that takes effect once is sent again. */
const unknownStatuses: ReadonlySet<number> = new Set([502, 504]);

/**
 * Sends a request again while the site is too busy to process it, at most five times in about half a minute.
 * @param takesEffectOnce whether a repetition of a processed request has no further effect
 */
export async function sendWhileBusy(send: () => Promise<Response>, takesEffectOnce: boolean): Promise<Response> {
  for (const longestPause of longestPausesMs) {
    const response = await send();
    if (!isBusy(response, takesEffectOnce)) return response;
    await waitVisibly(Math.max(getRetryAfter(response), Math.random() * longestPause));
  }
  return send();
}

/** A refusal of our own has a problem document. Of these, only 503 (`too-busy`) is about the load of the site. */
function isBusy({ status, headers }: Response, takesEffectOnce: boolean): boolean {
  if (status === 429 && headers.get("content-type")?.startsWith("application/problem+json")) return false;
  return refusedStatuses.has(status) || (takesEffectOnce && unknownStatuses.has(status));
}

/** In ms; 0 without the header. */
const getRetryAfter = ({ headers }: Response) => Number(headers.get("retry-after") ?? 0) * 1_000 || 0;

let waitingCount = 0;
const waitingChanged = "palais:waiting";

async function waitVisibly(ms: number): Promise<void> {
  const count = (step: 1 | -1) => {
    waitingCount += step;
    dispatchEvent(new Event(waitingChanged));
  };
  count(1);
  await new Promise((resolve) => setTimeout(resolve, ms));
  count(-1);
}

/** Whether a request waits to be sent again. */
export function useIsWaiting(): boolean {
  const [isWaiting, setWaiting] = useState(waitingCount > 0);
  useEffect(() => {
    const follow = () => setWaiting(waitingCount > 0);
    addEventListener(waitingChanged, follow);
    follow();
    return () => removeEventListener(waitingChanged, follow);
  }, []);
  return isWaiting;
}
