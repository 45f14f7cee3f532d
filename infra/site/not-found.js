/*
 * The function that CloudFront runs for each request of a page or file: an address that the site does not have receives
 * a page that says so, in place of the XML of the bucket. A service that shows links receives the page of the API that
 * link previews are made from, because it runs no scripts. The deployment fills in the paths and the texts
 * (infra/site/not-found.ts). The runtime is cloudfront-js-2.0, and the code must be smaller than 10 KB.
 */
const paths = [];
const texts = {};

// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it.
function handler(event) {
  const request = event.request;
  const conference = request.querystring.conference;
  if (conference && isHomePage(request.uri) && isLinkPreview(request.headers["user-agent"])) {
    // The bucket has no such file, so the API answers.
    request.uri = `PREVIEW_PATH/${encodeURIComponent(conference.value)}/${selectLanguage(request)}`;
    request.querystring = {};
    return request;
  }
  if (paths.includes(request.uri) || request.uri.startsWith("/assets/")) return request;
  const language = selectLanguage(request);
  return {
    statusCode: 404,
    statusDescription: "Not Found",
    headers: {
      "content-type": { value: "text/html; charset=utf-8" },
      "content-language": { value: language },
      "cache-control": { value: "no-store" },
      "content-security-policy": { value: "CONTENT_SECURITY_POLICY" },
      "x-content-type-options": { value: "nosniff" },
      "referrer-policy": { value: "no-referrer" },
    },
    body: { encoding: "text", data: writePage(language, texts[language]) },
  };
}

/** The browsers of people inside the apps of some services name the service too, after `Mozilla`. */
const previewServices = new RegExp(
  [
    "facebookexternalhit|facebot|twitterbot|linkedinbot|slackbot|whatsapp|telegrambot|discordbot|skypeuripreview",
    "mastodon|bluesky|cardyb|pinterestbot|pinterest/0\\.|redditbot|vkshare|^viber|embedly|iframely|line-poker",
  ].join("|"),
  "i",
);

/** Whether a service asks that shows links with their title and picture, such as a messenger. */
const isLinkPreview = (agent) => agent !== undefined && previewServices.test(agent.value);

/** Whether this is the page of delegates, in any language. */
const isHomePage = (uri) => uri === "/" || uri === "/index.html" || hasTexts(uri.slice(1));

/** The language of the address, otherwise of the browser, otherwise English. */
function selectLanguage(request) {
  if (hasTexts(request.uri.slice(1))) return request.uri.slice(1);
  const linked = request.querystring.lang;
  if (linked && hasTexts(linked.value)) return linked.value;
  const accepted = request.headers["accept-language"];
  const ranges = (accepted ? accepted.value : "").split(",").map(parseRange);
  ranges.sort((a, b) => b.weight - a.weight);
  const found = ranges.find((range) => range.weight > 0 && hasTexts(range.language));
  return found ? found.language : "en";
}

const hasTexts = (language) => Object.keys(texts).includes(language);

/** A language range of RFC 9110, such as `fr-CH;q=0.8`. */
function parseRange(range) {
  const parts = range.split(";q=");
  return {
    language: parts[0].trim().slice(0, 2).toLowerCase(),
    weight: parts.length > 1 ? Number(parts[1]) || 0 : 1,
  };
}

function writePage(language, text) {
  const direction = language === "ar" ? "rtl" : "ltr";
  const links = Object.keys(texts).map(
    (each) => `<li><a href="?lang=${each}" lang="${each}">${texts[each].language}</a></li>`,
  );
  return `<!doctype html>
<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${text.title} · Palais</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/plain.css">
</head>
<body>
<main>
<h1>${text.title}</h1>
<p>${text.detail}</p>
<p>${text.next}</p>
<p><a href="/${language}">${text.home}</a></p>
</main>
<nav aria-label="Languages"><ul>${links.join("")}</ul></nav>
</body>
</html>`;
}
