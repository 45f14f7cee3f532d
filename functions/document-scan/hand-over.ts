import type { CommandStore } from "#shared/commands/command-store.ts";
import { executeIfNeeded } from "#shared/commands/execute-command.ts";
import type { CommandContext } from "#shared/domain/change.ts";
import type { StoredDocument } from "#shared/domain/document.ts";
import { addLetter, attachDocument, detachDocument } from "#shared/domain/document-change.ts";
import { loadDelegation } from "#shared/store/delegations.ts";
import { endJob, startJob } from "#shared/store/jobs.ts";
import { loadRegistrations } from "#shared/store/registrations.ts";
import type { Deadline } from "#shared/store/transaction.ts";

/**
 * Gives a document to the registration, the delegation or the job that it belongs to; takes back one that can't be kept.
 * What was handed in for somebody who is registered already belongs to nobody, and is forgotten within a day.
 */
export async function handOver(table: CommandStore, document: StoredDocument, deadline: Deadline): Promise<void> {
  const { owner, conferenceId, documentId, kind, standing } = document;
  const context: CommandContext = { actor: { kind: "system", id: "document-scan" }, at: new Date().toISOString() };
  if (!owner) return;
  if ("jobId" in owner) {
    if (standing.state === "checked") await startJob(table, owner.jobId, Date.now());
    if (standing.state === "refused") {
      await endJob(table, owner.jobId, { state: "failed", failure: { code: standing.refusal } });
    }
  }
  if ("registrationId" in owner && kind !== "import") {
    await executeIfNeeded(table, conferenceId, deadline, async () => {
      const before = (await loadRegistrations(table, [owner.registrationId])).get(owner.registrationId);
      if (!before) return undefined;
      return standing.state === "checked"
        ? attachDocument(before, kind, documentId, context)
        : detachDocument(before, documentId, context);
    });
  }
  if ("delegationId" in owner && standing.state === "checked") {
    await executeIfNeeded(table, conferenceId, deadline, async () =>
      addLetter(await loadDelegation(table, owner.delegationId), documentId, context),
    );
  }
}
