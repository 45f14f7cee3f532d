import MailComposer from "nodemailer/lib/mail-composer/index.js";
import { createPalette } from "#shared/branding/colours.rules.ts";
import type { PositionRange } from "#shared/capacity/position-range.rules.ts";
import { createEmailContent, type EmailContent } from "#shared/email-content/content.ts";
import { emailFiles } from "#shared/email-content/email-files.ts";
import { toUserText } from "#shared/email-content/email-texts.ts";
import { formatConferenceDays } from "#shared/i18n/dates.ts";
import { emailMessages } from "#shared/i18n/messages.ts";
import { joinPlace } from "#shared/i18n/place.ts";
import type { StaffGroup } from "#shared/model/access.ts";
import type { BrandedConference } from "#shared/model/branding.ts";
import type { EmailIntent } from "#shared/model/change.ts";
import type { Language } from "#shared/model/conference.ts";
import { getTextInLanguage } from "#shared/model/conference.ts";
import { parseJpegHeader } from "#shared/printing/pdf/jpeg.ts";
import { renderQrPng } from "#shared/printing/qr-code.ts";
import { findTextViolation, normalizeEmail } from "#shared/text/text-rules.ts";
import { codeImageId, type EmailFrame, logoImageId, renderHtmlEmail, renderPlainTextEmail } from "./render-content.ts";

/** The recipient of an email: a person, or a delegation through its focal point. */
export interface EmailRecipient {
  /** Absent as long as only the sender of a form vouches for it. */
  readonly name?: string;
  /** The member without an address whom the email to a focal point is about. */
  readonly member?: string;
  readonly address: string;
  readonly language: Language;
  /** The identifier of the registration or delegation, whose emails form one thread. */
  readonly thread: string;
}

export interface EmailRequest {
  /** `<changeId>.<number>`, the same for every send of one email. */
  readonly emailId: string;
  readonly intent: EmailIntent;
  readonly recipient: EmailRecipient;
  readonly conference: BrandedConference;
  /** The URL of the site, without a slash at the end. */
  readonly siteUrl: string;
  /** The sender's address. */
  readonly from: string;
  /** Required for a sign-in email. */
  readonly token?: string | undefined;
  /** Required for an email with a badge. */
  readonly badgeToken?: string | undefined;
  /** How many people are before a reader who waits. */
  readonly position?: PositionRange | undefined;
  /** Whether the recipient named a delegation that sees the request once the address is confirmed. */
  readonly hasHiddenRequest?: boolean | undefined;
  /** The groups of an invited member of staff. */
  readonly groups?: readonly StaffGroup[] | undefined;
  /** The calendar entry, as iCalendar, and its method. */
  readonly calendar?: { readonly method: "PUBLISH" | "CANCEL"; readonly text: string } | undefined;
  /** The logo of the organization, a JPEG. */
  readonly logo?: Uint8Array | undefined;
  /** Such as the badge or a visa letter. */
  readonly attachments?: readonly EmailAttachment[];
}

/** `filename` is in ASCII. */
export interface EmailAttachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

export interface RenderedEmail {
  /** RFC 5322. */
  readonly raw: Uint8Array;
  readonly to: string;
  readonly subject: string;
}

/**
 * Renders a queued email for SES.
 * @throws Error if a token is missing; and if a name, a title or an address contains what a header must not contain,
 *   which the contract rejects in the request
 */
export async function renderEmail(request: EmailRequest): Promise<RenderedEmail> {
  const { intent, recipient, conference, siteUrl, token, position, calendar, hasHiddenRequest, logo } = request;
  const { language } = recipient;
  const hasBadge = request.attachments?.some(({ filename }) => filename === emailFiles.badge) ?? false;
  const { member } = recipient;
  const { groups } = request;
  const calendarMethod = { calendar: calendar?.method };
  const reader = { conference, language, position, ...calendarMethod, hasBadge, member, hasHiddenRequest, groups };
  const content = createEmailContent(intent, reader, { siteUrl, token });
  const frame = { ...createEmailFrame(intent, recipient, conference), ...(logo && { logo: fitLogo(logo) }) };
  const raw = await composeMimeMessage(request, content, frame);
  return { raw, to: recipient.address, subject: content.subject };
}

function createEmailFrame(
  { kind }: EmailIntent,
  { name, language }: EmailRecipient,
  conference: BrandedConference,
): EmailFrame {
  const { title, venue, contact, branding } = conference;
  const organization = branding?.name && getTextInLanguage(branding.name, language);
  return {
    language,
    conference: getTextInLanguage(title, language),
    ...(organization !== undefined && { organization }),
    ...(branding?.colour !== undefined && { palette: createPalette(branding.colour) }),
    dates: formatConferenceDays(conference, language),
    venue: joinPlace([venue.name, venue.city], language),
    greeting:
      name === undefined
        ? [
            emailMessages.translate(
              language,
              `mailFrame.${kind === "staff-invited" ? "greetingStaff" : "greetingUnnamed"}`,
            ),
          ]
        : emailMessages.translateToParts(language, "mailFrame.greeting", { name: toUserText(name) }),
    signature: emailMessages.translate(language, "mailFrame.signature"),
    automatic:
      contact === undefined
        ? emailMessages.translate(language, "mailFrame.automatic")
        : emailMessages.translate(language, "mailFrame.replies", { contact }),
  };
}

/** The largest logo in an email, in pixels. */
const maxLogo = { width: 240, height: 72 };

/** The size at which a JPEG is shown; a small one is not enlarged. */
function fitLogo(jpeg: Uint8Array) {
  const { width, height } = parseJpegHeader(jpeg);
  const scale = Math.min(1, maxLogo.width / width, maxLogo.height / height);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

async function composeMimeMessage(
  request: EmailRequest,
  content: EmailContent,
  frame: EmailFrame,
): Promise<Uint8Array> {
  const { intent, recipient, from } = request;
  const { contact } = request.conference;
  const composer = new MailComposer({
    from: { name: toHeaderText(frame.conference), address: toHeaderText(from) },
    to: { name: toHeaderText(recipient.name ?? ""), address: assertHeaderAddress(recipient.address) },
    ...(contact !== undefined && { replyTo: { name: "", address: assertHeaderAddress(contact) } }),
    subject: toHeaderText(content.subject),
    ...createThreadHeaders(request),
    headers: {
      "Content-Language": frame.language,
      "Auto-Submitted": "auto-generated",
      "X-Palais-Mail": request.emailId,
      "X-Palais-Kind": intent.kind,
    },
    text: toMimeLines(renderPlainTextEmail(content, frame)),
    html: toMimeLines(renderHtmlEmail(content, frame)),
    attachments: [
      ...(await createInlineImages(request)),
      ...createCalendarParts(request),
      ...toMimeAttachments(request),
    ],
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

/** Ends each line with CRLF, as RFC 2046 requires of a text before it is encoded. The composer keeps the given ends. */
const toMimeLines = (text: string): string => text.replaceAll(/\r\n|\r|\n/g, "\r\n");

/** All emails about one registration or delegation form one thread, whose first message does not exist. */
function createThreadHeaders({ emailId, recipient, from }: EmailRequest) {
  const domain = from.split("@").at(-1);
  const thread = `<${recipient.thread}@${domain}>`;
  return { messageId: `<${emailId}@${domain}>`, inReplyTo: thread, references: thread };
}

/** The logo and the badge's code as inline attachments, because clients block remote images and `data:` URLs. */
async function createInlineImages({ intent, badgeToken, logo }: EmailRequest) {
  const images = logo ? [createInlineImage("logo.jpg", "image/jpeg", logoImageId, logo)] : [];
  if (!("serial" in intent)) return images;
  if (badgeToken === undefined) throw new Error("an email without a badge token");
  const code = await renderQrPng(badgeToken);
  return [...images, createInlineImage("badge.png", "image/png", codeImageId, code)];
}

const createInlineImage = (filename: string, contentType: string, cid: string, content: Uint8Array) =>
  ({ filename, contentType, contentDisposition: "inline", cid, content: Buffer.from(content) }) as const;

/** A part that names its method, so that clients offer to add it to the calendar. */
function createCalendarParts({ calendar }: EmailRequest) {
  if (!calendar) return [];
  const contentType = `text/calendar; charset=utf-8; method=${calendar.method}`;
  return [{ filename: emailFiles.calendar, contentType, content: Buffer.from(calendar.text) }];
}

const toMimeAttachments = ({ attachments = [] }: EmailRequest) =>
  attachments.map(({ filename, contentType, content }) => ({ filename, contentType, content: Buffer.from(content) }));

/**
 * The last check of header texts, by the rules of the contract. The composer passes on an encoded word (RFC 2047) that a
 * text contains, and clients would decode it: a space ends it.
 */
function toHeaderText(text: string): string {
  if (findTextViolation(text) === "forbiddenCharacter") throw new Error("a control character in a header");
  return text.replaceAll("=?", "= ?");
}

/** Exactly one address: no second recipient, no name, no comment. */
function assertHeaderAddress(address: string): string {
  if (normalizeEmail(address) !== address) throw new Error("an invalid address in a header");
  return address;
}
