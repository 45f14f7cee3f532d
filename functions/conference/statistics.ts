import { asStaff } from "#shared/auth/caller.ts";
import { listByArrival } from "#shared/capacity/waiting-list.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import { loadUnreadableIds } from "#shared/registrations/protections.repository.ts";
import { listRegistrations, loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { loadConferenceCounts, loadSeatedCounts } from "#shared/statistics/statistics.repository.ts";
import { computeStatistics } from "#shared/statistics/statistics.rules.ts";
import { toReasonViews } from "#shared/statistics/target-reason-text.ts";
import { measureTargets, toSeatedCounts } from "#shared/statistics/targets.rules.ts";
import { adviseSeats, type SeatAdvice } from "./composition-advice.rules.ts";

/** Returns the statistics, which lag by a few seconds, and the progress towards the composition targets. */
export const getStatistics =
  (table: Table): ApiHandler<"getStatistics"> =>
  async (request) => {
    const conference = await loadConferenceForStaff(table, request);
    const { conferenceId, targets = {} } = conference;
    const { all } = await loadConferenceCounts(table, conferenceId);
    const statistics = computeStatistics(all, conference);
    return { ...statistics, targets: measureTargets(targets, toSeatedCounts(statistics)) };
  };

/** The maximum number of waiting registrations that are considered. */
const maxConsidered = 5_000;

/** Lists the waiting registrations that would bring the composition nearer to its targets. It has no effect. */
export const getCompositionAdvice =
  (table: Table): ApiHandler<"getCompositionAdvice"> =>
  async (request) => {
    const { query, language, caller } = request;
    const conference = await loadConferenceForStaff(table, request);
    const { conferenceId, targets = {} } = conference;
    const seated = await loadSeatedCounts(table, conferenceId);
    const hidden = await loadUnreadableIds(table, conferenceId, asStaff(caller));
    const waiting = await loadWaitingCandidates(table, conference, hidden);
    const advice = adviseSeats(targets, seated, waiting, Number(query.limit ?? 50));
    const items = advice.map((each) => toAdviceView(each, toReasonViews(conference, language, listShownReasons(each))));
    return { targets: measureTargets(targets, seated), considered: waiting.length, items, next: null };
  };

/** Which targets a seat brings nearer would tell gender and region of a protected person. */
const listShownReasons = ({ registration, reasons }: SeatAdvice) => (registration.protection ? [] : reasons);

function toAdviceView({ registration, gain }: SeatAdvice, reasons: ReturnType<typeof toReasonViews>) {
  const { registrationId, category, accreditation, seat } = registration;
  return { registrationId, category, accreditation: accreditation.state, seat: seat.state, gain, reasons };
}

/**
 * The waiting list in order of arrival; then, if seats are taken at approval, the pending registrations.
 * @param hidden as in `listByArrival`
 */
async function loadWaitingCandidates(
  table: Table,
  conference: Conference,
  hidden: ReadonlySet<string>,
): Promise<Registration[]> {
  const { conferenceId, seatTakenAt } = conference;
  const rows = (await listByArrival(table, conferenceId, hidden)).slice(0, maxConsidered);
  const ids = rows.map(({ registrationId }) => registrationId);
  const found = await loadRegistrations(table, ids);
  const waiting = ids.flatMap((id) => found.get(id) ?? []).filter(({ seat }) => seat.state === "waiting");
  if (seatTakenAt !== "approval") return waiting;
  const filter = { accreditation: "pending", seat: "none" } as const;
  const { registrations } = await listRegistrations(table, conferenceId, filter, undefined, maxConsidered);
  return [...waiting, ...registrations].slice(0, maxConsidered);
}
