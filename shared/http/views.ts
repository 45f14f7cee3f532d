import type * as z from "zod/mini";
import type { conferenceSettings } from "#shared/contract/conference.ts";
import type { delegationAnswer, delegationWithMembers } from "#shared/contract/delegation.ts";
import type { foundRegistration, registrationAnswer, submissionAnswer } from "#shared/contract/registration.ts";
import type { Conference } from "#shared/domain/conference.ts";
import type { Delegation } from "#shared/domain/delegation.ts";
import type { BadgeAccess } from "#shared/domain/entry/badge-life.ts";
import { asItAppears, mayReadName } from "#shared/domain/protection.ts";
import { liveSerial, type Registration } from "#shared/domain/registration.ts";
import { missing } from "#shared/domain/requirements.ts";
import type { Beside } from "#shared/store/beside.ts";
import type { Caller } from "./caller.ts";

/** Who looks, and at which conference. */
export interface Viewer {
  readonly conference: Conference;
  readonly caller: Caller;
}

/** How the registration stands: what the form gets back. */
export function standingView(registration: Registration): z.input<typeof submissionAnswer> {
  const { registrationId, accreditation, seat, waitingFor, sessions, version } = registration;
  return {
    registrationId,
    accreditation: accreditation.state,
    seat: seat.state,
    ...(seat.state === "offered" && { offer: { until: seat.until } }),
    ...(waitingFor.length > 0 && { waitingFor: [...waitingFor] }),
    ...(sessions.length > 0 && {
      sessions: sessions.map((each) => ({ sessionId: each.sessionId, seat: each.seat.state })),
    }),
    version,
  };
}

/** The registration as the viewer may see it: its owner and their focal points as it is, staff as it appears. */
export const registrationView = (
  registration: Registration,
  viewer: Viewer,
  beside?: Beside,
): z.input<typeof registrationAnswer> => ({
  ...wholeView(viewer.caller.kind === "delegate" ? registration : asItAppears(registration), viewer.conference),
  ...(viewer.caller.kind === "staff" && staffsView(registration, viewer, beside)),
});

/** All that is said of it, with the name it has: only for its owner, and for a reader who opens a protected name. */
export function wholeView(registration: Registration, conference: Conference): z.input<typeof registrationAnswer> {
  const {
    accreditation,
    seat: _seat,
    sessions: _sessions,
    waitingFor: _waitingFor,
    addressConfirmed: _a,
    protection: _p,
    corrected: _c,
    passportDigest: _d,
    toldApart: _t,
    access,
    ...given
  } = registration;
  const serial = liveSerial(registration);
  const lacks = missing(conference, registration);
  return {
    ...given,
    ...standingView(registration),
    ...(lacks.length > 0 && { missing: lacks }),
    ...(accreditation.state === "returned" && { returned: { ...accreditation, fields: [...accreditation.fields] } }),
    ...(serial !== undefined && { badge: { serial } }),
    ...(access && { access: accessView(access) }),
  };
}

/** As much of it as the entry desk needs to find somebody and print their badge. */
export function deskView(registration: Registration): z.input<typeof foundRegistration> {
  const { category, person, organization, delegationId } = asItAppears(registration);
  const { honorific, givenName, familyName, nameOnBadge } = person;
  const serial = liveSerial(registration);
  return {
    ...standingView(registration),
    category,
    person: { honorific, givenName, familyName, nameOnBadge },
    organization,
    delegationId,
    ...(serial !== undefined && { badge: { serial } }),
  };
}

/** What is for staff alone. */
function staffsView(registration: Registration, viewer: Viewer, beside: Beside | undefined) {
  const { protection, corrected } = asItAppears(registration);
  const alike = (beside?.alike ?? []).filter((other) => mayCompare(registration, other, viewer));
  const proposals = beside?.proposals ?? [];
  return {
    ...(protection && { protection: { alias: protection.alias, readers: [...protection.readers] } }),
    ...(corrected && corrected.length > 0 && { corrected: [...corrected] }),
    ...(alike.length > 0 && { possibleDuplicates: alike.length }),
    ...(proposals.length > 0 && { proposals: proposals.map(proposalView) }),
  };
}

const proposalView = ({ fields, ...proposal }: Beside["proposals"][number]) => ({
  ...proposal,
  ...(fields && { fields: [...fields] }),
});

/** Whoever may open neither name or only one learns nothing of a likeness, for it would tell the other. */
export const mayCompare = (one: Registration, other: Registration, { caller }: Viewer): boolean =>
  caller.kind === "staff" && [one, other].every((each) => mayReadName(each, caller.email));

/** What a badge is limited to. */
export function accessView({ days, zones }: BadgeAccess) {
  return { ...(days && { days: [...days] }), ...(zones && { zones: [...zones] }) };
}

/** The conference with all its settings, for staff. */
export function settingsView(conference: Conference): z.input<typeof conferenceSettings> {
  const { categories, sessions, languages, staff, ...rest } = conference;
  return {
    ...rest,
    categories: categories.map((each) => ({ ...each, needs: [...each.needs] })),
    sessions: [...sessions],
    languages: [...languages],
    ...(staff && { staff: staff.map(({ email, groups }) => ({ email, groups: [...groups] })) }),
  };
}

/** The delegation as the secretariat and its focal points see it. */
export function delegationView({
  members: _members,
  letters = [],
  ...delegation
}: Delegation): z.input<typeof delegationAnswer> {
  return {
    ...delegation,
    focalPoints: [...delegation.focalPoints],
    letters: letters.map(({ read, ...letter }) => ({ ...letter, ...(read && { readAt: read.at }) })),
  };
}

/** With its members, in its own order. */
export function membersView(
  delegation: Delegation,
  members: readonly Registration[],
  viewer: Viewer,
): z.input<typeof delegationWithMembers> {
  return { ...delegationView(delegation), members: members.map((member) => registrationView(member, viewer)) };
}
