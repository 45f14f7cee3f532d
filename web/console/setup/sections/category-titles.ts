import loaders from "virtual:messages/kinds";
import { findMessage } from "#shared/i18n/message.ts";
import { type CategoryKind, type Language, languages } from "#shared/model/conference.ts";
import type { TextsDraft } from "../../../kit/form/texts-field.tsx";

/**
 * The title of a new category of each kind, in English and the languages of the conference: the form shows no
 * others, so an officer could not correct them.
 * @throws Error without a network
 */
export async function loadCategoryTitles(used: readonly Language[]): Promise<(kind: CategoryKind) => TextsDraft> {
  const shown = languages.filter((each) => each === "en" || used.includes(each));
  const loaded = await Promise.all(shown.map(async (each) => [each, (await loaders[each]()).messages] as const));
  return (kind) => {
    const texts = loaded.map(
      ([language, messages]) => [language, findMessage(messages, `categoryKind.${kind}`)] as const,
    );
    return { en: "", ...Object.fromEntries(texts.filter(([, text]) => text !== undefined)) };
  };
}
