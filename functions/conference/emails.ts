import type { Caller } from "#shared/auth/caller.ts";
import type { QueuedEmail } from "#shared/commands/journal.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { decodeCursor, encodeCursor } from "#shared/http/request.ts";
import { isHiddenMember } from "#shared/http/views.ts";
import { type EmailIntent, toEmailSubject } from "#shared/model/change.ts";
import { listEmailIssues } from "#shared/model/email.ts";
import type { Registration } from "#shared/model/registration.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { type FailedEmail, listFailedEmails } from "./failed-emails.repository.ts";

/**
 * Lists the e-mails with a delivery problem, without their content. Those about a protected person are for the readers,
 * who alone correct the address. A reminder of answers is left out if it follows from a sensitive answer, which staff open
 * one by one.
 */
export const listEmails =
  (table: Table): ApiHandler<"listEmails"> =>
  async (request) => {
    const { conferenceId } = await loadConferenceForStaff(table, request);
    const { state, cursor, limit } = request.query;
    const listVisible = async (emails: readonly FailedEmail[]) => {
      const ids = emails.flatMap(({ email: { intent } }) => toEmailSubject(intent).registrationId ?? []);
      const people = await loadRegistrations(table, ids);
      return emails.filter(({ email: { intent } }) => isVisible(intent, people, request.caller));
    };
    const filter = { issue: state, listVisible };
    const page = await listFailedEmails(table, conferenceId, filter, decodeCursor(cursor), Number(limit ?? 50));
    return {
      items: page.emails.map(({ email, queuedAt }) => toFailedEmailView(email, queuedAt)),
      next: encodeCursor(page.next),
    };
  };

function isVisible(intent: EmailIntent, people: ReadonlyMap<string, Registration>, caller: Caller): boolean {
  const person = people.get(toEmailSubject(intent).registrationId ?? "");
  if (person && isHiddenMember(person, caller)) return false;
  return intent.kind !== "answers-due" || intent.isKnown === true;
}

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
