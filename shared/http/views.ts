import type * as z from "zod/mini";
import type { conferenceSettings } from "#shared/contract/conference.ts";
import type { delegationAnswer, delegationWithMembers } from "#shared/contract/delegation.ts";
import type { registrationAnswer, submissionAnswer } from "#shared/contract/registration.ts";
import type { Conference } from "#shared/domain/conference.ts";
import type { Delegation } from "#shared/domain/delegation.ts";
import type { BadgeAccess } from "#shared/domain/entry/badge-life.ts";
import { liveSerial, type Registration } from "#shared/domain/registration.ts";

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

/** The registration as its owner and the secretariat see it. */
export function registrationView(registration: Registration): z.input<typeof registrationAnswer> {
  const {
    accreditation,
    seat: _seat,
    sessions: _sessions,
    waitingFor: _waitingFor,
    addressConfirmed: _a,
    access,
    ...given
  } = registration;
  const serial = liveSerial(registration);
  return {
    ...given,
    ...standingView(registration),
    ...(accreditation.state === "returned" && { returned: { ...accreditation, fields: [...accreditation.fields] } }),
    ...(serial !== undefined && { badge: { serial } }),
    ...(access && { access: accessView(access) }),
  };
}

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
): z.input<typeof delegationWithMembers> {
  return { ...delegationView(delegation), members: members.map(registrationView) };
}
