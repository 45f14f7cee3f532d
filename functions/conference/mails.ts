import type { QueuedEmail } from "#shared/commands/journal.ts";
import { troublesOf } from "#shared/domain/mail-state.ts";
import { mustBeStaff } from "#shared/http/caller.ts";
import { readCursor, writeCursor } from "#shared/http/cursor.ts";
import type { Handler } from "#shared/http/request.ts";
import { loadConference } from "#shared/store/conferences.ts";
import type { Table } from "#shared/store/table.ts";
import { listTroubled } from "#shared/store/troubled-mails.ts";

/** Mails that didn't go out, may have gone twice, or came back: which, why, and of whom, not what they say. */
export const readMails =
  (table: Table): Handler<"readMails"> =>
  async ({ params: { conferenceId }, caller, access, query }) => {
    mustBeStaff(await loadConference(table, conferenceId), { caller, access });
    const { state, cursor, limit } = query;
    const page = await listTroubled(table, conferenceId, state, readCursor(cursor), Number(limit ?? 50));
    return {
      items: page.mails.map(({ mail, promisedAt }) => mailView(mail, promisedAt)),
      next: writeCursor(page.next),
    };
  };

function mailView({ mailId, intent, standing }: QueuedEmail, promisedAt: string) {
  return {
    mailId,
    kind: intent.kind,
    ...("registrationId" in intent ? { registrationId: intent.registrationId } : { delegationId: intent.delegationId }),
    promisedAt,
    states: troublesOf(standing),
    at: "at" in standing ? standing.at : promisedAt,
    ...(standing.state === "failed" && { reason: standing.reason }),
  };
}
