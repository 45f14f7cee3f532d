import type { Language } from "#shared/model/conference.ts";
import type { TextsDraft } from "../../kit/form/texts-field.tsx";

/** A text, and what it is. */
interface NamedTexts {
  readonly label: string;
  readonly texts: TextsDraft | undefined;
}

/** Texts of the page of a conference. */
export interface PageTexts {
  readonly texts: readonly NamedTexts[];
  /** Those of the conference. */
  readonly languages: readonly Language[];
}

/** The texts that are not there in a language of the conference, each with the languages that it lacks. */
export const listMissingTranslations = ({ texts, languages }: PageTexts) =>
  texts.flatMap(({ label, texts: written }) => {
    const absent = written?.en ? languages.filter((language) => !written[language]) : [];
    return absent.length > 0 ? [{ label, absent }] : [];
  });
