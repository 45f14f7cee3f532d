import type { Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { decodeCursor, encodeCursor } from "#shared/http/request.ts";
import { listVisibleMembers, toListedRegistrationView } from "#shared/http/views.ts";
import { listRegistrations as list } from "#shared/registrations/registrations.repository.ts";
import { loadReviewHints } from "#shared/search/review-hints.repository.ts";

/** Lists the review queue: the registrations by accreditation state, then by time of submission. */
export const listRegistrations =
  (table: Table): ApiHandler<"listRegistrations"> =>
  async (request) => {
    const { params, caller, query } = request;
    const conference = await loadConferenceForStaff(table, request);
    const page = await list(table, params.conferenceId, query, decodeCursor(query.cursor), Number(query.limit ?? 50));
    // A delegation in the filter would tell of a protected person that they belong to it.
    const shown = query.delegation === undefined ? page.registrations : listVisibleMembers(page.registrations, caller);
    const hints = await loadReviewHints(table, shown);
    const items = shown.map((registration) =>
      toListedRegistrationView(registration, { conference, caller }, hints.get(registration.registrationId)),
    );
    return { items, next: encodeCursor(page.next) };
  };
