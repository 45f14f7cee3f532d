import type { GateListPage } from "#shared/domain/entry/gate-list.ts";
import { type AnswerOf, call, Unreachable } from "../../api/client.ts";
import type { Door, KeptConflict, KeptList, Passage } from "./kept.ts";

/** The most that one call may carry. */
const mostScans = 200;

/** Passages in the order in which they happened, those of one door together, in calls that aren't too large. */
export function callsOf(passages: readonly Passage[]): { readonly door: Door; readonly passages: Passage[] }[] {
  const ordered = passages.toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
  const doors = Map.groupBy(ordered, ({ door: { gate, direction, zone, sessionId } }) =>
    JSON.stringify([gate, direction, zone, sessionId]),
  );
  return [...doors.values()].flatMap((through) =>
    Array.from({ length: Math.ceil(through.length / mostScans) }, (_, index) => {
      const some = through.slice(index * mostScans, (index + 1) * mostScans);
      const [first] = some;
      return first ? [{ door: first.door, passages: some }] : [];
    }).flat(),
  );
}

/** Tells the server of passages; sent again, they are the same passages. @throws Refused, Unreachable */
export async function sendPassages(
  conferenceId: string,
  { door, passages }: { readonly door: Door; readonly passages: readonly Passage[] },
  token: string,
): Promise<{ readonly known: readonly Passage[]; readonly conflicts: readonly KeptConflict[] }> {
  const scans = passages.map((each) => ({
    scanId: each.scanId,
    token: each.token,
    at: each.at,
    offline: true,
    admitted: true,
  }));
  const body = { ...door, sentAt: new Date().toISOString(), scans };
  const { items } = await call("scan", { params: { conferenceId }, body, token });
  const answers = new Map(items.map((item) => [item.scanId, item]));
  if (passages.some(({ scanId }) => !answers.has(scanId))) throw new Unreachable("not every passage was answered");
  return {
    known: passages.map((each) => ({ ...each, known: true })),
    conflicts: passages.flatMap((each) => conflictOf(each, answers.get(each.scanId))),
  };
}

type Answer = AnswerOf<"scan">["items"][number];

/** A reading that the server had refused before this gate gave up waiting for its answer is one too. */
function conflictOf({ scanId, fact, at, door: { gate } }: Passage, answer: Answer | undefined): KeptConflict[] {
  const reason = answer?.conflict ?? answer?.reason;
  const { registrationId, direction } = fact;
  return reason ? [{ scanId, registrationId, reason, at, direction, gate }] : [];
}

/** What changed since the last look. @throws Refused, Unreachable */
export async function fetchChanges(
  conferenceId: string,
  before: KeptList | undefined,
  token: string,
): Promise<{ readonly pages: readonly GateListPage[]; readonly list: KeptList }> {
  const pages: GateListPage[] = [];
  let page: AnswerOf<"readGateList">;
  let cursor: string | undefined;
  do {
    const query = { since: before?.since ?? undefined, cursor };
    page = await call("readGateList", { params: { conferenceId }, query, token });
    // The contract says what is in a row by its JSON, the rules by their types.
    pages.push(page as GateListPage);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  const { conferenceTag, timeZone, seatedSessions, keys, since } = page;
  const at = Date.now();
  const offset = Date.parse(page.at) - at;
  return { pages, list: { conferenceTag, timeZone, seatedSessions, keys, since, at, offset } };
}
