import type { ComponentChildren, ComponentType } from "preact";
import { useMemo } from "preact/hooks";
import type { Values } from "#shared/i18n/message.ts";
import { type Language, languages } from "#shared/model/conference.ts";
import { useLazyComponent } from "../kit/hooks/use-lazy-component.ts";
import { type TranslationLoaders, usePartMessages } from "../kit/i18n/translations.tsx";
import { TranslatorContext, useTranslation } from "./translations.ts";

/** A view that is loaded when it is opened, or before. */
export interface LazyView<P> {
  (props: P): ComponentChildren;
  /** Begins to load the view. Opening it says what does not load. */
  readonly preload: (language: Language) => void;
}

/**
 * A view whose code, and whose messages beyond those of the console, are loaded when it is opened.
 * @param parts the messages that the view and what it contains use
 */
export function createLazyView<P extends object>(
  load: () => Promise<ComponentType<P>>,
  ...parts: readonly TranslationLoaders[]
): LazyView<P> {
  const loaders = combineLoaders(parts);
  const preload = (language: Language) => void Promise.allSettled([load(), loaders[language]()]);
  return Object.assign(LazyView, { preload });
  function LazyView(props: P) {
    const { t } = useTranslation();
    const View = useLazyComponent(load);
    const waiting = <p aria-busy="true">{t("common.loading")}</p>;
    return (
      <PartMessages loaders={loaders} waiting={waiting}>
        {View ? <View {...props} /> : waiting}
      </PartMessages>
    );
  }
}

interface PartMessagesProps {
  readonly loaders: TranslationLoaders;
  readonly waiting: ComponentChildren;
  readonly children: ComponentChildren;
}

/** Adds messages to those of the console, for what it contains. */
function PartMessages({ loaders, waiting, children }: PartMessagesProps) {
  const reader = useTranslation();
  const part = usePartMessages<Record<string, string>>(loaders, reader.language);
  // Everything that reads the texts is drawn again for another value.
  const value = useMemo(() => {
    if (!part) return undefined;
    const find = (key: string, values?: Values) => part.find(key, values) ?? reader.find(key, values);
    return { ...reader, find, t: (key: string, values?: Values) => find(key, values) ?? key };
  }, [part, reader]);
  return value ? <TranslatorContext.Provider {...{ value }}>{children}</TranslatorContext.Provider> : waiting;
}

/** The messages of several parts as one. */
function combineLoaders(parts: readonly TranslationLoaders[]): TranslationLoaders {
  const load = async (language: Language) => {
    const loaded = await Promise.all(parts.map((part) => part[language]()));
    return { messages: Object.assign({}, ...loaded.map(({ messages }) => messages)) as object };
  };
  return Object.fromEntries(languages.map((language) => [language, () => load(language)])) as TranslationLoaders;
}
