import loaders from "virtual:messages/kinds";
import { findMessage } from "#shared/i18n/message.ts";
import { type CategoryKind, languages } from "#shared/model/conference.ts";
import type { TextsDraft } from "../../../kit/form/texts-field.tsx";

/** The title of a new category of each kind, in all languages. @throws Error without a network */
export async function loadCategoryTitles(): Promise<(kind: CategoryKind) => TextsDraft> {
  const loaded = await Promise.all(languages.map(async (each) => [each, (await loaders[each]()).messages] as const));
  return (kind) => {
    const texts = loaded.map(
      ([language, messages]) => [language, findMessage(messages, `categoryKind.${kind}`)] as const,
    );
    return { en: "", ...Object.fromEntries(texts.filter(([, text]) => text !== undefined)) };
  };
}
