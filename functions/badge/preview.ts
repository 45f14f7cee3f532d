import type { Fonts } from "#shared/badge/text/fonts.ts";
import type { LayoutChoice } from "#shared/domain/badge-layout.ts";
import { mustBeStaff } from "#shared/http/caller.ts";
import type { Handler } from "#shared/http/request.ts";
import { printingOf } from "#shared/papers/press.ts";
import { loadConference } from "#shared/store/conferences.ts";
import type { Table } from "#shared/store/table.ts";
import { printable } from "./printable.ts";
import { samples } from "./samples.ts";

/** What badges would look like, before the layout is the conference's. */
export const previewBadge =
  (table: Table, fonts: Fonts): Handler<"previewBadge"> =>
  async ({ params, caller, access, body }) => {
    const conference = await loadConference(table, params.conferenceId);
    mustBeStaff(conference, { caller, access });
    return printable(
      samples(conference),
      printingOf(conference, fonts, body.paper, body.layout as LayoutChoice | undefined),
    );
  };
