import { listByArrival } from "#shared/capacity/waiting-list.repository.ts";
import { type Advice, advise } from "#shared/domain/composition-advice.ts";
import type { Conference } from "#shared/domain/conference.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { statisticsOf } from "#shared/domain/statistics.ts";
import { seatedOf, targetStates } from "#shared/domain/targets.ts";
import { mustBeStaff } from "#shared/http/caller.ts";
import type { Handler } from "#shared/http/request.ts";
import { reasonViews } from "#shared/i18n/target-reason.ts";
import { readCounts, readSeated } from "#shared/store/composition.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { listRegistrations, loadRegistrations } from "#shared/store/registrations.ts";
import type { Table } from "#shared/store/table.ts";

/** The statistics as the stream has brought them, and how far the composition is from its targets. */
export const readStatistics =
  (table: Table): Handler<"readStatistics"> =>
  async ({ params: { conferenceId }, caller, access }) => {
    const conference = await loadConference(table, conferenceId);
    mustBeStaff(conference, { caller, access });
    const { all } = await readCounts(table, conferenceId);
    const statistics = statisticsOf(all);
    return { ...statistics, targets: targetStates(conference.targets ?? {}, seatedOf(statistics)) };
  };

/** How many of those who wait are considered at most. */
const mostConsidered = 5_000;

/** Which of those who wait would bring the composition nearer to its targets, with the reasons. It decides nothing. */
export const adviseComposition =
  (table: Table): Handler<"adviseComposition"> =>
  async ({ params: { conferenceId }, caller, access, query, language }) => {
    const conference = await loadConference(table, conferenceId);
    mustBeStaff(conference, { caller, access });
    const targets = conference.targets ?? {};
    const seated = await readSeated(table, conferenceId);
    const waiting = await loadThoseWhoWait(table, conference);
    const advice = advise(targets, seated, waiting, Number(query.limit ?? 50));
    const items = advice.map((each) => adviceView(each, reasonViews(conference, language, each.reasons)));
    return { targets: targetStates(targets, seated), considered: waiting.length, items, next: null };
  };

function adviceView({ registration, gain }: Advice, reasons: ReturnType<typeof reasonViews>) {
  const { registrationId, category, accreditation, seat } = registration;
  return {
    registrationId,
    category,
    accreditation: accreditation.state,
    seat: seat.state,
    gain,
    reasons,
  };
}

/** The line in its order; then, where the secretariat selects, the applications that it hasn't decided on. */
async function loadThoseWhoWait(table: Table, conference: Conference): Promise<Registration[]> {
  const { conferenceId, seatTakenAt } = conference;
  const line = (await listByArrival(table, conferenceId)).slice(0, mostConsidered);
  const ids = line.map(({ registrationId }) => registrationId);
  const found = await loadRegistrations(table, ids);
  const inLine = ids.flatMap((id) => found.get(id) ?? []).filter(({ seat }) => seat.state === "waiting");
  if (seatTakenAt !== "approval") return inLine;
  const filter = { accreditation: "pending", seat: "none" } as const;
  const { registrations } = await listRegistrations(table, conferenceId, filter, undefined, mostConsidered);
  return [...inLine, ...registrations].slice(0, mostConsidered);
}
