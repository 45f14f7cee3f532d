import { type Language, languages } from "#shared/domain/conference.ts";

/** The language of a tag such as `fr-CH`, if it is one of the six. */
export const supportedLanguage = (tag: string | null | undefined): Language | undefined =>
  languages.find((each) => each === tag?.toLowerCase().split("-")[0]);

/** The language a reader asks for in `Accept-Language`: the first of the six in the order of their weights, else English. */
export function preferredLanguage(header: string | undefined): Language {
  const asked = (header ?? "").split(",").map((part) => {
    const [tag, ...parameters] = part.trim().toLowerCase().split(";");
    const weight = parameters.map((each) => /^\s*q=([01](?:\.\d{1,3})?)\s*$/.exec(each)?.[1]).find(Boolean);
    return { language: supportedLanguage(tag), weight: Number(weight ?? 1) };
  });
  const supported = asked.filter(({ language, weight }) => weight > 0 && language !== undefined);
  return supported.toSorted((a, b) => b.weight - a.weight)[0]?.language ?? "en";
}
