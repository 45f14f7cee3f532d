import MailComposer from "nodemailer/lib/mail-composer/index.js";
import { qrPng } from "#shared/badge/qr.ts";
import type { EmailIntent } from "#shared/domain/change.ts";
import type { Conference, Language } from "#shared/domain/conference.ts";
import { normaliseEmail, textFault } from "#shared/domain/text.ts";
import { conferenceDays } from "#shared/i18n/dates.ts";
import { mailMessages } from "#shared/i18n/messages.ts";
import { type Content, contentOf } from "./content.ts";
import { inLanguage } from "./in-language.ts";
import { codeImage, type Frame, pageOf } from "./page.ts";
import { plainOf } from "./plain.ts";
import { foreign } from "./words.ts";

/** Whom a mail is for, and where it goes: a person, or a delegation by its focal point. */
export interface Recipient {
  readonly name: string;
  readonly address: string;
  readonly language: Language;
  /** The identifier of the registration or delegation: its mails are one thread. */
  readonly thread: string;
}

export interface MailRequest {
  /** `<changeId>.<number>`; the same mail has it however often it is sent. */
  readonly mailId: string;
  readonly promise: EmailIntent;
  readonly recipient: Recipient;
  readonly conference: Conference;
  /** Where the pages are, without a slash at the end. */
  readonly siteUrl: string;
  /** The sender's address. */
  readonly from: string;
  /** Of a sign-in mail. */
  readonly token?: string | undefined;
  /** Of an approval. */
  readonly badgeToken?: string | undefined;
  /** The reader's place in line, where they wait. */
  readonly position?: number | undefined;
  /** The entry for their calendar, and what it does there. */
  readonly calendar?: { readonly method: "PUBLISH" | "CANCEL"; readonly text: string } | undefined;
  /** Files that go with it, such as the badge to print or a letter. */
  readonly files?: readonly MailFile[];
}

/** A file that goes with a mail. Its name is ours, in ASCII. */
export interface MailFile {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

export interface RenderedMail {
  /** RFC 5322. */
  readonly raw: Uint8Array;
  readonly to: string;
  readonly subject: string;
}

/**
 * A promised mail, ready for SES.
 * @throws Error when the mail lacks its token, and when a name, a title or an address holds what no header may, which
 *   the contract refuses at the door
 */
export async function renderMail(request: MailRequest): Promise<RenderedMail> {
  const { promise, recipient, conference, siteUrl, token, position, calendar } = request;
  const { language } = recipient;
  const reader = { conference, language, position, calendar: calendar?.method };
  const content = contentOf(promise, reader, { siteUrl, token });
  const frame = frameOf(recipient, conference, language);
  const raw = await compose(request, content, frame);
  return { raw, to: recipient.address, subject: content.subject };
}

function frameOf({ name }: Recipient, conference: Conference, language: Language): Frame {
  const { title, venue } = conference;
  return {
    language,
    conference: inLanguage(title, language),
    when: conferenceDays(conference, language),
    where: `${venue.name}, ${venue.city}`,
    greeting: mailMessages.translateToParts(language, "mailFrame.greeting", { name: foreign(name) }),
    signature: mailMessages.translate(language, "mailFrame.signature"),
    automatic: mailMessages.translate(language, "mailFrame.automatic"),
  };
}

async function compose(request: MailRequest, content: Content, frame: Frame): Promise<Uint8Array> {
  const { promise, recipient, from } = request;
  const mail = new MailComposer({
    from: { name: headerText(frame.conference), address: headerText(from) },
    to: { name: headerText(recipient.name), address: headerAddress(recipient.address) },
    subject: headerText(content.subject),
    ...identity(request),
    headers: {
      "Content-Language": frame.language,
      "Auto-Submitted": "auto-generated",
      "X-Palais-Mail": request.mailId,
      "X-Palais-Kind": promise.kind,
    },
    text: plainOf(content, frame),
    html: pageOf(content, frame),
    attachments: [...(await images(request)), ...calendars(request), ...files(request)],
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return mail.compile().build();
}

/** All mails about one registration or delegation are one thread, whose first message nobody ever sent. */
function identity({ mailId, recipient, from }: MailRequest) {
  const domain = from.split("@").at(-1);
  const thread = `<${recipient.thread}@${domain}>`;
  return { messageId: `<${mailId}@${domain}>`, inReplyTo: thread, references: thread };
}

/** The badge's code, inside the mail: clients block images from elsewhere, and those in `data:` addresses. */
async function images({ promise, badgeToken }: MailRequest) {
  if (promise.kind !== "approved") return [];
  if (badgeToken === undefined) throw new Error("an approval without its badge");
  const content = Buffer.from(await qrPng(badgeToken));
  const as = { filename: "badge.png", contentType: "image/png", contentDisposition: "inline" } as const;
  return [{ ...as, cid: codeImage, content }];
}

/** As a part that names its method, so that a client offers to put it into the calendar. */
function calendars({ calendar }: MailRequest) {
  if (!calendar) return [];
  const contentType = `text/calendar; charset=utf-8; method=${calendar.method}`;
  return [{ filename: "conference.ics", contentType, content: Buffer.from(calendar.text) }];
}

const files = ({ files: all = [] }: MailRequest) =>
  all.map(({ filename, contentType, content }) => ({ filename, contentType, content: Buffer.from(content) }));

/** Nothing becomes a header that the contract would not take: whatever slipped through every door ends here. */
function headerText(text: string): string {
  if (textFault(text) === "forbiddenCharacter") throw new Error("a control character in a header");
  return text;
}

/** One address and nothing else: no second recipient, no name, no comment. */
function headerAddress(address: string): string {
  if (normaliseEmail(address) !== address) throw new Error("an address that is not one");
  return address;
}
