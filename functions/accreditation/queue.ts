import { findAnnotated } from "#shared/annotations/annotations.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { decodeCursor, encodeCursor } from "#shared/http/request.ts";
import { isMasked, toListedRegistrationView, type Viewer } from "#shared/http/views.ts";
import type { Registration } from "#shared/model/registration.ts";
import { loadQuestions } from "#shared/questions/questions.repository.ts";
import { owesKnownAnswers } from "#shared/registrations/owed-answers.rules.ts";
import {
  listRegistrations as list,
  listDamaged,
  loadCounterparts,
  type RegistrationPage,
} from "#shared/registrations/registrations.repository.ts";
import { loadReviewHints } from "#shared/search/review-hints.repository.ts";

/**
 * The most registrations that are read for a page of people who have not answered, or of annotated ones. Their answers
 * are in no index, and the rows of annotations have no order of the queue.
 */
const maxReadPerPage = 1_000;

/** Lists the review queue: the registrations by accreditation state, then by time of submission. */
export const listRegistrations =
  (table: Table): ApiHandler<"listRegistrations"> =>
  async (request) => {
    const { params, caller, query, now } = request;
    const conference = await loadConferenceForStaff(table, request);
    const { unanswered, tag: tagId, assignee, ...fields } = query;
    const mine = assignee && caller.kind === "staff" ? caller.email : undefined;
    const isAnnotated = tagId !== undefined || mine !== undefined;
    const annotated = isAnnotated && (await findAnnotated(table, params.conferenceId, { tagId, assignee: mine }));
    if (annotated && annotated.size === 0) return { items: [], next: null };
    const questions = unanswered && (await loadQuestions(table, conference));
    // A delegation in the filter would tell of a protected person that they belong to it, and a question their role.
    // A tag would tell what it says of a protected person.
    const hidesMasked = fields.delegation !== undefined || unanswered !== undefined || tagId !== undefined;
    const isListed = (registration: Registration) =>
      !(hidesMasked && isMasked(registration, caller)) &&
      (!annotated || annotated.has(registration.registrationId)) &&
      (!questions || owesKnownAnswers(questions, registration, now));
    const filter = {
      ...fields,
      ...((hidesMasked || isAnnotated) && { isListed }),
      ...((unanswered || isAnnotated) && { maxRead: maxReadPerPage }),
    };
    const page = await list(table, params.conferenceId, filter, decodeCursor(query.cursor), Number(query.limit ?? 50));
    return { ...(await showPage(table, page, { conference, caller })), next: encodeCursor(page.next) };
  };

/** The registrations of a page as staff see them. Those whose own or whose annotations' record is damaged are named. */
async function showPage(
  table: Table,
  page: Pick<RegistrationPage, "registrations" | "damaged">,
  { conference, caller }: Pick<Viewer, "conference" | "caller">,
) {
  const hints = await loadReviewHints(table, page.registrations);
  const viewer = { conference, caller, counterparts: await loadCounterparts(table, page.registrations) };
  const sound = page.registrations.filter(({ registrationId }) => hints.has(registrationId));
  const items = sound.map((registration) =>
    toListedRegistrationView(registration, viewer, hints.get(registration.registrationId)),
  );
  const damaged = [...page.damaged, ...listDamaged(page.registrations, sound)];
  return { items, ...(damaged.length > 0 && { damaged }) };
}
