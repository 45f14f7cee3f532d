import { useEffect, useState } from "preact/hooks";

/** The longest pause before each repetition, in ms; a random part of it is waited, so that clients spread out. */
const longestPausesMs = [1_000, 2_000, 4_000, 8_000, 8_000];

/** The server has not processed the request. */
const refusedStatuses: ReadonlySet<number> = new Set([429, 503]);

/** The server may have processed the request, so that only a request that takes effect once is sent again. */
const unknownStatuses: ReadonlySet<number> = new Set([502, 504]);

/**
 * Sends a request again while the site is too busy to process it, at most five times in about half a minute.
 * @param takesEffectOnce whether a repetition of a processed request has no further effect
 * @throws the reason of the signal as soon as the request is aborted, and what `send` throws
 */
export async function sendWhileBusy(
  send: () => Promise<Response>,
  takesEffectOnce: boolean,
  signal?: AbortSignal,
): Promise<Response> {
  let response = await send();
  if (!isBusy(response, takesEffectOnce)) return response;
  countWaiting(1);
  try {
    for (const longestPause of longestPausesMs) {
      await pause(Math.max(getRetryAfter(response), Math.random() * longestPause), signal);
      response = await send();
      if (!isBusy(response, takesEffectOnce)) break;
    }
    return response;
  } finally {
    countWaiting(-1);
  }
}

/** A refusal of our own has a problem document. Of these, only 503 (`too-busy`) is about the load of the site. */
function isBusy({ status, headers }: Response, takesEffectOnce: boolean): boolean {
  if (status === 429 && headers.get("content-type")?.startsWith("application/problem+json")) return false;
  return refusedStatuses.has(status) || (takesEffectOnce && unknownStatuses.has(status));
}

/** In ms; 0 without the header. */
const getRetryAfter = ({ headers }: Response) => Number(headers.get("retry-after") ?? 0) * 1_000 || 0;

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", end);
      resolve();
    }, ms);
    signal?.addEventListener("abort", end, { once: true });
  });
}

let waitingCount = 0;
const waitingChanged = "palais:waiting";

function countWaiting(step: 1 | -1): void {
  waitingCount += step;
  dispatchEvent(new Event(waitingChanged));
}

/** Whether the site was too busy for a request that is being sent again. */
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
