import { type ComponentChildren, createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { type Language, languages } from "#shared/domain/conference.ts";
import { findMessage, type MessageKey, type Values } from "#shared/i18n/message.ts";
import { format } from "./format.ts";
import { directionOf, firstLanguage, remember } from "./language.ts";

/** A page's messages in each language, loaded when a reader wants them. */
export type Loaders = Readonly<Record<Language, () => Promise<{ readonly messages: object }>>>;

export interface Reader<Key extends string> {
  readonly language: Language;
  /** The sentence of this name, filled in. */
  readonly t: (key: Key, values?: Values) => string;
  /** As `t`, for a name that is made of data, such as a rule's; undefined if there is none. */
  readonly find: (key: string, values?: Values) => string | undefined;
  readonly speak: (language: Language) => void;
}

/** The words of one page: a provider around it, and the hook by which its parts read. */
export function createWords<Messages>(loaders: Loaders) {
  const context = createContext<Reader<MessageKey<Messages>> | undefined>(undefined);

  /** Shows nothing until the first words are there; later ones replace them in place, so that no input is lost. */
  function Words({ children }: { readonly children: ComponentChildren }) {
    const [wanted, speak] = useState(firstLanguage);
    const [spoken, setSpoken] = useState<Spoken>();
    useEffect(() => {
      let isCurrent = true;
      loaders[wanted]()
        .catch(() => loaders.en())
        .then(({ messages }) => isCurrent && setSpoken({ language: wanted, messages }));
      return () => {
        isCurrent = false;
      };
    }, [wanted]);
    if (!spoken) return <div class="loading" aria-busy="true" />;
    return (
      <context.Provider value={readerOf(spoken, (language) => [remember(language), speak(language)])}>
        {children}
      </context.Provider>
    );
  }

  function useWords(): Reader<MessageKey<Messages>> {
    const reader = useContext(context);
    if (!reader) throw new Error("no words around this part");
    return reader;
  }

  return { Words, useWords };
}

interface Spoken {
  readonly language: Language;
  readonly messages: object;
}

function readerOf<Key extends string>(
  { language, messages }: Spoken,
  speak: (language: Language) => void,
): Reader<Key> {
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
  const look = (key: string, values: Values = {}) => {
    const text = findMessage(messages, key);
    return text === undefined ? undefined : format(text, values, language);
  };
  return { language, speak, find: look, t: (key, values) => look(key, values) ?? key };
}

/** A text of a conference in the reader's language, else in the first that it has. */
export function textIn(texts: Readonly<Record<string, string | undefined>>, language: string): string {
  return texts[language] ?? texts["en"] ?? languages.map((each) => texts[each]).find(Boolean) ?? "";
}
