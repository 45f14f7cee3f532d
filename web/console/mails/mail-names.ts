import { useEffect, useState } from "preact/hooks";
import type { Language } from "#shared/domain/conference.ts";

type Subjects = Readonly<Record<string, { readonly subject: string }>>;

/** What the mails themselves say in their first line; loaded only by whoever looks at mails. */
const catalogues: Readonly<Record<Language, () => Promise<{ readonly mail: Subjects }>>> = {
  en: () => import("#shared/messages/en/mail.ts"),
  fr: () => import("#shared/messages/fr/mail.ts"),
  es: () => import("#shared/messages/es/mail.ts"),
  ar: () => import("#shared/messages/ar/mail.ts"),
  zh: () => import("#shared/messages/zh/mail.ts"),
  ru: () => import("#shared/messages/ru/mail.ts"),
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
      (words) => isCurrent && setNames(name(words)),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [language]);
  return names;
}
