import type * as z from "zod/mini";
import { findAssignee, getAnnotationsVersion } from "#shared/annotations/annotations.rules.ts";
import { type Caller, isHiddenFromFocalPoint } from "#shared/auth/caller.ts";
import type { conferenceSettingsResponse } from "#shared/conferences/contract.ts";
import type { delegationResponse, delegationWithMembersResponse } from "#shared/delegations/contract.ts";
import type { BadgeAccess } from "#shared/model/badge.ts";
import { type Conference, getCategoryKind } from "#shared/model/conference.ts";
import type { Delegation } from "#shared/model/delegation.ts";
import type { Protection, Registration } from "#shared/model/registration.ts";
import { defaultDayEndsAt } from "#shared/model/time.ts";
import { findOrganizationId } from "#shared/organizations/organization-id.ts";
import type {
  foundRegistrationResponse,
  registrationResponse,
  submissionResponse,
} from "#shared/registrations/contract.ts";
import { listRequestedChanges } from "#shared/registrations/field-changes.rules.ts";
import { formatFullName, getDisplayName } from "#shared/registrations/names.rules.ts";
import { canFocalPointSee, canReadName } from "#shared/registrations/protected-identity.rules.ts";
import { findLiveSerial, maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";
import { listMissingRequirements } from "#shared/registrations/requirements.rules.ts";
import { maxMatchCandidates } from "#shared/search/match-candidates.rules.ts";
import type { ReviewHints } from "#shared/search/review-hints.repository.ts";
import { toAnswersView, toStaffAnswersView } from "./answer-views.ts";

/** The caller that a view is for, and the conference. */
export interface Viewer {
  readonly conference: Conference;
  readonly caller: Caller;
  /** The registrations that those in the view substitute or clash with. Staff see nothing of one that is missing here. */
  readonly counterparts?: ReadonlyMap<string, Registration>;
  /**
   * Whether the access of a reader to what officers wrote about a protected person is recorded, or they write it now.
   * Without it, the view has no tags and no reasons of the person.
   */
  readonly isRecorded?: boolean;
}

/** The state of the registration, as the form receives it. */
export function toRegistrationStatusView(registration: Registration): z.input<typeof submissionResponse> {
  const { registrationId, accreditation, seat, waitingFor, sessions, version } = registration;
  return {
    registrationId,
    accreditation: accreditation.state,
    seat: seat.state,
    ...(seat.state === "offered" && { offer: { until: seat.until } }),
    ...(waitingFor.length > 0 && { waitingFor: [...waitingFor] }),
    ...(sessions.length > 0 && {
      sessions: sessions.map(({ sessionId, seat: { state } }) => ({ sessionId, seat: state })),
    }),
    version,
  };
}

/**
 * The registration for its owner and their focal points; for staff, with the identity masked if it is protected. Who may
 * not compare it with the registration that it clashes with sees it as any nomination.
 */
export const toRegistrationView = (
  registration: Registration,
  viewer: Viewer,
  hints?: ReviewHints,
): z.input<typeof registrationResponse> => ({
  ...toFullRegistrationView(
    viewer.caller.kind === "delegate" && !isHiddenFromFocalPoint(registration, viewer.caller)
      ? registration
      : maskProtectedIdentity(registration),
    viewer.conference,
    registration.documents,
  ),
  ...(viewer.caller.kind === "staff" && {
    ...toStaffFields(registration, viewer, hints),
    ...toStaffAnswerFields(registration),
  }),
});

/** A registration in a list: without answers and, for staff, without needs and guardian, which are opened one by one. */
export function toListedRegistrationView(
  registration: Registration,
  viewer: Viewer,
  hints?: ReviewHints,
): z.input<typeof registrationResponse> {
  const { answers: _a, staffAnswers: _s, ...unanswered } = registration;
  const view = toRegistrationView(unanswered, viewer, hints);
  if (viewer.caller.kind === "delegate") return view;
  const { needs: _n, guardian: _g, ...listed } = view;
  return listed;
}

/**
 * Whether the caller may not learn that the person belongs to a delegation: staff who are no readers of a protected
 * person, and focal points whom no reader has let see them. For them the person is as one who is no member of it.
 */
export const isHiddenMember = (registration: Registration, caller: Caller): boolean =>
  caller.kind === "staff" ? !canReadName(registration, caller) : isHiddenFromFocalPoint(registration, caller);

/** Whether the caller sees the person under the alias, or not at all. */
export const isMasked = (registration: Registration, caller: Caller): boolean =>
  caller.kind === "staff" ? registration.protection !== undefined : isHiddenFromFocalPoint(registration, caller);

/** The people of a delegation in a list. For staff, also for readers, a protected person is in no list of a delegation. */
export const listVisibleMembers = (people: readonly Registration[], caller: Caller): readonly Registration[] =>
  people.filter((each) => !isMasked(each, caller));

/**
 * The whole registration with the real name: for its owner, and for a reader who reveals a protected identity.
 * @param documents those by which it is checked what is missing, if the registration is masked
 */
export function toFullRegistrationView(
  registration: Registration,
  conference: Conference,
  documents = registration.documents,
): z.input<typeof registrationResponse> {
  const {
    accreditation,
    seat: _seat,
    sessions: _sessions,
    waitingFor: _waitingFor,
    addressConfirmed: _a,
    protection: _p,
    corrections: _c,
    passportDigest: _d,
    substitutes: _substitutes,
    dismissedDuplicates: _t,
    clash: _clash,
    answers: _answers,
    staffAnswers: _staffAnswers,
    changeRequest,
    access,
    ...fields
  } = registration;
  const serial = findLiveSerial(registration);
  const missing = listMissingRequirements(conference, { ...registration, documents });
  return {
    ...fields,
    ...toRegistrationStatusView(registration),
    ...(registration.answers && toAnswersView(registration)),
    ...(missing.length > 0 && { missing }),
    ...(accreditation.state === "returned" && { returned: { ...accreditation, fields: [...accreditation.fields] } }),
    ...(serial !== undefined && { badge: { serial } }),
    ...(changeRequest && { changeRequest: { at: changeRequest.at, changes: listRequestedChanges(registration) } }),
    ...(access && { access: toBadgeAccessView(access) }),
    ...toParticipationView(registration, conference),
  };
}

/** How the person takes part in a hybrid conference, and where, once that is approved and published. */
function toParticipationView(
  { participation = "in-person", accreditation }: Registration,
  { participation: mode, onlineLink }: Conference,
) {
  if (mode !== "hybrid" && participation === "in-person") return {};
  const isAdmitted = participation === "online" && accreditation.state === "approved";
  return { participation, ...(isAdmitted && onlineLink !== undefined && { onlineLink }) };
}

/** What the entry desk needs to find a person and print the badge. */
export function toDeskView(registration: Registration): z.input<typeof foundRegistrationResponse> {
  const masked = maskProtectedIdentity(registration);
  const { category, person, organization, delegationId, latinName, nameOrder } = masked;
  const organizationId = findOrganizationId(masked);
  const { honorific, givenName, familyName, nameOnBadge } = person;
  const serial = findLiveSerial(registration);
  return {
    ...toRegistrationStatusView(masked),
    category,
    person: { honorific, givenName, familyName, nameOnBadge },
    displayName: getDisplayName(registration),
    ...(latinName && { latinName }),
    ...(nameOrder && { nameOrder }),
    organization,
    delegationId,
    ...(organizationId !== undefined && { organizationId }),
    ...(serial !== undefined && { badge: { serial } }),
  };
}

/** The name as staff see it in lists: the whole name in its order; the alias of a protected person. */
const getStaffName = (registration: Registration): string => {
  const masked = maskProtectedIdentity(registration);
  return formatFullName(masked) || getDisplayName(masked);
};

/** The answers for staff; none of a protected person. */
function toStaffAnswerFields(registration: Registration) {
  const { answers, staffAnswers, protection } = registration;
  return (answers ?? staffAnswers) && !protection ? toStaffAnswersView(registration) : {};
}

/** The fields that only staff receive. */
function toStaffFields(registration: Registration, viewer: Viewer, hints: ReviewHints | undefined) {
  const { protection, corrections } = maskProtectedIdentity(registration);
  const { substitutes, clash, accreditation } = registration;
  // What an officer wrote to or about a protected person may name them.
  const canReadReasons = () => canReadWritten(registration, viewer);
  const duplicates = countDuplicates(registration, hints?.possibleDuplicates ?? [], viewer);
  const proposals = hints?.proposals ?? [];
  const organizationId = findOrganizationId(maskProtectedIdentity(registration));
  return {
    ...(organizationId !== undefined && { organizationId }),
    displayName: getStaffName(registration),
    // Who left for a member of a delegation belonged to it.
    substitutes: canCompareWith(registration, substitutes, viewer) ? substitutes : undefined,
    ...(protection && { protection: toProtectionView(protection, viewer) }),
    ...(corrections && corrections.length > 0 && { corrections: [...corrections] }),
    ...(clash && canSeeClash(registration, viewer) && { clash: { registrationId: clash.registrationId } }),
    ...(duplicates > 0 && { possibleDuplicates: duplicates }),
    ...(proposals.length > 0 && { proposals: proposals.map((each) => toProposalView(each, canReadReasons())) }),
    ...(accreditation.state === "returned" && !canReadReasons() && { returned: toReturnedView(accreditation) }),
    ...(hints && toAnnotationFields(hints, viewer, canReadReasons())),
  };
}

/** Whether the view has what officers wrote about the person: for a protected one, only as it is recorded. */
export const canReadWritten = (registration: Registration, { caller, isRecorded = false }: Viewer): boolean =>
  caller.kind === "staff" && canReadName(registration, caller) && (!registration.protection || isRecorded);

/** @param canReadTags a tag of a protected person may name them, and so is for the readers */
function toAnnotationFields({ annotations }: ReviewHints, { conference }: Viewer, canReadTags: boolean) {
  const { tags, notes } = annotations;
  const assignee = findAssignee(conference, annotations);
  return {
    ...(canReadTags && { tags: [...tags] }),
    ...(assignee !== undefined && { assignee }),
    ...{ notes, annotationsVersion: getAnnotationsVersion(annotations) },
  };
}

const toProtectionView = ({ alias, readers }: Protection, { caller }: Viewer) => ({
  alias,
  readers: readers.map(({ email }) => email),
  isReader: caller.kind === "staff" && canReadName({ protection: { alias, readers } }, caller),
});

/** The protection for a reader who reveals the identity, with the focal points whom a reader can let see the person. */
export const toRevealedProtectionView = (
  protection: Protection,
  { focalPoints }: Pick<Delegation, "focalPoints">,
  viewer: Viewer,
) => ({
  ...toProtectionView(protection, viewer),
  focalPoints: focalPoints.map((email) => ({ email, canSee: canFocalPointSee(protection, email) })),
});

const canCompareWith = (registration: Registration, id: string | undefined, viewer: Viewer): boolean => {
  const other = viewer.counterparts?.get(id ?? "");
  return other !== undefined && canCompare(registration, other, viewer);
};

/** Whether the caller may learn that the registration clashes with another one, if it does. */
export const canSeeClash = (registration: Registration, viewer: Viewer): boolean =>
  registration.clash !== undefined && canCompareWith(registration, registration.clash.registrationId, viewer);

/** The return without the reason. */
const toReturnedView = ({ fields, until }: Extract<Registration["accreditation"], { state: "returned" }>) => ({
  fields: [...fields],
  ...(until !== undefined && { until }),
});

/** A proposal for staff. @param canReadReasons whether they may read what others wrote about the person */
export const toProposalView = (
  { fields, reason, ...proposal }: ReviewHints["proposals"][number],
  canReadReasons: boolean,
) => ({
  ...proposal,
  ...(reason !== undefined && canReadReasons && { reason }),
  ...(fields && { fields: [...fields] }),
});

/** A match reveals one identity through the other, so only a reader of both may see it. */
export const canCompare = (one: Registration, other: Registration, { caller }: Viewer): boolean =>
  caller.kind === "staff" && canReadName(one, caller) && canReadName(other, caller);

/**
 * The number of possible duplicates that the viewer may compare with the registration. It is limited to the candidates that
 * the search index keeps besides protected people: a higher number would tell that there are some.
 */
export const countDuplicates = (registration: Registration, others: readonly Registration[], viewer: Viewer): number =>
  Math.min(others.filter((other) => canCompare(registration, other, viewer)).length, maxMatchCandidates);

/** The days and zones that a badge is limited to. */
export function toBadgeAccessView({ days, zones }: BadgeAccess) {
  return { ...(days && { days: [...days] }), ...(zones && { zones: [...zones] }) };
}

/** A conference with all its settings, for staff. */
export function toConferenceSettingsView(conference: Conference): z.input<typeof conferenceSettingsResponse> {
  const {
    categories,
    removedCategories: _removed,
    liftedPools: _lifted,
    sessions,
    languages,
    roles,
    staff,
    countries,
    ...rest
  } = conference;
  return {
    ...rest,
    participation: conference.participation ?? "in-person",
    dayEndsAt: conference.dayEndsAt ?? defaultDayEndsAt,
    categories: categories.map(({ requires, access, ...category }) => ({
      ...category,
      kind: getCategoryKind(category),
      needs: [...category.needs],
      ...(requires && { requires: [...requires] }),
      ...(access && { access: toBadgeAccessView(access) }),
    })),
    ...(roles && { roles: [...roles] }),
    sessions: [...sessions],
    languages: [...languages],
    ...(countries && { countries: typeof countries === "string" ? countries : [...countries] }),
    ...(staff && { staff: staff.map(({ email, groups }) => ({ email, groups: [...groups] })) }),
  };
}

/** A delegation for the secretariat and its focal points. */
export function toDelegationView({
  members: _members,
  letters = [],
  ...delegation
}: Delegation): z.input<typeof delegationResponse> {
  return {
    ...delegation,
    focalPoints: [...delegation.focalPoints],
    letters: letters.map(({ review, ...letter }) => ({ ...letter, ...(review && { reviewedAt: review.at }) })),
  };
}

/** A delegation with its members, in its order, and the people who wait for its confirmation. */
export function toDelegationMembersView(
  delegation: Delegation,
  members: readonly Registration[],
  requests: readonly Registration[],
  viewer: Viewer,
): z.input<typeof delegationWithMembersResponse> {
  return {
    ...toDelegationView(delegation),
    members: listVisibleMembers(members, viewer.caller).map((member) => toListedRegistrationView(member, viewer)),
    // A protected person is in no list of requests, also not in that of a focal point.
    requests: requests
      .filter(({ protection }) => !protection)
      .map((person) => toListedRegistrationView(person, viewer)),
  };
}
