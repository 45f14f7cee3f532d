import { asStaff, assertStaff } from "#shared/auth/caller.ts";
import type { BadgeBatchRequest } from "#shared/badges/badge-batch.rules.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { routes } from "#shared/http/routes.ts";
import { startJobOnce } from "#shared/jobs/jobs.repository.ts";
import type { LayoutChoice } from "#shared/model/badge-layout.ts";

/**
 * Starts a job that prints many badges into one file. Selected badges are printed again, unless `onlyNew` is set. A layout
 * of the request's own may print any answer, and so is for those who may read answers.
 */
export const startBadgeBatch =
  (table: Table): ApiHandler<"startBadgeBatch"> =>
  async (request) => {
    const { body, now: at } = request;
    const conference = await loadConferenceForStaff(table, request);
    const { conferenceId } = conference;
    const caller = asStaff(request.caller);
    if (typeof body.layout === "object") assertStaff(conference, { caller, access: routes.drawBadges.access });
    const { registrationIds, category, delegation, layout, sort, paper } = body;
    const batch: BadgeBatchRequest = {
      ...(registrationIds && { registrationIds }),
      ...(category && { category }),
      ...(delegation !== undefined && { delegationId: delegation }),
      ...(layout && { layout: layout as LayoutChoice }),
      onlyNew: body.onlyNew ?? registrationIds === undefined,
      sort,
      paper,
      requestedBy: caller,
    };
    const job = { conferenceId, kind: "badge", at, request: batch } as const;
    const { jobId } = await startJobOnce(table, request, async () => ({ job }));
    return { jobId };
  };
