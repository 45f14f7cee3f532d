import { type ComponentChildren, type ComponentType, createContext, render } from "preact";
import { useContext, useEffect, useMemo, useState } from "preact/hooks";
import { findMessage, type MessageKey, type Values } from "#shared/i18n/message.ts";
import { getTextDirection, type Language, languages } from "#shared/model/conference.ts";
import { findSession } from "../session/delegate-session.ts";
import { keepStorageClean } from "../storage/stored-data.ts";
import { detectLanguage, saveLanguage } from "./languages.ts";
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
    const reader = useMemo(
      () => loaded && createPageTranslator(loaded, (next) => [saveLanguage(next), setLanguage(next)]),
      [loaded],
    );
    if (!loaded) return <div class="loading" aria-busy="true" />;
    document.documentElement.lang = loaded.language;
    document.documentElement.dir = getTextDirection(loaded.language);
    return <context.Provider value={reader}>{children}</context.Provider>;
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

  return { mountPage, useTranslation, TranslatorContext: context };
}

interface LoadedMessages {
  readonly language: Language;
  readonly messages: object;
}

function createPageTranslator<Key extends string>(
  { language, messages }: LoadedMessages,
  setLanguage: (language: Language) => void,
): PageTranslator<Key> {
  const find = (key: string, values: Values = {}) => {
    const text = findMessage(messages, key);
    return text === undefined ? undefined : formatText(text, values, language);
  };
  return { language, setLanguage, find, t: (key, values) => find(key, values) ?? key };
}

/**
 * The translations of a part that is loaded after the page, in the language of the page or that of a preview; `undefined`
 * until its messages are loaded. English takes the place of messages that don't load.
 */
export function usePartMessages<Messages>(
  loaders: TranslationLoaders,
  language: Language,
): PageTranslator<MessageKey<Messages>> | undefined {
  const [loaded, setLoaded] = useState<LoadedMessages>();
  useEffect(() => {
    let isCurrent = true;
    loaders[language]()
      .catch(() => loaders.en())
      .then(
        ({ messages }) => isCurrent && setLoaded({ language, messages }),
        () => {},
      );
    return () => {
      isCurrent = false;
    };
  }, [language]);
  return useMemo(() => loaded && createPageTranslator(loaded, () => {}), [loaded]);
}

/** What the title of the document says: the place in the site, and the site. */
const shownTitle = { place: "", site: "Palais" };

function showTitle(): void {
  document.title = [shownTitle.place, shownTitle.site].filter(Boolean).join(" · ");
}

/** Names the site in the titles of its pages. @param name of an organization; `undefined` for Palais itself */
export function setSiteName(name: string | undefined): void {
  shownTitle.site = name ?? "Palais";
  showTitle();
}

/** Sets the title of the document to a place in the site. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    shownTitle.place = title;
    showTitle();
  }, [title]);
}

/** A localized text in the reader's language, in English, or in the first available language. */
export function getLocalizedText(texts: Readonly<Record<string, string | undefined>>, language: string): string {
  return texts[language] ?? texts["en"] ?? languages.map((each) => texts[each]).find(Boolean) ?? "";
}
