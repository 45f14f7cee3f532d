import PostalMime, { type Email } from "postal-mime";
import { encodeBase45 } from "#shared/badges/token.ts";
import { createCalendar, getCalendarMethod } from "#shared/calendar/calendar.ts";
import type { PositionRange } from "#shared/capacity/position-range.rules.ts";
import { type StaffGroup, staffGroups } from "#shared/model/access.ts";
import type { BrandedConference } from "#shared/model/branding.ts";
import type { EmailIntent, EmailKind } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import { getDisplayName } from "#shared/registrations/names.rules.ts";
import {
  type EmailRequest,
  type RenderedEmail,
  renderEmail,
} from "../../functions/email-outbox/render/render-email.ts";
import { aConference, buildRegistration } from "../support/builders.ts";
import { assertStrictEmail } from "../support/strict-email.ts";

export const registrationId = "abcdefghijklmnopqrstuvwxya";
export const badgeToken = encodeBase45(Uint8Array.from({ length: 88 }, (_, index) => index));

/** A conference whose title is there in all six languages, and its other titles in two. */
export const conference: Conference = aConference({
  title: {
    en: "International Dialogue on Migration",
    fr: "Dialogue international sur la migration",
    es: "Diálogo Internacional sobre la Migración",
    ar: "الحوار الدولي بشأن الهجرة",
    zh: "国际移民问题对话会",
    ru: "Международный диалог по вопросам миграции",
  },
  categories: [
    { category: "ngo", title: { en: "Civil society", fr: "Société civile" }, colour: "#2e7d32", quota: 1 },
    { category: "media", title: { en: "Media" }, colour: "#6a1b9a" },
  ],
  sessions: [
    {
      sessionId: "side-event",
      title: { en: "Diaspora side event", fr: "Événement sur les diasporas" },
      startsAt: "2027-10-26T12:00:00Z",
      endsAt: "2027-10-26T13:00:00Z",
      capacity: 1,
    },
  ],
});

/** One promise of each kind; a kind that is added doesn't compile without one. */
export const promises = {
  received: { kind: "received", registrationId },
  waiting: { kind: "waiting", registrationId, waitingFor: ["venue", "category:ngo", "session:side-event"] },
  "seat-given": { kind: "seat-given", registrationId, confirmBy: "2027-05-01T22:30:00.000Z" },
  offer: { kind: "offer", registrationId, until: "2027-05-01T22:30:00.000Z" },
  "offer-expired": { kind: "offer-expired", registrationId },
  "correction-overdue": { kind: "correction-overdue", registrationId },
  "address-unconfirmed": { kind: "address-unconfirmed", registrationId },
  approved: { kind: "approved", registrationId, serial: 1 },
  corrected: { kind: "corrected", registrationId, fields: ["functionTitle", "person.givenName"] },
  "badge-reissued": { kind: "badge-reissued", registrationId, fields: ["person.familyName"], serial: 2 },
  "address-changed": { kind: "address-changed", registrationId },
  "head-replaced": { kind: "head-replaced", registrationId, serial: 3 },
  "approved-waiting": { kind: "approved-waiting", registrationId, waitingFor: ["venue"] },
  "approved-online": { kind: "approved-online", registrationId },
  "online-access": { kind: "online-access", registrationId },
  returned: {
    kind: "returned",
    registrationId,
    reason: "1. المسمى الوظيفي\n\n2. 職務",
    fields: ["functionTitle", "person.givenName"],
    until: "2027-05-01T22:30:00.000Z",
  },
  "visa-letter": { kind: "visa-letter", registrationId, number: 1 },
  "visa-letter-revoked": {
    kind: "visa-letter-revoked",
    registrationId,
    reason: "The host country asks for another letter.",
  },
  rejected: { kind: "rejected", registrationId, reason: "N° 12/2027" },
  "change-declined": {
    kind: "change-declined",
    registrationId,
    reason: "N° 15/2027",
    fields: ["functionTitle", "person.givenName"],
  },
  revoked: { kind: "revoked", registrationId, reason: "N° 13/2027" },
  withdrawn: { kind: "withdrawn", registrationId },
  reopened: { kind: "reopened", registrationId },
  "already-registered": { kind: "already-registered", registrationId },
  "sign-in": { kind: "sign-in", registrationId, linkId: "l" },
  substituted: { kind: "substituted", registrationId },
  substitute: { kind: "substitute", registrationId },
  "membership-confirmed": { kind: "membership-confirmed", registrationId },
  "membership-declined": { kind: "membership-declined", registrationId },
  reminder: { kind: "reminder", registrationId },
  certificate: { kind: "certificate", registrationId },
  "answers-due": { kind: "answers-due", registrationId },
  "conference-changed": {
    kind: "conference-changed",
    registrationId,
    previous: {
      startsOn: "2027-09-13",
      endsOn: "2027-09-14",
      timeZone: "Europe/Zurich",
      venue: { name: "Palais des Nations, Salle XX", city: "Geneva" },
      sessions: [{ sessionId: "side-event", startsAt: "2027-09-13T12:00:00Z", endsAt: "2027-09-13T13:00:00Z" }],
    },
  },
  "delegation-requested": { kind: "delegation-requested", delegationId: registrationId },
  "membership-requested": { kind: "membership-requested", delegationId: registrationId },
  "membership-decided": { kind: "membership-decided", delegationId: registrationId },
  "delegation-accredited": { kind: "delegation-accredited", delegationId: registrationId, quota: 4 },
  "delegation-refused": { kind: "delegation-refused", delegationId: registrationId, reason: "N° 14/2027" },
  "quota-changed": { kind: "quota-changed", delegationId: registrationId, quota: 1 },
  "focal-point-confirmation": { kind: "focal-point-confirmation", delegationId: registrationId, position: 0 },
  "staff-invited": { kind: "staff-invited", holder: registrationId },
  "delegation-sign-in": { kind: "delegation-sign-in", delegationId: registrationId, linkId: "l", to: "digest" },
} as const satisfies { [Kind in EmailKind]: EmailIntent & { kind: Kind } };

export const kinds = Object.keys(promises) as EmailKind[];

export interface Case {
  readonly language?: string;
  readonly person?: Partial<Registration["person"]>;
  readonly conference?: Partial<BrandedConference>;
  readonly token?: string | undefined;
  readonly badgeToken?: string | undefined;
  readonly position?: PositionRange;
  /** The name of a member whose emails go to the focal point. */
  readonly member?: string;
  /** The names of attached PDF files. */
  readonly files?: readonly string[];
  /** The logo of the organization, a JPEG. */
  readonly logo?: Uint8Array;
  /** Set for a person who named a delegation and has opened no link. */
  readonly hasHiddenRequest?: boolean;
  /** Those of an invited member of staff. */
  readonly groups?: readonly StaffGroup[];
  /** Set for a person whose address is not confirmed. */
  readonly isUnnamed?: boolean;
}

/** The kinds that bring an entry for the calendar. */
export const withCalendar: ReadonlySet<string> = new Set([
  "approved",
  "badge-reissued",
  "reminder",
  "conference-changed",
  "revoked",
  "withdrawn",
  "substituted",
]);
const cancelling: ReadonlySet<string> = new Set(["revoked", "withdrawn", "substituted"]);

/** The calendar entry that the outbox attaches: of a person who is confirmed, or no longer confirmed. */
function calendarFor(kind: string, registration: Registration, of: Conference): EmailRequest["calendar"] {
  if (!withCalendar.has(kind)) return undefined;
  const at = "2027-03-02T09:00:00.000Z";
  const expected: Registration = {
    ...registration,
    badgeSerial: 1,
    accreditation: { state: cancelling.has(kind) ? "withdrawn" : "approved", at, by: "staff" },
    seat: { state: cancelling.has(kind) ? "none" : "held", since: at } as Registration["seat"],
    sessions: [{ sessionId: "side-event", seat: { state: "held", since: at } }],
  };
  const request = { conference: of, registration: expected, language: registration.language, now: at };
  return {
    method: getCalendarMethod(expected),
    text: createCalendar({ ...request, siteUrl: "https://palais.example" }),
  };
}

const listInvitedGroups = ({ kind }: EmailIntent, { groups = staffGroups }: Case) =>
  kind === "staff-invited" ? groups : undefined;

/** The mail of a promise as the outbox would have it written, with its tokens unless the case takes them away. */
export async function render(promise: EmailIntent, given: Case = {}): Promise<RenderedEmail> {
  const registration = buildRegistration(conference, { language: given.language ?? "en" });
  const person = { ...registration.person, ...given.person };
  const of = { ...conference, ...given.conference };
  return renderEmail({
    emailId: "change.0",
    intent: promise,
    recipient: {
      ...(!given.isUnnamed && { name: getDisplayName({ person }) }),
      ...(given.member !== undefined && { member: given.member }),
      address: person.email ?? "",
      language: registration.language,
      thread: registrationId,
    },
    conference: of,
    position:
      promise.kind === "waiting" || promise.kind === "approved-waiting"
        ? (given.position ?? { from: 7, to: 16 })
        : undefined,
    calendar: calendarFor(promise.kind, registration, of),
    siteUrl: "https://palais.example",
    from: "no-reply@palais.example",
    token: promise.kind.endsWith("sign-in") ? "t.o-k" : undefined,
    badgeToken: "serial" in promise ? badgeToken : undefined,
    groups: listInvitedGroups(promise, given),
    attachments: (given.files ?? []).map((filename) => ({
      filename,
      contentType: "application/pdf",
      content: Buffer.from("%PDF-1.7"),
    })),
    ...(given.hasHiddenRequest && { hasHiddenRequest: true }),
    ...(given.logo && { logo: given.logo }),
    ...("token" in given && { token: given.token }),
    ...("badgeToken" in given && { badgeToken: given.badgeToken }),
  });
}

/** The mail as a reader that isn't ours takes it apart. It must follow the standards strictly too. */
export function read({ raw }: RenderedEmail): Promise<Email> {
  assertStrictEmail(raw);
  return PostalMime.parse(raw);
}

export const mailOf = async (promise: EmailIntent, given: Case = {}) => read(await render(promise, given));

const entities: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };
const words = (text: string) => text.replaceAll(/\s+/g, " ").trim();

/** What a person reads in the page. */
export function wordsOfPage({ html = "" }: Email): string {
  const body = html.replace(/<head>.*?<\/head>/s, "").replaceAll(/<\/?bdi>/g, "");
  return words(
    body.replaceAll(/<[^>]+>/g, " ").replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (each) => entities[each] ?? ""),
  );
}

/** What a person reads in the text, without the marks of quotations, lists and the signature. */
export const wordsOfText = ({ text = "" }: Email): string => words(text.replaceAll(/^(?:>|--|-) ?/gm, ""));
