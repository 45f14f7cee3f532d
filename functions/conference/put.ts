import { saveConference } from "#shared/commands/save-conference.ts";
import type { Change } from "#shared/domain/change.ts";
import { announcementOf } from "#shared/domain/circumstances.ts";
import { type ConferenceDraft, changeConference } from "#shared/domain/conference-change.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { actorOf, mustBeStaff } from "#shared/http/caller.ts";
import type { Handler } from "#shared/http/request.ts";
import { settingsView } from "#shared/http/views.ts";
import { findConference, isInUse } from "#shared/store/conferences.ts";
import type { Table } from "#shared/store/table.ts";

/** Creates or changes a conference, and with it the limits of its pools. */
export const putConference =
  (table: Table): Handler<"putConference"> =>
  async (request) => {
    const { params, caller, access, version, now: at, deadline } = request;
    const before = await findConference(table, params.conferenceId);
    if (before) mustBeStaff(before, { caller, access });
    if (version !== undefined && version !== before?.version) throw new Refusal("changed-meanwhile");
    const inUse = before !== undefined && (await isInUse(table, params.conferenceId));
    const after = changeConference(before, params.conferenceId, request.body as ConferenceDraft, inUse);
    const announces = inUse ? announcementOf(before, after) : undefined;
    const change = { ...changed(params.conferenceId, at, actorOf(caller)), ...(announces && { announces }) };
    await saveConference(table, before, after, change, deadline);
    return settingsView(after);
  };

const changed = (conferenceId: string, at: string, actor: Change["actor"]): Change => ({
  conferenceId,
  at,
  actor,
  action: "change-conference",
  registrations: [],
  mails: [],
  admission: "public",
});
