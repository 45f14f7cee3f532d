import { defaultAccents, type Palette } from "#shared/branding/colours.rules.ts";
import type { EmailContent } from "#shared/email-content/content.ts";
import { type MixedText, toHtml, toPlainText, toUserText } from "#shared/email-content/email-texts.ts";
import { toEmailParagraphs } from "#shared/email-content/plain-paragraphs.ts";
import { getTextDirection, type Language } from "#shared/model/conference.ts";
import { type Html, html } from "#shared/text/html.ts";

/** The texts around the content of an email. */
export interface EmailFrame {
  readonly language: Language;
  readonly conference: string;
  /** The name of the organization that holds the conference. */
  readonly organization?: string;
  /** The size at which the logo of the organization is shown, in pixels, if the email has it. */
  readonly logo?: { readonly width: number; readonly height: number };
  /** The colours of the organization. */
  readonly palette?: Palette;
  /** The days of the conference, in the reader's format. */
  readonly dates: string;
  readonly venue: string;
  readonly greeting: MixedText;
  readonly signature: string;
  readonly automatic: string;
}

/** The content identifier of the attached image of the badge's code. */
export const codeImageId = "badge-code@palais";

/** The content identifier of the attached logo. */
export const logoImageId = "logo@palais";

/** The width of a version 6 code with its quiet zone: 49 modules of six pixels, so that its edges stay sharp. */
const codeImageWidth = "294";

const fontStyle = "font-family:'Segoe UI',Roboto,'Noto Sans',Helvetica,Arial,sans-serif";
const textColour = "#1c2733";
const mutedColour = "#5b6875";
const borderColour = "#d7dde3";

const getAccent = ({ palette }: EmailFrame) => palette?.light.accent ?? defaultAccents.light;

/** For email clients with a dark mode that honour it. The code stays black on white, or no camera reads it. */
const createDarkModeStyles = ({ palette }: EmailFrame) =>
  "@media (prefers-color-scheme:dark){.ground{background:#11171d!important}.sheet{background:#1b232c!important}" +
  `.ink,.ink a{color:#e6ebf0!important}.soft{color:#a3b0bd!important}.title{color:${palette?.dark.accent ?? defaultAccents.dark}!important}}`;

const renderParagraph = (text: Html | string) => html`<p style="margin:0 0 16px">${text}</p>`;

const renderIsolatedText = (text: string) => toHtml([toUserText(text)]);

/** Text of an officer: the bar is on the side where the lines of the email begin; each line has its own direction. */
function renderQuote({ quote }: EmailContent, accentColour: string): Html {
  if (!quote) return html``;
  const border = `margin:0 0 16px;padding:2px 14px;border-inline-start:3px solid ${accentColour}`;
  const lines = quote.text.split("\n").map((text) => html`<div dir="auto">${text || html`<br>`}</div>`);
  return html`${renderParagraph(quote.heading)}<div style="${border}">${lines}</div>`;
}

function renderContentList({ list }: EmailContent): Html {
  if (!list) return html``;
  return html`<p style="margin:0 0 6px">${list.heading}</p>
<ul style="margin:0 0 16px;padding-inline-start:22px">${list.items.map((item) => html`<li style="margin:2px 0">${toHtml(item)}</li>`)}</ul>`;
}

function renderBadgeCode({ code }: EmailContent): Html {
  if (!code) return html``;
  return html`<table role="presentation" align="center" cellpadding="0" cellspacing="0" style="margin:4px auto 24px"><tr><td align="center" style="background:#ffffff;padding:4px 4px 14px;border:1px solid ${borderColour};border-radius:8px">
<img src="cid:${codeImageId}" alt="${code.alt}" width="${codeImageWidth}" height="${codeImageWidth}" style="display:block;border:0;max-width:100%;height:auto">
<span style="font-size:14px;color:${textColour}">${code.caption}</span></td></tr></table>`;
}

function renderButton({ button: { label, hint, url } }: EmailContent, accentColour: string): Html {
  const style = `display:inline-block;padding:12px 24px;color:#ffffff;text-decoration:none;font-weight:600`;
  return html`<table role="presentation" cellpadding="0" cellspacing="0" style="margin:24px 0 14px"><tr><td bgcolor="${accentColour}" style="border-radius:6px">
<a href="${url}" style="${style}">${label}</a></td></tr></table>
<p class="soft" style="margin:0 0 24px;font-size:13px;color:${mutedColour}">${hint}<br><span dir="ltr" style="word-break:break-all">${url}</span></p>`;
}

/** The logo on a white plate, which stays white in dark mode: its own background is white. */
function renderLogo({ logo, organization, conference }: EmailFrame): Html {
  if (!logo) return html``;
  const [width, height] = [logo.width, logo.height].map(String) as [string, string];
  return html`<table role="presentation" cellpadding="0" cellspacing="0" style="margin:0 0 12px"><tr><td bgcolor="#ffffff" style="background:#ffffff;padding:6px;border-radius:4px">
<img src="cid:${logoImageId}" alt="${organization ?? conference}" width="${width}" height="${height}" style="display:block;border:0;max-width:100%;height:auto"></td></tr></table>`;
}

const renderHead = ({ subject }: EmailContent, frame: EmailFrame) =>
  html`<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${subject}</title><style>${createDarkModeStyles(frame)}</style></head>`;

const renderHeading = ({ conference, organization, dates, venue }: EmailFrame, accentColour: string) =>
  html`${organization === undefined ? html`` : html`<p class="soft" style="margin:0 0 4px;font-size:14px;font-weight:600;color:${mutedColour}">${renderIsolatedText(organization)}</p>`}<p class="title" style="margin:0;font-size:18px;line-height:1.35;font-weight:600;color:${accentColour}">${renderIsolatedText(conference)}</p>
<p class="soft" style="margin:4px 0 24px;padding:0 0 16px;border-bottom:1px solid ${borderColour};font-size:14px;color:${mutedColour}">${dates}<br>${renderIsolatedText(venue)}</p>`;

/** The email as HTML. It uses tables and inline styles, because email clients support little else. */
export function renderHtmlEmail(content: EmailContent, frame: EmailFrame): string {
  const accentColour = getAccent(frame);
  const direction = getTextDirection(frame.language);
  return html`<!doctype html>
<html lang="${frame.language}" dir="${direction}">
${renderHead(content, frame)}
<body class="ground" style="margin:0;padding:0;background:#eef1f4">
<table role="presentation" class="ground" width="100%" cellpadding="0" cellspacing="0" style="background:#eef1f4"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" class="sheet" dir="${direction}" width="600" cellpadding="0" cellspacing="0" style="width:100%;max-width:600px;background:#ffffff;border-radius:8px;border-top:4px solid ${accentColour}">
<tr><td class="ink" style="padding:28px 32px 12px;${fontStyle};font-size:16px;line-height:1.55;color:${textColour}">
${renderLogo(frame)}${renderHeading(frame, accentColour)}
${renderParagraph(toHtml(frame.greeting))}
${content.about ? renderParagraph(toHtml(content.about)) : html``}
${renderParagraph(content.lead)}
${renderQuote(content, accentColour)}${renderContentList(content)}${renderBadgeCode(content)}${content.paragraphs.map(renderParagraph)}
${renderButton(content, accentColour)}
<p style="margin:0 0 16px">${frame.signature}<br>${renderIsolatedText(frame.conference)}${frame.organization === undefined ? html`` : html`<br>${renderIsolatedText(frame.organization)}`}</p>
</td></tr>
<tr><td class="soft" style="padding:14px 32px 22px;border-top:1px solid ${borderColour};${fontStyle};font-size:13px;line-height:1.5;color:${mutedColour}">${frame.automatic}</td></tr>
</table></td></tr></table>
</body></html>`.markup;
}

/** The email as plain text, with the same content as the HTML. */
export function renderPlainTextEmail(content: EmailContent, frame: EmailFrame): string {
  const { button } = content;
  const organization = frame.organization === undefined ? [] : [frame.organization];
  const blocks = [
    [...organization, frame.conference, frame.dates, frame.venue].join("\n"),
    toPlainText(frame.greeting),
    ...toEmailParagraphs(content),
    [button.label, button.hint, button.url].join("\n"),
    [frame.signature, frame.conference, ...organization].join("\n"),
    `-- \n${frame.automatic}`,
  ];
  return `${blocks.join("\n\n")}\n`;
}
