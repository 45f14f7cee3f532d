import type { Language } from "#shared/domain/conference.ts";
import type { Content } from "./content.ts";
import { type Html, html } from "./html.ts";
import { asHtml, foreign, type Words } from "./words.ts";

/** What stands around what a mail says. */
export interface Frame {
  readonly language: Language;
  readonly conference: string;
  /** The days, in the reader's format. */
  readonly when: string;
  readonly where: string;
  readonly greeting: Words;
  readonly signature: string;
  readonly automatic: string;
}

/** The name under which the image of the badge's code is attached. */
export const codeImage = "badge-code@palais";

/** As wide as a code of version 6 with its quiet zone, 49 modules of six pixels: its edges stay sharp. */
const codeWidth = "294";

const font = "font-family:'Segoe UI',Roboto,'Noto Sans',Helvetica,Arial,sans-serif";
const ink = "#1c2733";
const soft = "#5b6875";
const line = "#d7dde3";
const blue = "#0b5394";

/** For the mail clients that turn dark and ask first; the code stays black on white, or no camera reads it. */
const dark =
  "@media (prefers-color-scheme:dark){.ground{background:#11171d!important}.sheet{background:#1b232c!important}" +
  ".ink,.ink a{color:#e6ebf0!important}.soft{color:#a3b0bd!important}.title{color:#8fc1f3!important}}";

const rightToLeft: ReadonlySet<Language> = new Set<Language>(["ar"]);

const paragraph = (text: Html | string) => html`<p style="margin:0 0 16px">${text}</p>`;

const bdi = (text: string) => asHtml([foreign(text)]);

/** What an officer wrote: the bar stands where the mail begins its lines, and each line has its own direction. */
function quote({ quote: said }: Content): Html {
  if (!said) return html``;
  const border = `margin:0 0 16px;padding:2px 14px;border-inline-start:3px solid ${blue}`;
  const lines = said.text.split("\n").map((text) => html`<div dir="auto">${text || html`<br>`}</div>`);
  return html`${paragraph(said.heading)}<div style="${border}">${lines}</div>`;
}

function list({ list: items }: Content): Html {
  if (!items) return html``;
  return html`<p style="margin:0 0 6px">${items.heading}</p>
<ul style="margin:0 0 16px;padding-inline-start:22px">${items.items.map((item) => html`<li style="margin:2px 0">${asHtml(item)}</li>`)}</ul>`;
}

function code({ code: shown }: Content): Html {
  if (!shown) return html``;
  return html`<table role="presentation" align="center" cellpadding="0" cellspacing="0" style="margin:4px auto 24px"><tr><td align="center" style="background:#ffffff;padding:4px 4px 14px;border:1px solid ${line};border-radius:8px">
<img src="cid:${codeImage}" alt="${shown.alt}" width="${codeWidth}" height="${codeWidth}" style="display:block;border:0;max-width:100%;height:auto">
<span style="font-size:14px;color:${ink}">${shown.caption}</span></td></tr></table>`;
}

function button({ button: { label, hint, url } }: Content): Html {
  const style = `display:inline-block;padding:12px 24px;color:#ffffff;text-decoration:none;font-weight:600`;
  return html`<table role="presentation" cellpadding="0" cellspacing="0" style="margin:24px 0 14px"><tr><td bgcolor="${blue}" style="border-radius:6px">
<a href="${url}" style="${style}">${label}</a></td></tr></table>
<p class="soft" style="margin:0 0 24px;font-size:13px;color:${soft}">${hint}<br><span dir="ltr" style="word-break:break-all">${url}</span></p>`;
}

const head = ({ subject }: Content) =>
  html`<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${subject}</title><style>${dark}</style></head>`;

const heading = ({ conference, when, where }: Frame) =>
  html`<p class="title" style="margin:0;font-size:18px;line-height:1.35;font-weight:600;color:${blue}">${bdi(conference)}</p>
<p class="soft" style="margin:4px 0 24px;padding:0 0 16px;border-bottom:1px solid ${line};font-size:14px;color:${soft}">${when}<br>${bdi(where)}</p>`;

/** The mail as a page: tables and styles in place, for mail clients know little else. */
export function pageOf(content: Content, frame: Frame): string {
  const direction = rightToLeft.has(frame.language) ? "rtl" : "ltr";
  return html`<!doctype html>
<html lang="${frame.language}" dir="${direction}">
${head(content)}
<body class="ground" style="margin:0;padding:0;background:#eef1f4">
<table role="presentation" class="ground" width="100%" cellpadding="0" cellspacing="0" style="background:#eef1f4"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" class="sheet" dir="${direction}" width="600" cellpadding="0" cellspacing="0" style="width:100%;max-width:600px;background:#ffffff;border-radius:8px;border-top:4px solid ${blue}">
<tr><td class="ink" style="padding:28px 32px 12px;${font};font-size:16px;line-height:1.55;color:${ink}">
${heading(frame)}
${paragraph(asHtml(frame.greeting))}
${paragraph(content.lead)}
${quote(content)}${list(content)}${code(content)}${content.paragraphs.map(paragraph)}
${button(content)}
<p style="margin:0 0 16px">${frame.signature}<br>${bdi(frame.conference)}</p>
</td></tr>
<tr><td class="soft" style="padding:14px 32px 22px;border-top:1px solid ${line};${font};font-size:13px;line-height:1.5;color:${soft}">${frame.automatic}</td></tr>
</table></td></tr></table>
</body></html>`.markup;
}
