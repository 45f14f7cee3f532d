import { type BadgeSigner, verifyToken } from "#shared/badge/token.ts";
import type { Documents } from "#shared/documents/bucket.ts";
import { clockOffset } from "#shared/domain/entry/clock.ts";
import { placeOf } from "#shared/domain/entry/verdict.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { mustBeStaff } from "#shared/http/caller.ts";
import type { Handler, Request } from "#shared/http/request.ts";
import { loadAtDoor } from "#shared/store/entry.ts";
import type { Table } from "#shared/store/table.ts";
import { inLanes } from "./lanes.ts";
import { type AtDoor, readOne, type Seen } from "./read-one.ts";
import { scanView } from "./view.ts";

/**
 * Badges read at a gate, in the order they were read; the same reading again gets the same answer. What a gate decided alone
 * comes in any order, so several are taken at a time.
 */
export const scan =
  (table: Table, signer: BadgeSigner, documents: Documents): Handler<"scan"> =>
  async (request) => {
    const { body, params, now } = request;
    const seen = await verified(signer, body.scans);
    const ids = seen.flatMap(({ token }) => ("refused" in token ? [] : [token.registrationId]));
    const { conference, holders } = await loadAtDoor(table, params.conferenceId, ids, placeOf(body.sessionId));
    mustBeStaff(conference, request);
    mustKnowSession(conference.sessions, body.sessionId);
    const door: AtDoor = { table, conference, holders, request, offset: clockOffset(body.sentAt, now) };
    const kept = await inLanes(
      seen,
      ({ reading }) => reading.offline === true,
      laneOf,
      (each) => readOne(door, each),
    );
    const counter = { table, documents, conference, language: request.language };
    const items = await Promise.all(
      kept.map((each, index) => scanView(counter, { ...each, isOffline: body.scans[index]?.offline === true })),
    );
    return { items, next: null };
  };

const verified = async (signer: BadgeSigner, readings: Request<"scan">["body"]["scans"]): Promise<Seen[]> => {
  const keys = [await signer.publishedKey()];
  return Promise.all(readings.map(async (reading) => ({ reading, token: await verifyToken(keys, reading.token) })));
};

/** What one person did is taken in one lane, for it is written to the same items. */
const laneOf = ({ token, reading }: Seen) => ("refused" in token ? reading.scanId : token.registrationId);

/** @throws Refusal `invalid-request` for a session that the conference doesn't have */
function mustKnowSession(sessions: readonly { readonly sessionId: string }[], wanted: string | undefined): void {
  if (wanted !== undefined && !sessions.some(({ sessionId }) => sessionId === wanted))
    throw new Refusal("invalid-request", [{ path: "sessionId", rule: "unknownSession" }]);
}
