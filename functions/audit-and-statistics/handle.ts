import { chainEntries } from "#shared/audit/chain.repository.ts";
import { parseJournalEntry } from "#shared/commands/journal.ts";
import { getString, type Table } from "#shared/dynamodb/table.ts";
import { createStreamHandler, log } from "#shared/runtime/lambda.ts";
import { countRegistrations } from "#shared/statistics/statistics.repository.ts";

/**
 * Appends each change to the audit chain of its conference, and counts the registrations that it touched as they are
 * now. Records that the stream delivers twice, late or in another order have no further effect.
 */
export const handleAuditAndStatisticsEvent = (table: Table) =>
  createStreamHandler({
    failure: { code: "audit-and-statistics.failed", field: "conferenceId" },
    shutdownBufferMs: 2_000,
    getKeys: (image) => [getString(image, "conferenceId")],
    process: async (conferenceId, images, deadline) => {
      const { sequence, hash } = await chainEntries(table, conferenceId, images, deadline);
      const changed = images.flatMap((image) => parseJournalEntry(image).registrations);
      const ids = changed.map(({ registrationId }) => registrationId);
      await countRegistrations(table, conferenceId, ids, deadline);
      // Write access to the table gives none to the log: a later end of the chain must contain this one.
      log("audit.chained", { conferenceId, sequence, head: hash });
    },
  });
