import {
  type AnnotationChange,
  type AnnotationRequest,
  annotate,
  listNotes as listStoredNotes,
  listTags,
  saveNote,
} from "#shared/annotations/annotations.repository.ts";
import { type Annotations, canBeAssigned, changeAssignee, changeTags } from "#shared/annotations/annotations.rules.ts";
import { asStaff, assertCanAccess, type Caller } from "#shared/auth/caller.ts";
import { listStaffDirectory } from "#shared/auth/staff.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadAccessibleRegistration, loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import { type ApiHandler, type ApiRequest, encodeCursor, parsePageQuery } from "#shared/http/request.ts";
import { toRegistrationView } from "#shared/http/views.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { recordAccess, recordWrittenTexts } from "#shared/privacy/access-log.repository.ts";
import { canReadName } from "#shared/registrations/protected-identity.rules.ts";
import { loadCounterparts } from "#shared/registrations/registrations.repository.ts";
import { loadRegistrationHints } from "#shared/search/review-hints.repository.ts";
import { foldAddress } from "#shared/text/text-rules.ts";

type Staff = Extract<Caller, { kind: "staff" }>;

const toNoteView = ({ changeId, at, by, text }: AnnotationChange, canReadText: boolean) => ({
  ...{ noteId: changeId, at, by },
  ...(canReadText && text !== undefined && { text }),
});

/** The reason in the access log for reading notes about a protected person. */
const notesReason = "notes";

/**
 * Lists the notes about a registration. Those about a protected person may name them, so that only the readers get the
 * texts, and the access is recorded first.
 */
export const listNotes =
  (table: Table): ApiHandler<"listNotes"> =>
  async (request) => {
    const { registration } = await loadAccessibleRegistration(table, request);
    const staff = asStaff(request.caller);
    const { registrationId, protection } = registration;
    const { after, limit } = parsePageQuery(request.query);
    const { notes, next } = await listStoredNotes(table, registrationId, after, limit);
    const canRead = canReadName(registration, staff);
    if (protection && canRead && notes.length > 0)
      await recordAccess(table, { registrationId }, { at: request.now, by: staff.id, reason: notesReason });
    return { items: notes.map((note) => toNoteView(note, canRead)), next: encodeCursor(next) };
  };

type AnnotationOperation = "addNote" | "setTags" | "setAssignee";

/**
 * What the changes of annotations have in common. Access is checked on the conference as it is read first.
 * @throws DomainError `not-found`, also for a caller without access; `not-allowed`
 */
async function loadAnnotationRequest(table: Table, request: Omit<ApiRequest<AnnotationOperation>, "body">) {
  const { conference } = await loadAccessibleRegistration(table, request);
  const { params, now: at, version, idempotency, deadline } = request;
  const staff = asStaff(request.caller);
  const assertCanChange = (registration: Registration) => assertCanAccess(conference, registration, request);
  const common = { registrationId: params.registrationId, at, by: staff.id, version, idempotency, deadline };
  /** @throws DomainError also `name-protected` for staff who are no readers of a protected person */
  const assertIsReader = (registration: Registration) => {
    assertCanChange(registration);
    if (!canReadName(registration, staff)) throw new DomainError("name-protected");
  };
  return { conference, staff, common: { ...common, assertCanChange }, assertIsReader };
}

export const addNote =
  (table: Table): ApiHandler<"addNote"> =>
  async (request) => {
    const { common } = await loadAnnotationRequest(table, request);
    return toNoteView(await saveNote(table, { ...common, text: request.body.text }), true);
  };

/** Tags of a protected person are for the readers, and so only they replace them. */
export const setTags =
  (table: Table): ApiHandler<"setTags"> =>
  async (request) => {
    const { conference, staff, common, assertIsReader } = await loadAnnotationRequest(table, request);
    const change = { ...common, assertCanChange: assertIsReader, action: "change-tags" } as const;
    return changeAnnotations(table, change, { conference, caller: staff }, (before) =>
      changeTags(before, request.body.tags),
    );
  };

/** Who looks after a protected person is decided by the readers, as their tags are. */
export const setAssignee =
  (table: Table): ApiHandler<"setAssignee"> =>
  async (request) => {
    const { conference, staff, common, assertIsReader } = await loadAnnotationRequest(table, request);
    const address = request.body.email ?? undefined;
    if (address !== undefined && !(await isAssignable(table, conference, staff, address)))
      throw new DomainError("invalid-request", [{ path: "email", rule: "notStaff" }]);
    const change = { ...common, assertCanChange: assertIsReader, action: "change-assignee" } as const;
    return changeAnnotations(table, change, { conference, caller: staff }, (before) => changeAssignee(before, address));
  };

/** Without a list of staff, registrations can be assigned to everyone who has opened the console. */
async function isAssignable(table: Table, conference: Conference, staff: Staff, address: string): Promise<boolean> {
  if (conference.staff) return canBeAssigned(conference, address);
  const known = [staff, ...(await listStaffDirectory(table))];
  return known.some(({ email }) => foldAddress(email) === foldAddress(address));
}

/** @returns the registration with its annotations after the change */
async function changeAnnotations(
  table: Table,
  request: AnnotationRequest,
  viewer: { readonly conference: Conference; readonly caller: Staff },
  decide: (before: Annotations) => Annotations | undefined,
) {
  const { registration } = await annotate(table, request, decide);
  const hints = await loadRegistrationHints(table, registration);
  const counterparts = await loadCounterparts(table, [registration]);
  const recorded = { ...viewer, counterparts, isRecorded: true };
  const view = toRegistrationView(registration, recorded, hints);
  await recordWrittenTexts(table, registration, [view], { caller: viewer.caller, now: request.at });
  return view;
}

export const listConferenceTags =
  (table: Table): ApiHandler<"listTags"> =>
  async (request) => {
    const { conferenceId } = await loadConferenceForStaff(table, request);
    return { items: await listTags(table, conferenceId), next: null };
  };
