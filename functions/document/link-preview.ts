import { loadBranding } from "#shared/branding/branding.repository.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { getTextDirection, getTextInLanguage, type Language } from "#shared/model/conference.ts";
import { createLinkPicture, getPicturePath, type LinkPicture, linkPictureSize } from "#shared/pages/link-preview.ts";
import { loadPage } from "#shared/pages/pages.repository.ts";
import { type Html, html } from "#shared/text/html.ts";

interface LinkPreview {
  readonly picture: LinkPicture;
  readonly description: string;
  /** The addresses of the page and of the picture. */
  readonly pageUrl: string;
  readonly pictureUrl: string;
}

/** What services read that show a link to a conference: its head, and its facts as text. */
function renderPreview({ picture, description, pageUrl, pictureUrl }: LinkPreview): Html {
  const { language, title, days, place, organization = "Palais" } = picture;
  return html`<!doctype html>
<html lang="${language}" dir="${getTextDirection(language)}">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="description" content="${description}">
<link rel="canonical" href="${pageUrl}">
<meta property="og:type" content="website">
<meta property="og:site_name" content="${organization}">
<meta property="og:url" content="${pageUrl}">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${description}">
<meta property="og:image" content="${pictureUrl}">
<meta property="og:image:type" content="image/png">
<meta property="og:image:width" content="${String(linkPictureSize.width)}">
<meta property="og:image:height" content="${String(linkPictureSize.height)}">
<meta property="og:image:alt" content="${[title, days, place].join(" · ")}">
<meta name="twitter:card" content="summary_large_image">
</head>
<body><h1>${title}</h1><p>${days}</p><p>${place}</p><p>${description}</p><p><a href="${pageUrl}">${pageUrl}</a></p></body>
</html>`;
}

/** A conference that is not listed says nothing of itself. */
const renderUnlisted = (language: Language): Html =>
  html`<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="robots" content="noindex"><title>Palais</title></head><body></body></html>`;

/** The page that link previews are made from. It is public, as the list of conferences is. */
export const getLinkPreview =
  (table: Table, siteUrl: string): ApiHandler<"getLinkPreview"> =>
  async ({ params }) => {
    const { conferenceId } = params;
    const language = params.language as Language;
    const [conference, branding, page] = await Promise.all([
      loadConference(table, conferenceId),
      loadBranding(table, conferenceId),
      loadPage(table, conferenceId),
    ]);
    if (!page.listed) return renderUnlisted(language).markup;
    const picture = createLinkPicture(conference, branding, language);
    return renderPreview({
      picture,
      description: page.summary ? getTextInLanguage(page.summary, language) : [picture.days, picture.place].join(" · "),
      pageUrl: `${siteUrl}/${language}?conference=${conferenceId}`,
      pictureUrl: siteUrl + getPicturePath(conferenceId, picture),
    }).markup;
  };
