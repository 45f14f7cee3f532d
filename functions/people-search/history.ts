import { findProposals } from "#shared/accreditation/proposals.repository.ts";
import { listKeptProposals } from "#shared/accreditation/proposals.rules.ts";
import { listAnnotationChanges } from "#shared/annotations/annotations.repository.ts";
import { type HistoryEntry, listHistory } from "#shared/commands/journal.ts";
import { deriveId } from "#shared/dynamodb/keys.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { listVisibleEntries, toHiddenEmailKind, toHistoryEntryView } from "#shared/http/history-views.ts";
import { loadAccessibleRegistration } from "#shared/http/load-accessible.ts";
import { type ApiHandler, encodeCursor, parsePageQuery } from "#shared/http/request.ts";
import { canSeeClash, isHiddenMember, toProposalView } from "#shared/http/views.ts";
import type { EmailIntent } from "#shared/model/change.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { roundToDay } from "#shared/model/time.ts";
import { recordWrittenTexts } from "#shared/privacy/access-log.repository.ts";
import { loadFieldChanges } from "#shared/registrations/field-changes.repository.ts";
import { canReadName } from "#shared/registrations/protected-identity.rules.ts";
import { focalPointsPath, readersPath } from "#shared/registrations/registration.rules.ts";
import { loadCounterparts, loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { toReasonViews } from "#shared/statistics/target-reason-text.ts";
import { toEmailStatusView } from "./email-views.ts";

/** Lists the changes of a registration, the latest first; for staff with their e-mails and target reasons. */
export const getHistory =
  (table: Table): ApiHandler<"getHistory"> =>
  async (request) => {
    const { registration, conference } = await loadAccessibleRegistration(table, request);
    const { caller, language, query } = request;
    const isHidden = isHiddenMember(registration, caller);
    const load = isHidden ? listHiddenHistory : listHistory;
    const { after, limit } = parsePageQuery(query);
    const { entries, next } = await load(table, registration, after, limit);
    const counterparts = await loadCounterparts(table, caller.kind === "staff" ? [registration] : []);
    const viewer = { conference, caller, counterparts, isRecorded: true };
    const proposals = caller.kind === "staff" ? await findProposals(table, registration.registrationId) : undefined;
    const annotated = caller.kind === "staff" ? await listAnnotationChanges(table, registration.registrationId) : [];
    const listAnnotations = ({ change }: HistoryEntry) =>
      annotated
        .filter(({ version }) => version === change.version)
        .map(({ action, at, by }) => ({ action, at, by }))
        .toSorted((one, other) => (one.at < other.at ? -1 : 1));
    const canReadReasons = caller.kind === "staff" && canReadName(registration, caller);
    const toStaffFields = (entry: HistoryEntry) => {
      const kept = listKeptProposals(proposals, entry.change.version);
      const annotations = listAnnotations(entry);
      const { towards } = entry.journalEntry;
      return {
        mails: toEmailViews(entry, canSeeClash(registration, viewer), isHidden),
        ...(kept.length > 0 && { proposals: kept.map((each) => toProposalView(each, canReadReasons)) }),
        ...(annotations.length > 0 && { annotations }),
        ...(towards && !registration.protection && { targetReasons: toReasonViews(conference, language, towards) }),
      };
    };
    const changeIds = entries.map(({ journalEntry }) => journalEntry.changeId);
    const values = await loadFieldChanges(table, registration.registrationId, changeIds);
    const isMasked = caller.kind === "staff" && registration.protection !== undefined;
    const isShown = (path: string) => path === readersPath || path === focalPointsPath;
    const listChanges = ({ journalEntry: { changeId } }: HistoryEntry) => {
      const changes = values.get(changeId) ?? [];
      return isMasked ? changes.map((change) => (isShown(change.path) ? change : { path: change.path })) : changes;
    };
    const dismissed = await loadRegistrations(table, registration.dismissedDuplicates ?? []);
    const items = listVisibleEntries(entries, registration, [...dismissed.values()], viewer).map((entry) => ({
      ...toHistoryEntryView(entry, viewer, listChanges(entry), registration),
      ...(caller.kind === "staff" && toStaffFields(entry)),
    }));
    await recordWrittenTexts(table, registration, items, request);
    return { items, next: encodeCursor(next) };
  };

/**
 * One page of a history for those from whom it hides that others were changed with the person: its positions are versions,
 * because the identifier of a change is the same in the histories of all of them.
 * @throws DomainError `bad-cursor`
 */
async function listHiddenHistory(
  table: Table,
  registration: Registration,
  after: string | undefined,
  limit: number,
): ReturnType<typeof listHistory> {
  if (after !== undefined && !/^\d+$/.test(after)) throw new DomainError("bad-cursor");
  const { entries } = await listHistory(table, registration, undefined, Number.POSITIVE_INFINITY);
  const rest = entries.filter(({ change }) => after === undefined || change.version < Number(after));
  const page = rest.slice(0, limit);
  return { entries: page, next: rest.length > limit ? String(page.at(-1)?.change.version) : null };
}

/**
 * The e-mails of a change to this registration. One that is being sent counts as queued. Staff who see that the
 * registration clashes do not see the withheld ones. Of hidden changes, times have the day, identifiers do not lead to the
 * change, and kinds do not tell that the person is a member of a delegation.
 */
function toEmailViews({ journalEntry: { at, emails }, change }: HistoryEntry, seesClash: boolean, isHidden: boolean) {
  const { registrationId, version } = change;
  const toTime = isHidden ? roundToDay : String;
  const toKinds = (intent: EmailIntent) => (isHidden ? toHiddenEmailKind(intent, change) : intent.kind) ?? [];
  return emails
    .filter(({ status }) => !(seesClash && status.state === "sent" && status.isWithheld))
    .filter(({ intent }) => "registrationId" in intent && intent.registrationId === registrationId)
    .flatMap((email) => [toKinds(email.intent)].flat().map((kind) => ({ ...email, kind })))
    .map(({ emailId, kind, status }, index) => {
      const view = toEmailStatusView(status, at);
      const shownId = isHidden ? deriveId("email", registrationId, String(version), String(index)) : emailId;
      return { emailId: shownId, kind, ...view, at: toTime(view.at) };
    });
}
