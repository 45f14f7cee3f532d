import type { Language } from "#shared/model/conference.ts";

/**
 * The URL of a page, for texts that leave the site, such as emails. It opens the page in the language of the text. The
 * place in the page is in the fragment, which no server receives.
 * @param path of the page, such as `/delegation`
 */
export const createPageLink = (
  siteUrl: string,
  language: Language,
  location: Readonly<Record<string, string>> = {},
  path = "/",
): string => {
  const fragment = Object.entries(location).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${siteUrl}${path}?lang=${language}${fragment.length > 0 ? `#${fragment.join("&")}` : ""}`;
};
