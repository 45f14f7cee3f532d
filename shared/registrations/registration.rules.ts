import type {
  Action,
  Change,
  CommandContext,
  EmailIntent,
  RegistrationChange,
  UnseenFields,
} from "#shared/model/change.ts";
import type { Conference, Language } from "#shared/model/conference.ts";
import type { Answer } from "#shared/model/question.ts";
import type { Registration } from "#shared/model/registration.ts";
import { isDelegationPool } from "#shared/model/seat.ts";
import { roundToDay } from "#shared/model/time.ts";

/**
 * The Change of one registration, complete with what follows from its state before and after: a badge serial and a
 * visa letter for a registration that this change confirms, and the e-mails to its owner and about its membership request.
 */
export function createChange(
  before: Registration | undefined,
  changed: Registration,
  action: Action,
  { actor, at }: CommandContext,
  reason?: string,
): Change {
  const after = dropFocalPoints(before, dropChangeRequest(completeConfirmation(before, changed, at)));
  const registration = before ? { before, after } : { after };
  return {
    conferenceId: after.conferenceId,
    at,
    actor,
    action,
    ...(reason === undefined ? {} : { reason }),
    registrations: [registration],
    emails: [...deriveEmailIntents(registration), ...deriveMembershipEmails(registration)],
    admission: "public",
  };
}

/** A registration that is not live any more has no open request. */
function dropChangeRequest(registration: Registration): Registration {
  const { changeRequest, ...rest } = registration;
  return changeRequest && !isLive(registration) ? rest : registration;
}

/** A reader has let focal points of one delegation see a protected person: in another one, no one does. */
function dropFocalPoints(before: Registration | undefined, after: Registration): Registration {
  const { protection, ...rest } = after;
  if (!protection?.focalPoints || before?.delegationId === after.delegationId) return after;
  const { focalPoints: _, ...kept } = protection;
  return { ...rest, protection: kept };
}

/**
 * A confirmation issues the next badge serial, so that an earlier, revoked badge never becomes valid again, and a visa
 * letter if the form asks for one.
 */
function completeConfirmation(before: Registration | undefined, after: Registration, at: string): Registration {
  if (!isConfirmation({ ...(before && { before }), after })) return after;
  const confirmed = { ...after, badgeSerial: after.badgeSerial + 1 };
  return after.needs?.visaLetter ? addVisaLetter(confirmed, at) : confirmed;
}

/** The registration with its next visa letter. */
export function addVisaLetter(registration: Registration, at: string, language?: Language): Registration {
  const number = (registration.visaLetter?.number ?? 0) + 1;
  return { ...registration, visaLetter: { number, at, ...(language && { language }) } };
}

const isConfirmation = ({ before, after }: RegistrationChange) =>
  isConfirmed(after) && !(before && isConfirmed(before));

/** The e-mails that a change of one registration sends to its owner: each fact once, and nothing the owner knows already. */
function deriveEmailIntents(change: RegistrationChange): EmailIntent[] {
  return [...deriveStateEmails(change), ...deriveVisaLetterEmails(change)];
}

function deriveStateEmails(change: RegistrationChange): EmailIntent[] {
  const { before, after } = change;
  const { registrationId } = after;
  if (isConfirmation(change)) return [{ kind: "approved", registrationId, serial: after.badgeSerial }];
  if (before && before.accreditation.state === after.accreditation.state) return deriveSeatEmails(before, after);
  return deriveAccreditationEmails(before, after);
}

function deriveSeatEmails(before: Registration, after: Registration): EmailIntent[] {
  const { registrationId, seat } = after;
  if (isOnline(after) && !isOnline(before) && after.accreditation.state === "approved")
    return [{ kind: "approved-online", registrationId }];
  const { requestedDelegationId, declinedDelegationId } = before;
  const namedDelegation = requestedDelegationId ?? declinedDelegationId;
  const isFirstRequest = before.seat.state === "none" && (namedDelegation !== undefined || isOnline(before));
  if (isFirstRequest && seat.state === "waiting")
    return [{ kind: "waiting", registrationId, waitingFor: after.waitingFor }];
  if (before.seat.state !== "waiting" && !isFirstRequest) return [];
  if (seat.state === "offered") return [{ kind: "offer", registrationId, until: seat.until }];
  return seat.state === "held" ? [{ kind: "seat-given", registrationId }] : [];
}

function deriveAccreditationEmails(before: Registration | undefined, after: Registration): EmailIntent[] {
  const { registrationId, accreditation, waitingFor } = after;
  const isWaiting = after.seat.state === "waiting";
  switch (accreditation.state) {
    case "pending":
      if (isWaiting) return [{ kind: "waiting", registrationId, waitingFor }];
      if (before && before.accreditation.state !== "returned") return [{ kind: "reopened", registrationId }];
      return [{ kind: "received", registrationId, ...(after.seat.state === "none" && { unseated: true }) }];
    case "approved":
      if (isOnline(after)) return [{ kind: "approved-online", registrationId }];
      return [{ kind: "approved-waiting", registrationId, waitingFor }];
    case "rejected":
    case "revoked":
      return [{ kind: accreditation.state, registrationId, reason: accreditation.reason }];
    case "returned": {
      const { reason, fields, until } = accreditation;
      return [{ kind: "returned", registrationId, reason, fields, ...(until && { until }) }];
    }
    case "withdrawn":
      return [{ kind: "withdrawn", registrationId }];
  }
}

/** The e-mail with a visa letter that this change issues. */
function deriveVisaLetterEmails({ before, after }: RegistrationChange): EmailIntent[] {
  const number = after.visaLetter?.number;
  if (number === undefined || number === before?.visaLetter?.number) return [];
  return [{ kind: "visa-letter", registrationId: after.registrationId, number }];
}

/** The e-mail to a delegation that is asked for a membership. It contains no name, which anyone may have typed. */
function deriveMembershipEmails({ before, after }: RegistrationChange): EmailIntent[] {
  const delegationId = getAskedDelegation(after);
  const isNew = delegationId !== undefined && delegationId !== getAskedDelegation(before);
  return isNew ? [{ kind: "membership-requested", delegationId }] : [];
}

/**
 * The delegation whose focal points decide on the membership request of a live registration. Until the owner of the
 * address has opened a link from an e-mail, they learn nothing of it: an address that was registered before makes no
 * request, so that a stranger's request would tell them that the address was unknown.
 */
export function getAskedDelegation(registration: Registration | undefined): string | undefined {
  if (!registration?.addressConfirmed || !isLive(registration)) return undefined;
  return registration.requestedDelegationId;
}

/** Whether a live registration has a membership request that the delegation does not see yet. */
export const hasHiddenRequest = (registration: Registration): boolean =>
  isLive(registration) && registration.requestedDelegationId !== undefined && !getAskedDelegation(registration);

/** The texts among the answers of the person, without sensitive ones. */
export const listSearchableAnswers = ({ answers = {} }: Pick<Registration, "answers">): string[] =>
  Object.values(answers).flatMap(({ value, sensitive, file }) =>
    typeof value === "string" && !sensitive && !file ? [value] : [],
  );

/** The answers of a registration, those of staff, and those that the person asks to give or to replace. */
export const listAllAnswers = ({
  answers = {},
  staffAnswers = {},
  changeRequest: { answers: requested = {} } = { at: "", changes: [] },
}: Pick<Registration, "answers" | "staffAnswers" | "changeRequest">): Answer[] => [
  ...Object.values(answers),
  ...Object.values(staffAnswers),
  ...Object.values(requested).flatMap(({ from, to }) => [from ?? [], to ?? []].flat()),
];

/** The identifiers of the files of a registration: its documents, and those that answer questions. */
export const listFileIds = (registration: Registration): Set<string> =>
  new Set([
    ...Object.values(registration.documents ?? {}),
    ...listAllAnswers(registration).flatMap(({ file, value }) => (file ? [String(value)] : [])),
  ]);

/** The Change without its e-mails to the people whom it is about. Those to focal points stay. */
export const omitPersonalEmails = (change: Change): Change => ({
  ...change,
  emails: change.emails.filter((email) => !("registrationId" in email)),
});

/** Whether the registration is live. A person has at most one live registration at a conference. */
export function isLive({ accreditation: { state }, erasure }: Registration): boolean {
  return erasure === undefined && state !== "withdrawn" && state !== "rejected" && state !== "revoked";
}

/** Whether the person is approved and holds a seat. Only then is a badge valid. */
export function isConfirmed(registration: Registration): boolean {
  return registration.accreditation.state === "approved" && registration.seat.state === "held";
}

/** Whether the person is confirmed, or was at any time. */
export const wasEverConfirmed = ({ badgeSerial }: Pick<Registration, "badgeSerial">): boolean => badgeSerial > 0;

/** Whether the person takes part online, without a seat and a badge. */
export const isOnline = ({ participation }: Pick<Registration, "participation">): boolean => participation === "online";

/** Whether a protection begins or ends. */
export const changesProtection = ({ before, after }: RegistrationChange): boolean =>
  (before?.protection === undefined) !== (after.protection === undefined);

/**
 * Whether a change alters how lists name a person who was registered before, or whether they may: a protection with its
 * alias and its readers, or the consent to be named.
 */
export const changesListedName = ({ before, after }: RegistrationChange): boolean =>
  before?.protection !== after.protection ||
  (before !== undefined && before.consent.listOfParticipants !== after.consent.listOfParticipants);

/** The valid badge serial, or `undefined`. */
export function findLiveSerial(registration: Registration): number | undefined {
  return isConfirmed(registration) ? registration.badgeSerial : undefined;
}

/** The code of ICAO Doc 9303 for an unspecified nationality: of a person under an alias, and of an erased one. */
export const unspecifiedNationality = "XXX";

/**
 * The registration without the data that identifies a protected person: the alias replaces it. The person, the focal
 * points of the delegation, and a reader who reveals the identity see the real data; lists, gates, badges and exports see
 * this. Times have the day alone: members of a delegation are nominated together.
 */
export function maskProtectedIdentity(registration: Registration): Registration {
  const { protection } = registration;
  if (!protection) return registration;
  const {
    person: _person,
    latinName: _latinName,
    nameOrder: _nameOrder,
    guardian: _guardian,
    organization: _organization,
    functionTitle: _functionTitle,
    country: _country,
    passportDigest: _passportDigest,
    delegationId: _delegationId,
    requestedDelegationId: _requestedDelegationId,
    declinedDelegationId: _declinedDelegationId,
    isNamedInLetter: _isNamedInLetter,
    clash: _clash,
    substitutes: _substitutes,
    documents: _documents,
    needs: _needs,
    answers: _answers,
    staffAnswers: _staffAnswers,
    corrections,
    changeRequest,
    waitingFor,
    seat,
    undeliverable,
    visaLetter,
    role: _role,
    ...visible
  } = registration;
  const { nameOnBadge, organization } = protection.alias;
  return {
    ...visible,
    submittedAt: roundToDay(registration.submittedAt),
    seat: seat.state === "offered" ? { ...seat, until: roundToDay(seat.until) } : seat,
    ...(undeliverable && { undeliverable: { ...undeliverable, at: roundToDay(undeliverable.at) } }),
    // A seat from the reserve brings a letter, at the time at which another member of the delegation left.
    ...(visaLetter && {
      visaLetter: {
        ...visaLetter,
        at: roundToDay(visaLetter.at),
        ...(visaLetter.revokedAt && { revokedAt: roundToDay(visaLetter.revokedAt) }),
      },
    }),
    person: { nameOnBadge, nationality: unspecifiedNationality },
    // Who tries to nominate a second head of a delegation learns that it has one.
    role: "delegate",
    waitingFor: waitingFor.filter((pool) => !isDelegationPool(pool)),
    shardAllocations: {},
    ...(organization !== undefined && { organization }),
    ...(corrections && {
      corrections: corrections.filter(({ path }) => isFieldOfAnyone(path)).map(({ path }) => ({ path })),
    }),
    ...(changeRequest && {
      changeRequest: {
        at: roundToDay(changeRequest.at),
        changes: changeRequest.changes
          .filter(({ path }) => isFieldOfAnyone(path))
          .map(({ path }) => ({ path: toListedPath(path, registration) })),
      },
    }),
  };
}

/** The fields of the form at the first level, but for the sessions and the delegation, which are stored otherwise. */
const topLevelFields = [
  "category",
  "country",
  "organization",
  "functionTitle",
  "nameOrder",
  "guardian",
  "participation",
  "changesUntil",
  "role",
  "language",
  "needs",
  "consent",
] as const;

/** The groups of fields below the first level. */
const fieldGroups: ReadonlySet<string> = new Set(["person", "latinName", "answers", "staffAnswers"]);

/** The other fields that a person without a delegation can have. The role is that of a member. */
const otherFieldsOfAnyone: ReadonlySet<string> = new Set([
  ...topLevelFields.filter((field) => field !== "role"),
  ...["sessions", "readers"],
]);

/** Whether the field at this path, as histories name it, says nothing of a delegation of the person. */
export const isFieldOfAnyone = (path: string): boolean =>
  otherFieldsOfAnyone.has(path) || fieldGroups.has(path.replace(/\..*/, ""));

/** The path of the passport number, of which no value is stored. */
export const passportPath = "person.passportNumber";

/** Whether two values of a field differ. */
export const isDifferent = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);

/** The sessions that the person wants, in no order of preference. */
export const getSessionIds = ({ sessions }: Registration): string[] =>
  sessions.map(({ sessionId }) => sessionId).toSorted();

/** The addresses of the readers of a protected identity, of whom the history tells. */
export const listReaderAddresses = ({ protection }: Registration): string | undefined =>
  protection?.readers
    .map(({ email }) => email)
    .toSorted()
    .join(", ");

/** The path of these readers. Only staff see it. */
export const readersPath = "readers";

/** The addresses of the focal points who see a protected person. */
export const listFocalPointAddresses = ({ protection }: Registration): string | undefined =>
  protection?.focalPoints?.toSorted().join(", ") || undefined;

/** The path of these focal points. Only readers of the identity see it, because it tells of the delegation. */
export const focalPointsPath = "focalPoints";

function listDifferentKeys<T extends object>(before: T, after: T): string[] {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof T & string>;
  return [...fields].filter((field) => isDifferent(before[field], after[field]));
}

/** Lists the paths of the form fields that differ, as the form names them: `functionTitle`, `person.givenName`. */
export function listChangedFields(before: Registration, after: Registration): string[] {
  return [
    ...topLevelFields.filter((field) => isDifferent(before[field], after[field])),
    ...(before.delegationId === after.delegationId ? [] : ["delegation"]),
    ...(isDifferent(getSessionIds(before), getSessionIds(after)) ? ["sessions"] : []),
    ...listDifferentKeys(before.person, after.person).map((field) => `person.${field}`),
    ...listDifferentKeys(before.latinName ?? {}, after.latinName ?? {}).map((field) => `latinName.${field}`),
    ...listDifferentKeys(before.answers ?? {}, after.answers ?? {}).map((key) => `answers.${key}`),
    ...listDifferentKeys(before.staffAnswers ?? {}, after.staffAnswers ?? {}).map((key) => `staffAnswers.${key}`),
    ...(isDifferent(before.passportDigest, after.passportDigest) ? [passportPath] : []),
    ...(isDifferent(listReaderAddresses(before), listReaderAddresses(after)) ? [readersPath] : []),
    ...(isDifferent(listFocalPointAddresses(before), listFocalPointAddresses(after)) ? [focalPointsPath] : []),
  ];
}

/**
 * The path under which lists and histories name a field: of an answer that was asked because of a sensitive one, that of
 * the sensitive one.
 * @param people the person before and after
 */
export function toListedPath(path: string, ...people: readonly Registration[]): string {
  const [group, key = ""] = path.split(".");
  if (group !== "answers" && group !== "staffAnswers") return path;
  for (const { changeRequest, ...person } of people) {
    const request = changeRequest?.answers?.[key];
    const { follows } = person[group]?.[key] ?? request?.to ?? request?.from ?? request ?? {};
    // An answer of staff may follow from one of the person.
    if (follows !== undefined) return `${person.staffAnswers?.[follows] ? "staffAnswers" : "answers"}.${follows}`;
  }
  return path;
}

/**
 * As `listChangedFields`, at the paths under which histories name them, with the unseen fields.
 * @param isNamed the fields that are listed, by their own paths; all by default
 */
export function listHistoryFields(
  before: Registration,
  after: Registration,
  unseen: UnseenFields = {},
  isNamed: (path: string) => boolean = () => true,
): string[] {
  const given = new Set(Object.entries(unseen).flatMap(([path, listed]) => (isNamed(path) ? [listed] : [])));
  const others = listChangedFields(before, after).filter((path) => isNamed(path) && !Object.hasOwn(unseen, path));
  const listed = new Set(others.map((path) => toListedPath(path, before, after)));
  return [...[...listed].filter((path) => !given.has(path)), ...given];
}

/** Whether the path is that of an answer that only staff see. */
export const isStaffAnswer = (path: string): boolean => path.startsWith("staffAnswers.");

/** Whether only staff see what changed at the path. */
export const isForStaff = (path: string): boolean =>
  isStaffAnswer(path) || path === readersPath || path === focalPointsPath;

/** Also of a category that was removed. */
const findDefaultAccess = (
  { categories, removedCategories = [] }: Conference,
  { category }: Pick<Registration, "category">,
) => [...categories, ...removedCategories].find((each) => each.category === category)?.access;

/**
 * The change with the limits of the badge that it issues: those of the category, unless the secretariat has set or lifted
 * them. Limits that a person has from the former category end with it.
 */
export function addDefaultAccess(
  conference: Conference,
  { before, after, ...change }: RegistrationChange,
): RegistrationChange {
  const isIssued = after.badgeSerial > (before?.badgeSerial ?? 0);
  const former = before && before.category !== after.category ? findDefaultAccess(conference, before) : undefined;
  const { access, ...unlimited } = after;
  const isInherited = former !== undefined && !isDifferent(access, former);
  const own = isInherited ? undefined : access;
  const limits = own ?? (isIssued ? findDefaultAccess(conference, after) : undefined);
  return { ...change, ...(before && { before }), after: limits ? { ...unlimited, access: limits } : unlimited };
}
