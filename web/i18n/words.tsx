import { type ComponentChildren, createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { type Language, languages } from "#shared/domain/conference.ts";
import { find, type KeyOf, type Translated } from "./catalogue.ts";
import { format, type Values } from "./format.ts";
import { directionOf, firstLanguage, remember } from "./language.ts";

/** A page's words in each language, loaded when somebody wants them. */
export type Loaders<T> = Readonly<Record<Language, () => Promise<{ readonly words: Translated<T> }>>>;

export interface Reader<Key extends string> {
  readonly language: Language;
  /** The sentence of this name, filled in. */
  readonly t: (key: Key, values?: Values) => string;
  /** As `t`, for a name that is made of data, such as a rule's; undefined if there is none. */
  readonly find: (key: string, values?: Values) => string | undefined;
  readonly speak: (language: Language) => void;
}

/** The words of one page: a provider around it, and the hook by which its parts read. */
export function wordsOf<T>(loaders: Loaders<T>) {
  const context = createContext<Reader<KeyOf<T>> | undefined>(undefined);

  /** Shows nothing until the first words are there; later ones replace them in place, so that no input is lost. */
  function Words({ children }: { readonly children: ComponentChildren }) {
    const [wanted, speak] = useState(firstLanguage);
    const [spoken, setSpoken] = useState<{ language: Language; words: Translated<T> }>();
    useEffect(() => {
      let isCurrent = true;
      loaders[wanted]()
        .catch(() => loaders.en())
        .then(({ words }) => isCurrent && setSpoken({ language: wanted, words }));
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

  function useWords(): Reader<KeyOf<T>> {
    const reader = useContext(context);
    if (!reader) throw new Error("no words around this part");
    return reader;
  }

  return { Words, useWords };
}

function readerOf<T>(
  { language, words }: { language: Language; words: Translated<T> },
  speak: (language: Language) => void,
): Reader<KeyOf<T>> {
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
  const look = (key: string, values: Values = {}) => {
    const text = find(words, key);
    return text === undefined ? undefined : format(text, values, language);
  };
  return { language, speak, find: look, t: (key, values) => look(key, values) ?? key };
}

/** A text of a conference in the reader's language, else in the first that it has. */
export function textIn(texts: Readonly<Record<string, string | undefined>>, language: string): string {
  return texts[language] ?? texts["en"] ?? languages.map((each) => texts[each]).find(Boolean) ?? "";
}
