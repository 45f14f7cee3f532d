import { type Language, languages } from "#shared/domain/conference.ts";

/** The language a reader asks for in `Accept-Language`: the first of ours in the order of their weights, else English. */
export function preferredLanguage(header: string | undefined): Language {
  const asked = (header ?? "").split(",").map((part) => {
    const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
    const weight = parameters.map((each) => /^\s*q=([01](?:\.\d{1,3})?)\s*$/.exec(each)?.[1]).find(Boolean);
    return { language: tag.split("-")[0] ?? "", weight: Number(weight ?? 1) };
  });
  const ours = asked.filter(({ language, weight }) => weight > 0 && languages.some((each) => each === language));
  return (ours.toSorted((a, b) => b.weight - a.weight)[0]?.language as Language | undefined) ?? "en";
}
