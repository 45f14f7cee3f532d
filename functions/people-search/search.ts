import { getStaffGroups } from "#shared/auth/caller.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import { type ApiHandler, encodeCursor, parsePageQuery } from "#shared/http/request.ts";
import { toDeskView, toListedRegistrationView } from "#shared/http/views.ts";
import { canReview } from "#shared/model/access.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { loadReviewHints } from "#shared/search/review-hints.repository.ts";
import { listIdentityWords, listSearchWords } from "#shared/search/search-terms.ts";
import { findPeople, parseSearchQuery } from "./find-people.repository.ts";

/**
 * Finds people by the words of a name, organization or address, or of a text that answers a question. The entry desk
 * receives fewer fields, and finds no one by answers.
 */
export const searchRegistrations =
  (table: Table): ApiHandler<"searchRegistrations"> =>
  async (request) => {
    const conference = await loadConferenceForStaff(table, request);
    const { body, caller } = request;
    const searchQuery = parseSearchQuery(body.text);
    if (!searchQuery) {
      throw new DomainError("invalid-request", [{ path: "text", rule: "tooShort", values: { minimum: 2 } }]);
    }
    const { after, limit } = parsePageQuery(request.query);
    const isReviewer = canReview({ groups: getStaffGroups(conference, caller) });
    const query = { ...searchQuery, listWords: isReviewer ? listSearchWords : listIdentityWords };
    const page = await findPeople(table, conference.conferenceId, query, after, limit, request.deadline);
    const next = encodeCursor(page.next);
    if (!isReviewer) return { items: page.registrations.map(toDeskView), next };
    const hints = await loadReviewHints(table, page.registrations);
    const toView = (registration: Registration) =>
      toListedRegistrationView(registration, { conference, caller }, hints.get(registration.registrationId));
    // A damaged record is left out, and not named: by the words of the query, that would tell of a protected person.
    return { items: page.registrations.filter(({ registrationId }) => hints.has(registrationId)).map(toView), next };
  };
