import { useEffect, useState } from "preact/hooks";
import type { Language } from "#shared/domain/conference.ts";

type Subjects = Readonly<Record<string, { readonly subject: string }>>;

/** What the mails themselves say in their first line; loaded only by whoever looks at mails. */
const catalogues: Readonly<Record<Language, () => Promise<{ readonly default: { readonly mail: Subjects } }>>> = {
  en: () => import("#locales/en/mail.json", { with: { type: "json" } }),
  fr: () => import("#locales/fr/mail.json", { with: { type: "json" } }),
  es: () => import("#locales/es/mail.json", { with: { type: "json" } }),
  ar: () => import("#locales/ar/mail.json", { with: { type: "json" } }),
  zh: () => import("#locales/zh/mail.json", { with: { type: "json" } }),
  ru: () => import("#locales/ru/mail.json", { with: { type: "json" } }),
};

/** The conference stands at the end of a subject, and here in the page's head. */
const withoutConference = (subject: string) => subject.replace(/\s*[:：]\s*\{conference\}.*$/u, "");

/** What each kind of mail is called; empty until the words have come. */
export function useMailNames(language: Language): Readonly<Record<string, string>> {
  const [names, setNames] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    let isCurrent = true;
    const name = ({ mail }: { readonly mail: Subjects }) =>
      Object.fromEntries(Object.entries(mail).map(([kind, { subject }]) => [kind, withoutConference(subject)]));
    catalogues[language]().then(
      ({ default: messages }) => isCurrent && setNames(name(messages)),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [language]);
  return names;
}
