import { toActor } from "#shared/auth/caller.ts";
import { isFirstDayOver } from "#shared/certificates/certificates.rules.ts";
import { toJournalItem } from "#shared/commands/journal.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { putItem, type Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { createConferenceChange } from "#shared/model/change.ts";
import { DomainError } from "#shared/model/domain-error.ts";

/**
 * Queues an email with the certificate of attendance to everyone who has one and had no such email. It can be requested
 * again, for people whose scans arrived later.
 * @throws DomainError `wrong-state` before the first day is over
 */
export const sendCertificates =
  (table: Table): ApiHandler<"sendCertificates"> =>
  async (request) => {
    const { caller, now: at } = request;
    const conference = await loadConferenceForStaff(table, request);
    if (!isFirstDayOver(conference, at)) throw new DomainError("wrong-state");
    const change = {
      ...createConferenceChange(conference.conferenceId, "send-certificates", { actor: toActor(caller), at }),
      announcement: { kind: "certificate" },
    } as const;
    await putItem(table, toJournalItem(change, createId()));
    return { at };
  };
