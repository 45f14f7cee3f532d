import type { PositionRange } from "#shared/capacity/position-range.rules.ts";
import { getWaitingListTargets } from "#shared/capacity/waiting-list.rules.ts";
import { compareSchedules } from "#shared/email/announcements.rules.ts";
import { formatConferenceDays, formatMoment } from "#shared/i18n/dates.ts";
import { toFieldKey, type Values } from "#shared/i18n/message.ts";
import { emailMessages } from "#shared/i18n/messages.ts";
import { createPageLink } from "#shared/i18n/page-link.ts";
import { joinPlace } from "#shared/i18n/place.ts";
import type { StaffGroup } from "#shared/model/access.ts";
import type { EmailIntent } from "#shared/model/change.ts";
import {
  type Conference,
  type ConferenceSchedule,
  getTextInLanguage,
  type Language,
} from "#shared/model/conference.ts";
import type { PoolName } from "#shared/model/seat.ts";
import { emailFiles } from "./email-files.ts";
import { type MixedText, toUserText } from "./email-texts.ts";

/** The content of an email before it is rendered as plain text and as HTML, so that both say the same. */
export interface EmailContent {
  readonly subject: string;
  /** Whom the email is about, if it goes to another address. */
  readonly about?: MixedText;
  readonly lead: string;
  /** Text that an officer wrote, in any language, under a heading of the catalogue. */
  readonly quote?: { readonly heading: string; readonly text: string };
  readonly list?: { readonly heading: string; readonly items: readonly MixedText[] };
  readonly paragraphs: readonly string[];
  readonly button: { readonly label: string; readonly hint: string; readonly url: string };
  /** The code of the badge, an image in HTML. */
  readonly code?: { readonly caption: string; readonly alt: string };
}

/** The reader of an email, and the conference that it is about. */
export interface RecipientContext {
  readonly conference: Conference;
  readonly language: Language;
  /** How many people are before a reader who waits. */
  readonly position?: PositionRange | undefined;
  /** The effect of the attached calendar entry, if there is one. */
  readonly calendar?: "PUBLISH" | "CANCEL" | undefined;
  /** Whether the badge is attached, which fails if it cannot be printed. */
  readonly hasBadge?: boolean;
  /** Whether the recipient named a delegation that sees the request once the address is confirmed. */
  readonly hasHiddenRequest?: boolean | undefined;
  /** The groups of an invited member of staff. */
  readonly groups?: readonly StaffGroup[] | undefined;
  /** The name of a member without an address, whose emails go to the focal point of the delegation. */
  readonly member?: string | undefined;
}

/** Only a sign-in email has a token, in the fragment of its URL, which browsers do not send to servers. */
export interface EmailLinks {
  readonly siteUrl: string;
  readonly token?: string | undefined;
}

type EmailKey = Parameters<typeof emailMessages.translate>[1];

const translate = ({ language }: RecipientContext, key: EmailKey, values?: Values) =>
  emailMessages.translate(language, key, values);

/** @throws Error for a sign-in email without a token */
export function createEmailContent(intent: EmailIntent, reader: RecipientContext, links: EmailLinks): EmailContent {
  const { kind } = intent;
  const title = getTextInLanguage(reader.conference.title, reader.language);
  return {
    subject: formatSubject(translate(reader, `mail.${kind}.subject`, { conference: title }), reader),
    ...createAbout(reader),
    lead: formatLead(intent, reader),
    ...createQuote(intent, reader),
    ...createContentList(intent, reader),
    ...createBadgeCode(intent, reader),
    paragraphs: [
      ...listOnlineParagraphs(intent, reader),
      ...listPositionParagraphs(intent, reader),
      ...listDeadlineParagraphs(intent, reader),
      ...(reader.hasHiddenRequest ? [translate(reader, "mailFrame.confirmForDelegation")] : []),
      ...("quota" in intent && intent.quota !== undefined
        ? [translate(reader, `mail.${intent.kind}.quota`, { quota: intent.quota })]
        : []),
      kind === "approved" && reader.hasBadge
        ? translate(reader, "mail.approved.nextAttached", { file: emailFiles.badge })
        : translate(reader, `mail.${kind}.next`),
      ...listBadgeParagraphs(intent, reader),
      ...(kind === "reminder" ? [translate(reader, "mail.reminder.cannotCome")] : []),
      ...listCalendarParagraphs(reader),
    ],
    button: createButton(intent, reader, links),
  };
}

/** The focal point gets the emails of several members, so the subject names the member. */
const formatSubject = (subject: string, reader: RecipientContext): string =>
  reader.member === undefined
    ? subject
    : translate(reader, "mailFrame.memberSubject", { name: reader.member, subject });

function createAbout({ member, language }: RecipientContext): Pick<EmailContent, "about"> {
  if (member === undefined) return {};
  return { about: emailMessages.translateToParts(language, "mailFrame.memberAbout", { name: toUserText(member) }) };
}

/** If the secretariat selects, or a delegation must confirm first, a received registration holds no seat. */
function formatLead(intent: EmailIntent, reader: RecipientContext): string {
  const { kind } = intent;
  if (kind === "visa-letter") return translate(reader, "mail.visa-letter.lead", { file: emailFiles.visaLetter });
  if (kind === "certificate") return translate(reader, "mail.certificate.lead", { file: emailFiles.certificate });
  const isUnseated =
    (kind === "received" || kind === "substitute" || kind === "membership-confirmed") && intent.unseated;
  return translate(reader, isUnseated ? `mail.${kind}.leadUnseated` : `mail.${kind}.lead`);
}

function createQuote(intent: EmailIntent, reader: RecipientContext): Pick<EmailContent, "quote"> {
  if (!("reason" in intent) || intent.reason === "") return {};
  return { quote: { heading: translate(reader, "mailFrame.reason"), text: intent.reason } };
}

/**
 * The fields to correct, or that were corrected, by their labels in the form; the changes of the conference; or the
 * pools that are full.
 */
function createContentList(intent: EmailIntent, reader: RecipientContext): Pick<EmailContent, "list"> {
  if ("fields" in intent && intent.fields.length > 0) {
    const paths = new Map(intent.fields.map((path) => [toFieldKey(path), path]));
    const items = [...paths.values()].map((path) => formatFieldName(path, reader));
    return { list: { heading: translate(reader, `mail.${intent.kind}.fields`), items } };
  }
  if (intent.kind === "conference-changed") {
    const items = listScheduleChanges(intent.previous, reader);
    return items.length === 0 ? {} : { list: { heading: translate(reader, "mail.conference-changed.changes"), items } };
  }
  if ("waitingFor" in intent && intent.waitingFor.length > 0) {
    const items = intent.waitingFor.map((pool) => formatPoolName(pool, reader));
    return { list: { heading: translate(reader, "mailFrame.full"), items } };
  }
  if (reader.groups) {
    const items = reader.groups.map((group) => [translate(reader, `mail.staff-invited.${group}`)]);
    return { list: { heading: translate(reader, "mail.staff-invited.tasks"), items } };
  }
  return {};
}

function formatFieldName(path: string, reader: RecipientContext): MixedText {
  const key = toFieldKey(path);
  return [emailMessages.hasMessage(key) ? translate(reader, key) : toUserText(path)];
}

/** What differs from the previous schedule; nothing if a later change has reverted it. */
function listScheduleChanges(previous: ConferenceSchedule, reader: RecipientContext): MixedText[] {
  const { conference, language } = reader;
  const { days, venue } = compareSchedules(previous, conference);
  const daysOf = (schedule: ConferenceSchedule) => formatConferenceDays(schedule, language);
  const placeOf = (schedule: Pick<ConferenceSchedule, "venue">) =>
    toUserText(joinPlace([schedule.venue.name, schedule.venue.city], language));
  const places = { now: placeOf(conference), before: placeOf(previous) };
  return [
    ...(days
      ? [[translate(reader, "mail.conference-changed.days", { now: daysOf(conference), before: daysOf(previous) })]]
      : []),
    ...(venue ? [emailMessages.translateToParts(language, "mail.conference-changed.venue", places)] : []),
    ...previous.sessions.flatMap(({ sessionId }) => {
      const session = conference.sessions.find((each) => each.sessionId === sessionId);
      if (!session) return [];
      const title = toUserText(getTextInLanguage(session.title, language));
      const now = toUserText(formatMoment(conference.timeZone, session.startsAt, language));
      return [emailMessages.translateToParts(language, "mail.conference-changed.session", { title, now })];
    }),
  ];
}

function formatPoolName(pool: PoolName, { conference, language }: RecipientContext): MixedText {
  const [kind, name] = pool.split(":");
  const texts =
    kind === "category"
      ? conference.categories.find(({ category }) => category === name)?.title
      : conference.sessions.find(({ sessionId }) => sessionId === name)?.title;
  const title = toUserText(texts ? getTextInLanguage(texts, language) : (name ?? ""));
  return emailMessages.translateToParts(language, `pool.${kind as "venue" | "category" | "delegation" | "session"}`, {
    title,
  });
}

/** What to do with the badge. A former head has a new one if the role stood on theirs. */
function listBadgeParagraphs(intent: EmailIntent, reader: RecipientContext): string[] {
  if (!("serial" in intent)) return [];
  const isNamed = intent.kind === "approved" || !reader.hasBadge;
  return [
    ...(intent.kind === "head-replaced" ? [translate(reader, "mail.head-replaced.nextBadge")] : []),
    ...(isNamed ? [] : [translate(reader, "mailFrame.badgeAttached", { file: emailFiles.badge })]),
    translate(reader, "mail.approved.lost"),
  ];
}

function createBadgeCode(intent: EmailIntent, reader: RecipientContext): Pick<EmailContent, "code"> {
  if (!("serial" in intent)) return {};
  const caption = translate(reader, "mail.approved.code", { serial: intent.serial });
  return { code: { caption, alt: translate(reader, "mail.approved.codeAlt") } };
}

function listDeadlineParagraphs(intent: EmailIntent, reader: RecipientContext): string[] {
  const format = (key: EmailKey, moment: string) => [
    translate(reader, key, { until: formatMoment(reader.conference.timeZone, moment, reader.language) }),
  ];
  if (intent.kind === "offer") return format("mail.offer.until", intent.until);
  if (intent.kind === "returned" && intent.until !== undefined) return format("mail.returned.until", intent.until);
  return "confirmBy" in intent && intent.confirmBy !== undefined ? format("mailFrame.confirmBy", intent.confirmBy) : [];
}

/** The address to take part online, or that it is not published yet. */
function listOnlineParagraphs(intent: EmailIntent, reader: RecipientContext): string[] {
  const { kind } = intent;
  const { onlineLink: link } = reader.conference;
  const isPublishing = kind === "conference-changed" && intent.publishesOnlineLink;
  if (kind !== "approved-online" && kind !== "online-access" && !isPublishing) return [];
  if (link !== undefined) return [translate(reader, "mail.online-access.link", { link })];
  return kind === "approved-online" ? [translate(reader, "mail.approved-online.unpublished")] : [];
}

/** To a person who waits: how many are before them, where that is published, and the order of the waiting list. */
function listPositionParagraphs({ kind }: EmailIntent, reader: RecipientContext): string[] {
  const { position, conference } = reader;
  if (kind !== "waiting" && kind !== "approved-waiting") return [];
  return [
    ...(position ? [translate(reader, "mailFrame.position", { ...position })] : []),
    ...(getWaitingListTargets(conference) ? [translate(reader, "mailFrame.lineByTargets")] : []),
  ];
}

function listCalendarParagraphs(reader: RecipientContext): string[] {
  if (reader.calendar === undefined) return [];
  const key = reader.calendar === "PUBLISH" ? "mailFrame.calendar" : "mailFrame.calendarCancelled";
  return [translate(reader, key, { file: emailFiles.calendar })];
}

/**
 * A sign-in link opens a session. Any other leads to the page of the person or of the delegation, which asks who one
 * is.
 */
function createButton(intent: EmailIntent, reader: RecipientContext, { siteUrl, token }: EmailLinks) {
  const { kind } = intent;
  if (kind === "staff-invited") return createStaffButton(reader, siteUrl);
  if (kind !== "sign-in" && kind !== "delegation-sign-in") {
    const isDelegation = "delegationId" in intent || reader.member !== undefined;
    const location = { conference: reader.conference.conferenceId };
    return {
      label: translate(reader, isDelegation ? "mailFrame.delegation" : "mailFrame.status"),
      hint: translate(reader, "mailFrame.statusHint"),
      url: createPageLink(siteUrl, reader.language, location, isDelegation ? "/delegation" : "/"),
    };
  }
  if (token === undefined) throw new Error("a sign-in email without a token");
  return {
    label: translate(reader, "mailFrame.signIn"),
    hint: translate(reader, "mailFrame.signInHint"),
    // The page needs the conference to offer another link when this one no longer works.
    url: createPageLink(siteUrl, reader.language, { conference: reader.conference.conferenceId, "sign-in": token }),
  };
}

/** Leads to the console, and those who only work at the gates to the entry desk. */
function createStaffButton(reader: RecipientContext, siteUrl: string) {
  const isAtDesk = reader.groups?.every((group) => group === "entry-desk") ?? false;
  return {
    label: translate(reader, isAtDesk ? "mail.staff-invited.openDesk" : "mail.staff-invited.openConsole"),
    hint: translate(reader, "mailFrame.signInHint"),
    url: isAtDesk
      ? createPageLink(siteUrl, reader.language, {}, "/desk")
      : createPageLink(siteUrl, reader.language, { conference: reader.conference.conferenceId }, "/console"),
  };
}
