import type { EmailIntent } from "#shared/domain/change.ts";
import { type Language, waitingListTargets } from "#shared/domain/conference.ts";
import type { PoolName } from "#shared/domain/seat.ts";
import { momentAt } from "#shared/i18n/dates.ts";
import { fieldKey, type Values } from "#shared/i18n/message.ts";
import { mailMessages } from "#shared/i18n/messages.ts";
import { changesOf } from "./changes.ts";
import { inLanguage } from "./in-language.ts";
import type { Reader } from "./reader.ts";
import { foreign, type Words } from "./words.ts";

/** What a mail says, before it is set as text or as a page; both are made from this, so both say the same. */
export interface Content {
  readonly subject: string;
  readonly lead: string;
  /** What an officer wrote, in whatever language, under a heading of ours. */
  readonly quote?: { readonly heading: string; readonly text: string };
  readonly list?: { readonly heading: string; readonly items: readonly Words[] };
  readonly paragraphs: readonly string[];
  readonly button: { readonly label: string; readonly hint: string; readonly url: string };
  /** The badge's code, as an image in the page. */
  readonly code?: { readonly caption: string; readonly alt: string };
}

/** Where the links of a mail lead. Only a sign-in mail carries a token, in the fragment, which no server sees. */
export interface Links {
  readonly siteUrl: string;
  readonly token?: string | undefined;
}

/**
 * What this mail says to its reader.
 * @throws Error for a sign-in mail without a token
 */
export function contentOf(promise: EmailIntent, reader: Reader, links: Links): Content {
  const { conference, language } = reader;
  const say = (key: "subject" | "next", values: Values = {}) =>
    mailMessages.translate(language, `mail.${promise.kind}.${key}`, values);
  return {
    subject: say("subject", { conference: inLanguage(conference.title, language) }),
    lead: leadOf(promise, reader),
    ...quoteOf(promise, language),
    ...listOf(promise, reader),
    ...codeOf(promise, language),
    paragraphs: [
      ...positionOf(reader),
      ...untilOf(promise, reader),
      ...quotaOf(promise, language),
      say("next"),
      ...lostOf(promise, language),
      ...calendarNote(reader),
    ],
    button: buttonOf(promise, reader, links),
  };
}

/** Where the secretariat selects, or a delegation must say yes first, a registration that was received holds no place. */
function leadOf(promise: EmailIntent, { language }: Reader): string {
  const { kind } = promise;
  const unseated = (kind === "received" || kind === "substitute") && promise.unseated;
  return mailMessages.translate(language, unseated ? `mail.${kind}.leadUnseated` : `mail.${kind}.lead`);
}

function quoteOf(promise: EmailIntent, language: Language): Pick<Content, "quote"> {
  if (!("reason" in promise) || promise.reason === "") return {};
  return { quote: { heading: mailMessages.translate(language, "mailFrame.reason"), text: promise.reason } };
}

/** The fields to correct, by the names they have in the form; or the pools that hold the reader back. */
function listOf(promise: EmailIntent, reader: Reader): Pick<Content, "list"> {
  const { language } = reader;
  if (promise.kind === "returned" && promise.fields.length > 0) {
    const items = promise.fields.map((path) => fieldName(path, language));
    return { list: { heading: mailMessages.translate(language, "mail.returned.fields"), items } };
  }
  if (promise.kind === "conference-changed") return changesOf(promise.was, reader);
  if ("waitingFor" in promise && promise.waitingFor.length > 0) {
    const items = promise.waitingFor.map((pool) => poolName(pool, reader));
    return { list: { heading: mailMessages.translate(language, "mailFrame.full"), items } };
  }
  return {};
}

function fieldName(path: string, language: Language): Words {
  const key = fieldKey(path);
  return [mailMessages.hasMessage(key) ? mailMessages.translate(language, key) : foreign(path)];
}

function poolName(pool: PoolName, { conference, language }: Reader): Words {
  const [kind, name] = pool.split(":");
  const texts =
    kind === "category"
      ? conference.categories.find(({ category }) => category === name)?.title
      : conference.sessions.find(({ sessionId }) => sessionId === name)?.title;
  const title = foreign(texts ? inLanguage(texts, language) : (name ?? ""));
  return mailMessages.translateToParts(language, `pool.${kind as "venue" | "category" | "delegation" | "session"}`, {
    title,
  });
}

function codeOf(promise: EmailIntent, language: Language): Pick<Content, "code"> {
  if (promise.kind !== "approved") return {};
  const { serial } = promise;
  const caption = mailMessages.translate(language, "mail.approved.code", { serial });
  return { code: { caption, alt: mailMessages.translate(language, "mail.approved.codeAlt") } };
}

function untilOf(promise: EmailIntent, { conference, language }: Reader): string[] {
  const say = (key: "mail.returned.until" | "mail.offer.until" | "mailFrame.confirmBy", moment: string) =>
    mailMessages.translate(language, key, { until: momentAt(conference.timeZone, moment, language) });
  if (promise.kind === "offer") return [say("mail.offer.until", promise.until)];
  if (promise.kind === "returned" && promise.until !== undefined) return [say("mail.returned.until", promise.until)];
  return "confirmBy" in promise && promise.confirmBy !== undefined
    ? [say("mailFrame.confirmBy", promise.confirmBy)]
    : [];
}

function quotaOf(promise: EmailIntent, language: Language): string[] {
  if (!("quota" in promise) || promise.quota === undefined) return [];
  return [mailMessages.translate(language, `mail.${promise.kind}.quota`, { quota: promise.quota })];
}

function lostOf({ kind }: EmailIntent, language: Language): string[] {
  if (kind === "approved") return [mailMessages.translate(language, "mail.approved.lost")];
  return kind === "reminder" ? [mailMessages.translate(language, "mail.reminder.cannotCome")] : [];
}

function positionOf({ conference, language, position }: Reader): string[] {
  if (position === undefined) return [];
  return [
    mailMessages.translate(language, "mailFrame.position", { position }),
    ...(waitingListTargets(conference) ? [mailMessages.translate(language, "mailFrame.lineByTargets")] : []),
  ];
}

function calendarNote({ language, calendar }: Reader): string[] {
  if (calendar === undefined) return [];
  return [
    mailMessages.translate(language, calendar === "PUBLISH" ? "mailFrame.calendar" : "mailFrame.calendarCancelled"),
  ];
}

function buttonOf({ kind }: EmailIntent, { conference, language }: Reader, { siteUrl, token }: Links) {
  if (kind !== "sign-in" && kind !== "delegation-sign-in") {
    return {
      label: mailMessages.translate(language, "mailFrame.status"),
      hint: mailMessages.translate(language, "mailFrame.statusHint"),
      url: `${siteUrl}/#conference=${encodeURIComponent(conference.conferenceId)}`,
    };
  }
  if (token === undefined) throw new Error("a sign-in mail without a token");
  return {
    label: mailMessages.translate(language, "mailFrame.signIn"),
    hint: mailMessages.translate(language, "mailFrame.signInHint"),
    url: `${siteUrl}/#sign-in=${encodeURIComponent(token)}`,
  };
}
