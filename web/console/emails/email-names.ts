import { useEffect, useState } from "preact/hooks";
import type { Language } from "#shared/model/conference.ts";

type EmailSubjects = Readonly<Record<string, { readonly subject: string }>>;

/** The subjects of emails, loaded on demand. */
const emailCatalogues: Readonly<
  Record<Language, () => Promise<{ readonly default: { readonly mail: EmailSubjects } }>>
> = {
  en: () => import("../../../locales/en/mail.json", { with: { type: "json" } }),
  fr: () => import("../../../locales/fr/mail.json", { with: { type: "json" } }),
  es: () => import("../../../locales/es/mail.json", { with: { type: "json" } }),
  ar: () => import("../../../locales/ar/mail.json", { with: { type: "json" } }),
  zh: () => import("../../../locales/zh/mail.json", { with: { type: "json" } }),
  ru: () => import("../../../locales/ru/mail.json", { with: { type: "json" } }),
};

/** Removes the conference at the end of a subject; the header of the page shows it. */
const removeConference = (subject: string) => subject.replace(/\s*[:：]\s*\{conference\}.*$/u, "");

/** The name of each kind of email; empty until loaded. */
export function useEmailNames(language: Language): Readonly<Record<string, string>> {
  const [names, setNames] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    let isCurrent = true;
    const name = ({ mail }: { readonly mail: EmailSubjects }) =>
      Object.fromEntries(Object.entries(mail).map(([kind, { subject }]) => [kind, removeConference(subject)]));
    emailCatalogues[language]().then(
      ({ default: messages }) => isCurrent && setNames(name(messages)),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [language]);
  return names;
}
