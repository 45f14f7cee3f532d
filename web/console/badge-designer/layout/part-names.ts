import type { BadgePart, BadgeText } from "#shared/model/badge-layout.ts";
import type { PageTranslator } from "../../../kit/i18n/translations.tsx";

type FindText = PageTranslator<never>["find"];

/** The name of a field of a badge. */
export const getBadgeFieldName = (field: BadgeText["field"], find: FindText): string =>
  find(`design.field.${field}`) ?? field;

/** A part in words, such as "2. Text: Name · Function". */
export function describePart(part: BadgePart, index: number, find: FindText): string {
  const kind = find(`design.kind.${part.kind}`) ?? part.kind;
  const fields = part.kind === "texts" ? part.texts.map(({ field }) => getBadgeFieldName(field, find)) : [];
  const name = fields.length > 0 ? `${kind}${find("common.colon") ?? ": "}${fields.join(" · ")}` : kind;
  return `${index + 1}. ${name}`;
}
