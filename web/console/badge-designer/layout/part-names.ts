import { type BadgePart, type BadgeText, findAnswerKey } from "#shared/model/badge-layout.ts";
import type { Question } from "#shared/model/question.ts";
import { getLocalizedText, type PageTranslator } from "../../../kit/i18n/translations.tsx";

/** What names the parts of a badge: the texts of the page, and the questions of the conference. */
export interface PartNames extends Pick<PageTranslator<never>, "find" | "language"> {
  readonly questions: readonly Question[];
}

/** The name of a text of a badge; of an answer, the question. */
export function getBadgeFieldName(field: BadgeText["field"], { find, language, questions }: PartNames): string {
  const key = findAnswerKey(field);
  if (key === undefined) return find(`design.field.${field}`) ?? field;
  const label = questions.find((each) => each.key === key)?.label;
  const question = label ? getLocalizedText(label, language) : key;
  return find("design.answerOf", { question }) ?? question;
}

/** A part in words, such as "2. Text: Name · Function". */
export function describePart(part: BadgePart, index: number, names: PartNames): string {
  const { find } = names;
  const kind = find(`design.kind.${part.kind}`) ?? part.kind;
  const fields = part.kind === "texts" ? part.texts.map(({ field }) => getBadgeFieldName(field, names)) : [];
  const name = fields.length > 0 ? `${kind}${find("common.colon") ?? ": "}${fields.join(" · ")}` : kind;
  return `${index + 1}. ${name}`;
}
