import { loadAttendanceHistory } from "#shared/check-in/attendance.repository.ts";
import {
  type AttendanceCount,
  type AttendanceHistory,
  countAttendance,
  countAttendanceByDay,
  countAttendanceByGroup,
  countAttendanceByHour,
  countAttendanceByQuarterHour,
  countAttendanceBySession,
} from "#shared/check-in/attendance.rules.ts";
import { loadDelegations } from "#shared/delegations/delegations.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler, ApiRequest } from "#shared/http/request.ts";
import { type Conference, getTextInLanguage, localeTags } from "#shared/model/conference.ts";

type AttendanceRequest = ApiRequest<"getAttendance">;

/** Counts from the check-in history who came, by one dimension. */
export const getAttendance =
  (table: Table): ApiHandler<"getAttendance"> =>
  async (request) => {
    const conference = await loadConferenceForStaff(table, request);
    const history = await loadAttendanceHistory(table, conference.conferenceId, request.deadline);
    const answer = { asOf: request.now, total: countAttendance(history) };
    const { by = "day" } = request.query;
    switch (by) {
      case "day":
        return { ...answer, by, items: countAttendanceByDay(history, conference) };
      case "hour":
        return { ...answer, by, items: countAttendanceByHour(history, conference) };
      case "quarter-hour":
        return { ...answer, by, items: countAttendanceByQuarterHour(history, conference) };
      case "session":
        return { ...answer, by, items: countAttendanceBySession(history, listSessionIds(conference)) };
      case "category":
        return { ...answer, by, items: listCategories(history, conference) };
      case "delegation":
        return { ...answer, by, items: await listDelegationCounts(table, history, request) };
    }
  };

const listSessionIds = ({ sessions }: Conference): string[] => sessions.map(({ sessionId }) => sessionId);

const noAttendance: AttendanceCount = { confirmed: 0, attended: 0, noShows: 0 };

/** The categories in the order of the settings, then removed ones with people. */
function listCategories(history: AttendanceHistory, { categories }: Conference) {
  const counts = countAttendanceByGroup(history, ({ category }) => category);
  const present = categories.map(({ category }) => category);
  const removed = [...counts.keys()].flatMap((each) => (each === undefined || present.includes(each) ? [] : [each]));
  return [...present, ...removed.toSorted()].map((category) => ({
    category,
    ...(counts.get(category) ?? noAttendance),
  }));
}

/** The delegations by name, then the people in none. A protected person is in none, as in every list. */
async function listDelegationCounts(table: Table, history: AttendanceHistory, { language }: AttendanceRequest) {
  const counts = countAttendanceByGroup(history, ({ delegationId }) => delegationId);
  const ids = [...counts.keys()].filter((each) => each !== undefined);
  const { compare } = new Intl.Collator(localeTags[language]);
  const delegations = (await loadDelegations(table, ids))
    .map(({ delegationId, name }) => ({ delegationId, name: { ...name } }))
    .toSorted((a, b) => compare(getTextInLanguage(a.name, language), getTextInLanguage(b.name, language)));
  const others = counts.get(undefined);
  return [
    ...delegations.map((each) => ({ ...each, ...(counts.get(each.delegationId) ?? noAttendance) })),
    ...(others ? [others] : []),
  ];
}
