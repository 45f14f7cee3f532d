import loaders from "virtual:messages/builder";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { MessageKey } from "#shared/i18n/message.ts";
import type { Language } from "#shared/model/conference.ts";
import type { PageMessages } from "../../kit/i18n/page-messages.ts";
import { type PageTranslator, usePartMessages } from "../../kit/i18n/translations.tsx";

type BuilderTranslator = PageTranslator<MessageKey<PageMessages<"builder">>>;

/** The texts of the form builder, which are loaded with it. */
export const BuilderTexts = createContext<BuilderTranslator | undefined>(undefined);

export const useBuilderMessages = (language: Language): BuilderTranslator | undefined =>
  usePartMessages<PageMessages<"builder">>(loaders, language);

export function useBuilderTexts(): BuilderTranslator {
  const texts = useContext(BuilderTexts);
  if (!texts) throw new Error("no BuilderTexts around this component");
  return texts;
}
