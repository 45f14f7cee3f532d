import { type ComponentChildren, type ComponentType, createContext, render } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { findMessage, type MessageKey, type Values } from "#shared/i18n/message.ts";
import { type Language, languages } from "#shared/model/conference.ts";
import { findSession } from "../session/delegate-session.ts";
import { keepStorageClean } from "../storage/stored-data.ts";
import { detectLanguage, getTextDirection, saveLanguage } from "./languages.ts";
import { formatText } from "./message-format.ts";

/** The messages of a page per language, loaded on demand. */
export type TranslationLoaders = Readonly<Record<Language, () => Promise<{ readonly messages: object }>>>;

export interface PageTranslator<Key extends string> {
  readonly language: Language;
  /** The formatted message of a key. */
  readonly t: (key: Key, values?: Values) => string;
  /** As `t`, for a key made of data, such as the name of a rule; undefined if there is no such message. */
  readonly find: (key: string, values?: Values) => string | undefined;
  readonly setLanguage: (language: Language) => void;
}

/** The translations of one page. */
export function createTranslations<Messages>(loaders: TranslationLoaders) {
  const context = createContext<PageTranslator<MessageKey<Messages>> | undefined>(undefined);

  /** Shows nothing until the first messages are loaded. A language change replaces them in place and keeps inputs. */
  function TranslationProvider({ children }: { readonly children: ComponentChildren }) {
    const [language, setLanguage] = useState(detectLanguage);
    const [loaded, setLoaded] = useState<LoadedMessages>();
    useEffect(() => {
      let isCurrent = true;
      loaders[language]()
        .catch(() => loaders.en())
        .then(({ messages }) => isCurrent && setLoaded({ language, messages }));
      return () => {
        isCurrent = false;
      };
    }, [language]);
    if (!loaded) return <div class="loading" aria-busy="true" />;
    return (
      <context.Provider value={createPageTranslator(loaded, (next) => [saveLanguage(next), setLanguage(next)])}>
        {children}
      </context.Provider>
    );
  }

  function useTranslation(): PageTranslator<MessageKey<Messages>> {
    const reader = useContext(context);
    if (!reader) throw new Error("no TranslationProvider around this component");
    return reader;
  }

  /** Renders a page into the element `app` of its HTML. */
  function mountPage(Page: ComponentType): void {
    keepStorageClean(findSession);
    const element = document.getElementById("app");
    if (element)
      render(
        <TranslationProvider>
          <Page />
        </TranslationProvider>,
        element,
      );
  }

  return { mountPage, useTranslation };
}

interface LoadedMessages {
  readonly language: Language;
  readonly messages: object;
}

function createPageTranslator<Key extends string>(
  { language, messages }: LoadedMessages,
  setLanguage: (language: Language) => void,
): PageTranslator<Key> {
  document.documentElement.lang = language;
  document.documentElement.dir = getTextDirection(language);
  const find = (key: string, values: Values = {}) => {
    const text = findMessage(messages, key);
    return text === undefined ? undefined : formatText(text, values, language);
  };
  return { language, setLanguage, find, t: (key, values) => find(key, values) ?? key };
}

/** Sets the title of the document. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Palais`;
  }, [title]);
}

/** A localized text in the reader's language, in English, or in the first available language. */
export function getLocalizedText(texts: Readonly<Record<string, string | undefined>>, language: string): string {
  return texts[language] ?? texts["en"] ?? languages.map((each) => texts[each]).find(Boolean) ?? "";
}
