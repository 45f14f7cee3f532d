import type { BatchOrder } from "#shared/domain/badge-batch.ts";
import type { LayoutChoice } from "#shared/domain/badge-layout.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { mustBeStaff } from "#shared/http/caller.ts";
import type { Handler } from "#shared/http/request.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { newId } from "#shared/store/ids.ts";
import { makeJob } from "#shared/store/jobs.ts";
import type { Table } from "#shared/store/table.ts";

/** A job that prints many badges into one file. Who is named is printed again, unless only new ones are asked for. */
export const startBadgeBatch =
  (table: Table): Handler<"startBadgeBatch"> =>
  async ({ params: { conferenceId }, body, caller, access, now: at }) => {
    mustBeStaff(await loadConference(table, conferenceId), { caller, access });
    if (caller.kind !== "staff") throw new Refusal("not-allowed");
    const { registrationIds, category, delegation, layout, sort, paper } = body;
    const order: BatchOrder = {
      ...(registrationIds && { registrationIds }),
      ...(category && { category }),
      ...(delegation !== undefined && { delegationId: delegation }),
      ...(layout && { layout: layout as LayoutChoice }),
      onlyNew: body.onlyNew ?? registrationIds === undefined,
      sort,
      paper,
      by: caller,
    };
    const jobId = newId();
    await makeJob(table, { jobId, conferenceId, kind: "badge", at, order }, "running");
    return { jobId };
  };
