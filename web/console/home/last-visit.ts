import { useEffect, useState } from "preact/hooks";
import { useRefresh } from "../../kit/api/use-loaded.ts";

/** A visit of the home, in ms since 1970. */
export interface Visit {
  /** When the visit before ended; absent on the first one. */
  readonly since?: number;
  /** When the home was last seen. */
  readonly seen: number;
}

/** A visit that begins so much later than the one before ended is another one, in ms. */
const pauseMs = 30 * 60_000;

/** The present visit: the same one, or the next one after a pause. */
export function continueVisit(before: Visit | undefined, now: number): Visit {
  if (!before || before.seen > now) return { seen: now };
  return now - before.seen < pauseMs ? { ...before, seen: now } : { since: before.seen, seen: now };
}

const visitKeyPrefix = "palais.visit.";

/** A number for an address: the key of a browser that several people use does not contain who they are. */
function hashAddress(email: string): string {
  let hash = 2_166_136_261;
  for (const character of email) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619);
  return (hash >>> 0).toString(36);
}

function loadVisit(key: string): Visit | undefined {
  try {
    const visit = JSON.parse(localStorage.getItem(key) ?? "null") as Partial<Visit> | null;
    return visit && typeof visit.seen === "number" ? { ...visit, seen: visit.seen } : undefined;
  } catch {
    return undefined;
  }
}

function keepVisit(key: string): Visit {
  const visit = continueVisit(loadVisit(key), Date.now());
  try {
    localStorage.setItem(key, JSON.stringify(visit));
  } catch {
    // The storage is full or refused: each visit is the first one.
  }
  return visit;
}

/** How long a reader who has not come before looks back, in ms. */
const firstLookMs = 7 * 86_400_000;

const seenEveryMs = 60_000;

/**
 * Since when a member of staff has not seen the home of a conference, from what the browser keeps.
 * @returns RFC 3339, UTC; on the first visit, a week ago
 */
export function useLastVisit(
  conferenceId: string,
  email: string,
): { readonly since: string; readonly isFirst: boolean } {
  const key = `${visitKeyPrefix}${conferenceId}.${hashAddress(email)}`;
  const [visit] = useState(() => keepVisit(key));
  const [begin] = useState(Date.now);
  const see = () => void keepVisit(key);
  useRefresh(see, seenEveryMs);
  useEffect(() => see, []);
  const since = visit.since ?? begin - firstLookMs;
  return { since: new Date(since).toISOString(), isFirst: visit.since === undefined };
}
