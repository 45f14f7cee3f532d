import type { TargetReason } from "#shared/domain/change.ts";
import type { Conference, Language } from "#shared/domain/conference.ts";
import { locales } from "#shared/domain/locale.ts";
import { statisticsMessages } from "./messages.ts";

/** Reasons for a seat, each with its sentence. */
export const reasonViews = (conference: Conference, language: Language, reasons: readonly TargetReason[]) =>
  reasons.map((reason) => ({ ...reason, text: reasonText(conference, language, reason) }));

/** How large a share is, what it would be, and what it should be. */
function reasonText(conference: Conference, language: Language, reason: TargetReason): string {
  const percent = percentIn(language);
  const { dimension, share, shareAfter, target } = reason;
  return statisticsMessages.translate(language, "composition.reason", {
    what: statisticsMessages.translate(language, `composition.${dimension}`),
    value: valueText(conference, language, reason),
    share: percent.format(share),
    shareAfter: percent.format(shareAfter),
    target: percent.format(target),
  });
}

/** A target in words: whose share, and how large. */
export const targetText = (
  conference: Conference,
  language: Language,
  aim: Aim & Pick<TargetReason, "target">,
): string =>
  statisticsMessages.translate(language, "composition.target", {
    value: valueText(conference, language, aim),
    target: percentIn(language).format(aim.target),
  });

type Aim = Pick<TargetReason, "dimension" | "value">;

const percentIn = (language: Language) =>
  new Intl.NumberFormat(locales[language], { style: "percent", maximumFractionDigits: 1 });

function valueText(conference: Conference, language: Language, { dimension, value }: Aim): string {
  // A target may name a category that the conference doesn't have, or has no more.
  const title = dimension === "category" && conference.categories.find(({ category }) => category === value)?.title;
  if (title) return title[language] ?? title.en;
  const key = `composition.value.${value}`;
  return statisticsMessages.hasMessage(key) ? statisticsMessages.translate(language, key) : value;
}
