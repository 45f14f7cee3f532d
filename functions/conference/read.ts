import { loadCapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import { summarizePools } from "#shared/capacity/seat-allocation.ts";
import { type Conference, type Language, registrationState, waitingListTargets } from "#shared/domain/conference.ts";
import type { Pools } from "#shared/domain/seats.ts";
import { nobodySeated, targetStates } from "#shared/domain/targets.ts";
import type { Handler } from "#shared/http/request.ts";
import { settingsView } from "#shared/http/views.ts";
import { targetText } from "#shared/i18n/target-reason.ts";
import type { Table } from "#shared/store/table.ts";

/** What anyone may know of a conference. */
export const readConference =
  (table: Table): Handler<"readConference"> =>
  async ({ params, now, language }) => {
    const { conference, shards } = await loadCapacitySnapshot(table, params.conferenceId);
    const seats = seatsLeft(conference, summarizePools(shards));
    return {
      ...settingsView(conference),
      ...lineOf(conference, language),
      registration: registrationState(conference, now),
      seats,
    };
  };

/** By what the line is ordered: what a person waits for, everybody may know. */
function lineOf(conference: Conference, language: Language) {
  const targets = waitingListTargets(conference);
  if (!targets) return { waitingListOrder: "arrival" as const };
  const told = targetStates(targets, nobodySeated).map(({ dimension, value, target }) => {
    return { dimension, value, target, text: targetText(conference, language, { dimension, value, target }) };
  });
  return { waitingListOrder: "targets" as const, lineTargets: told };
}

/** In words, for the public gets no count: few is the last tenth. */
function seatsLeft(conference: Conference, pools: Pools) {
  const venue = pools.get("venue");
  const free = venue ? venue.limit - venue.taken : 0;
  if (!venue?.open || free <= 0) return conference.waitingList ? "waiting-list" : "full";
  return free <= venue.limit / 10 ? "few" : "available";
}
