import type { QueuedEmail } from "#shared/commands/journal.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { decodeCursor, encodeCursor } from "#shared/http/request.ts";
import { toEmailSubject } from "#shared/model/change.ts";
import { listEmailIssues } from "#shared/model/email.ts";
import { listFailedEmails } from "./failed-emails.repository.ts";

/** Lists the e-mails with a delivery problem, without their content. */
export const listEmails =
  (table: Table): ApiHandler<"listEmails"> =>
  async (request) => {
    const { conferenceId } = await loadConferenceForStaff(table, request);
    const { state, cursor, limit } = request.query;
    const page = await listFailedEmails(table, conferenceId, state, decodeCursor(cursor), Number(limit ?? 50));
    return {
      items: page.emails.map(({ email, queuedAt }) => toFailedEmailView(email, queuedAt)),
      next: encodeCursor(page.next),
    };
  };

function toFailedEmailView({ emailId, intent, status }: QueuedEmail, queuedAt: string) {
  return {
    emailId,
    kind: intent.kind,
    ...toEmailSubject(intent),
    queuedAt,
    states: listEmailIssues(status),
    at: "at" in status ? status.at : queuedAt,
    ...(status.state === "failed" && { reason: status.reason }),
  };
}
