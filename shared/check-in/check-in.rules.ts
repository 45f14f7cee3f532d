import type { BadgeAccess, BadgeInvalidReason, BadgeValidityPeriod } from "#shared/model/badge.ts";
import type {
  BadgeClaims,
  CheckInPlace,
  Presence,
  ScanDirection,
  ScanRefusalReason,
  ScanVerdict,
  VerdictDetails,
} from "#shared/model/check-in.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import { type ConferenceClock, getConferenceDay, getDayStart } from "#shared/model/time.ts";
import { getDisplayName } from "#shared/registrations/names.rules.ts";
import { findLiveSerial, maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";

/** A badge as gates know it: everything that a verdict needs and that the operator sees. */
export interface GateBadge {
  readonly registrationId: string;
  /** The last issued serial. Earlier serials are replaced. */
  readonly serial: number;
  readonly invalidReason?: BadgeInvalidReason;
  readonly nameOnBadge: string;
  readonly category: string;
  readonly organization?: string;
  readonly delegationId?: string;
  readonly access?: BadgeAccess;
  /** The sessions in which the holder has a seat. */
  readonly sessions?: readonly string[];
}

/** The badge of a registration, or `undefined` if none was ever issued. */
export function toGateBadge(registration: Registration): GateBadge | undefined {
  const { badgeSerial: serial, ...masked } = maskProtectedIdentity(registration);
  const { registrationId, category, organization, delegationId, access } = masked;
  if (serial === 0) return undefined;
  const invalidReason = findLiveSerial(registration) === undefined ? getInvalidReason(registration) : undefined;
  const sessions = registration.sessions.filter(({ seat }) => seat.state === "held").map((each) => each.sessionId);
  return {
    registrationId,
    serial,
    ...(invalidReason && { invalidReason }),
    nameOnBadge: getDisplayName(registration),
    category,
    ...(organization !== undefined && { organization }),
    ...(delegationId !== undefined && { delegationId }),
    ...(access && { access }),
    ...(sessions.length > 0 && { sessions }),
  };
}

/** Why the badge of a registration that is not confirmed is invalid. */
function getInvalidReason({ accreditation: { state } }: Registration): BadgeInvalidReason {
  return state === "revoked" || state === "withdrawn" ? state : "not-confirmed";
}

/** The validity periods of a registration's badges. A badge from before they were recorded was valid from the beginning. */
export const getBadgeValidityPeriods = (registration: Registration): readonly BadgeValidityPeriod[] =>
  registration.badgeValidityPeriods ?? [{ serial: registration.badgeSerial, from: "" }];

/** The validity periods after a change, which may end one and begin another. */
export function updateBadgeValidityPeriods(
  before: Registration | undefined,
  after: Registration,
  at: string,
): readonly BadgeValidityPeriod[] {
  const [previous, serial] = [before && findLiveSerial(before), findLiveSerial(after)];
  const periods = before?.badgeValidityPeriods ?? [];
  if (previous === serial) return periods;
  const endReason = serial === undefined ? getInvalidReason(after) : ("replaced" as const);
  const closed = periods.map((period) => (period.serial === previous ? { ...period, until: at, endReason } : period));
  return serial === undefined ? closed : [...closed, { serial, from: at }];
}

/** One scan of a badge at a gate. */
export interface GateScan {
  readonly direction: ScanDirection;
  /** RFC 3339, UTC. */
  readonly at: string;
  /** The zone that the gate leads to, if the gate says so. Badges that are limited to zones are checked against it. */
  readonly zone?: string | undefined;
  /** The session that the gate leads to, if it has a gate of its own. */
  readonly sessionId?: string | undefined;
  /** Whether the operator admits the person in spite of an overridable refusal. */
  readonly isOverridden?: boolean;
}

/** The settings of a conference that gates need. */
export interface CheckInRules extends ConferenceClock {
  /** The sessions that only holders of a seat in them may enter. */
  readonly seatedSessions: readonly string[];
}

/** The occupancy of a delegation that limits how many of its members may be inside at once. */
export interface DelegationOccupancy {
  readonly insideAtOnce: number;
  /** The members inside, by registration. */
  readonly inside: readonly string[];
}

/** The state of a badge's holder at a gate. */
export interface HolderState {
  readonly presence?: Presence | undefined;
  readonly delegation?: DelegationOccupancy | undefined;
}

export const admitVerdict: ScanVerdict = { verdict: "admit" };

type ScanRefusal = Extract<ScanVerdict, { verdict: "refuse" }>;

export function refuseScan(reason: ScanRefusalReason, details?: VerdictDetails): ScanRefusal {
  return { verdict: "refuse", reason, ...(details && { details }) };
}

export const toCheckInPlace = (sessionId: string | undefined): CheckInPlace =>
  sessionId === undefined ? "venue" : `session:${sessionId}`;

export function toCheckInRules(conference: Conference): CheckInRules {
  const seated = conference.sessions.filter(({ capacity }) => capacity !== undefined);
  return pickCheckInRules({ ...conference, seatedSessions: seated.map(({ sessionId }) => sessionId) });
}

/** The settings alone, of a gate list or of a page of it. */
export const pickCheckInRules = ({ timeZone, dayEndsAt, seatedSessions }: CheckInRules): CheckInRules => ({
  timeZone,
  seatedSessions,
  ...(dayEndsAt !== undefined && { dayEndsAt }),
});

/** Whether a person is inside at a time. A person who is not scanned on the way out is inside until the day ends. */
export const isInside = (presence: Presence | undefined, at: string, clock: ConferenceClock): presence is Presence =>
  presence?.inside === true && presence.since >= getDayStart(at, clock);

/** The refusals in spite of which an operator may admit a person, with a reason. */
const overridableReasons: ReadonlySet<ScanRefusalReason> = new Set(["wrong-day", "already-inside"]);

export const canOverride = (reason: ScanRefusalReason): boolean => overridableReasons.has(reason);

/**
 * The verdict on a scan, and the refusal that the operator overrides with it.
 * @param isRequested whether the operator admits the person in spite of an overridable refusal
 */
export function evaluateWithOverride(
  evaluate: (isOverridden: boolean) => ScanVerdict,
  isRequested: boolean,
): { readonly verdict: ScanVerdict; readonly overridden?: ScanRefusalReason } {
  const verdict = evaluate(false);
  if (!isRequested || verdict.verdict === "admit" || !canOverride(verdict.reason)) return { verdict };
  const overriding = evaluate(true);
  return overriding.verdict === "admit" ? { verdict: overriding, overridden: verdict.reason } : { verdict: overriding };
}

/**
 * The verdict on a scan, with the network. Presence belongs to the person, not to the badge, so a reprinted badge does not
 * admit a person twice.
 */
export function evaluateScan(
  conference: Conference,
  claims: BadgeClaims,
  holder: Registration | undefined,
  state: HolderState,
  scan: GateScan,
): ScanVerdict {
  if (holder && holder.conferenceId !== conference.conferenceId) return refuseScan("other-conference");
  const badge = holder && toGateBadge(holder);
  if (!badge) return refuseScan(holder ? "not-confirmed" : "forged");
  return evaluateBadge(toCheckInRules(conference), badge, claims, state, scan);
}

/** The verdict on a badge of the conference. A person who is inside may go out, even if the badge is no longer valid. */
export function evaluateBadge(
  rules: CheckInRules,
  badge: GateBadge,
  claims: BadgeClaims,
  state: HolderState,
  scan: GateScan,
): ScanVerdict {
  if (scan.direction === "out" && isInside(state.presence, scan.at, rules)) return admitVerdict;
  return findBadgeRefusal(badge, claims) ?? evaluateValidBadge(rules, badge, state, scan);
}

/** The refusal of a badge that is not of a confirmed person, or not the last one, or `undefined`. */
function findBadgeRefusal({ serial, invalidReason }: GateBadge, claims: BadgeClaims): ScanVerdict | undefined {
  if (invalidReason) return refuseScan(invalidReason);
  return claims.serial === serial ? undefined : refuseScan("replaced", { serial });
}

function evaluateValidBadge(rules: CheckInRules, badge: GateBadge, state: HolderState, scan: GateScan): ScanVerdict {
  const { presence } = state;
  if (scan.direction === "out") return refuseScan("not-inside");
  const refusals = [
    ...listAccessRefusals(rules, badge, scan),
    ...(isInside(presence, scan.at, rules)
      ? [refuseScan("already-inside", { since: presence.since, gate: presence.gate })]
      : []),
    ...(scan.sessionId === undefined ? listDelegationRefusals(badge, state) : []),
  ];
  return refusals.find((each) => !scan.isOverridden || !canOverride(each.reason)) ?? admitVerdict;
}

/** The refusals by the days, zones and sessions that the badge is limited to. */
export function listAccessRefusals(
  rules: CheckInRules,
  { access, sessions }: GateBadge,
  { at, zone, sessionId }: GateScan,
): ScanRefusal[] {
  const isWrongDay = access?.days && !access.days.includes(getConferenceDay(at, rules));
  const isWrongZone = access?.zones && zone !== undefined && !access.zones.includes(zone);
  const needsSeat = sessionId !== undefined && rules.seatedSessions.includes(sessionId);
  return [
    ...(isWrongDay ? [refuseScan("wrong-day")] : []),
    ...(isWrongZone ? [refuseScan("wrong-zone")] : []),
    ...(needsSeat && !sessions?.includes(sessionId) ? [refuseScan("no-session-seat")] : []),
  ];
}

/** The reason as gates show it. One that is about the delegation of a protected person would tell which one it is. */
export const toShownReason = (
  reason: ScanRefusalReason,
  holder: Pick<Registration, "protection"> | undefined,
): ScanRefusalReason => (reason === "delegation-inside-full" && holder?.protection ? "ask-secretariat" : reason);

function listDelegationRefusals({ registrationId }: GateBadge, { delegation }: HolderState): ScanRefusal[] {
  const others = delegation?.inside.filter((id) => id !== registrationId) ?? [];
  return delegation && others.length >= delegation.insideAtOnce
    ? [refuseScan("delegation-inside-full", { inside: others })]
    : [];
}

/** A person passed a gate. The gate admitted them, whether it should have or not. */
export interface CheckInEvent {
  readonly scanId: string;
  readonly registrationId: string;
  readonly serial: number;
  readonly place: CheckInPlace;
  readonly gate: string;
  readonly direction: ScanDirection;
  /** RFC 3339, UTC, by the corrected clock. */
  readonly at: string;
  /** Why the badge was not good for the day, zone or session, as the server found when it received the event. */
  readonly limit?: ScanRefusalReason;
  /** Why the operator admitted the person, and in spite of which refusal. */
  readonly override?: { readonly reason: string; readonly refusal: ScanRefusalReason };
}

/** The check-in event of an admitted scan. */
export function toCheckInEvent(
  { registrationId, serial }: BadgeClaims,
  { scanId, gate, direction, at, sessionId }: GateScan & Pick<CheckInEvent, "scanId" | "gate">,
  objections: Pick<CheckInEvent, "limit" | "override"> = {},
): CheckInEvent {
  return { registrationId, serial, scanId, gate, direction, at, place: toCheckInPlace(sessionId), ...objections };
}

/** The presence after an event. */
export const toPresence = ({ direction, gate, at, scanId }: CheckInEvent): Presence => ({
  inside: direction === "in",
  gate,
  since: at,
  scanId,
});

export const toPresenceKey = (registrationId: string, place: CheckInPlace) => `${registrationId} ${place}`;

/** The order of events: by corrected time, at the same time by scan identifier. */
export const compareEvents = (a: { at: string; scanId: string }, b: { at: string; scanId: string }) =>
  compareTexts(a.at, b.at) || compareTexts(a.scanId, b.scanId);

const compareTexts = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/** The presence after the latest event of one person at one place, or the known one if it is later. */
export function findLatestPresence(events: readonly CheckInEvent[], known?: Presence): Presence | undefined {
  return [...events.map(toPresence), ...(known ? [known] : [])]
    .toSorted((a, b) => compareEvents({ ...a, at: a.since }, { ...b, at: b.since }))
    .at(-1);
}
