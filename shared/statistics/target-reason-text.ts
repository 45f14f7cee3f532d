import { statisticsMessages } from "#shared/i18n/messages.ts";
import type { TargetReason } from "#shared/model/change.ts";
import type { Conference, Language } from "#shared/model/conference.ts";
import { localeTags } from "#shared/model/conference.ts";

/** The reasons for a seat, each with its sentence. */
export const toReasonViews = (conference: Conference, language: Language, reasons: readonly TargetReason[]) =>
  reasons.map((reason) => ({ ...reason, text: formatTargetReason(conference, language, reason) }));

/** A sentence with the share of a value now, with the seat, and as targeted. */
function formatTargetReason(conference: Conference, language: Language, reason: TargetReason): string {
  const percent = createPercentFormat(language);
  const { dimension, share, shareAfter, target } = reason;
  return statisticsMessages.translate(language, "composition.reason", {
    what: statisticsMessages.translate(language, `composition.${dimension}`),
    value: formatValue(conference, language, reason),
    share: percent.format(share),
    shareAfter: percent.format(shareAfter),
    target: percent.format(target),
  });
}

/** A target as a text: the value and its share. */
export const formatTarget = (
  conference: Conference,
  language: Language,
  target: TargetValue & Pick<TargetReason, "target">,
): string =>
  statisticsMessages.translate(language, "composition.target", {
    value: formatValue(conference, language, target),
    target: createPercentFormat(language).format(target.target),
  });

type TargetValue = Pick<TargetReason, "dimension" | "value">;

const createPercentFormat = (language: Language) =>
  new Intl.NumberFormat(localeTags[language], { style: "percent", maximumFractionDigits: 1 });

function formatValue(conference: Conference, language: Language, { dimension, value }: TargetValue): string {
  // A target may name a category that the conference does not have any more.
  const title = dimension === "category" && conference.categories.find(({ category }) => category === value)?.title;
  if (title) return title[language] ?? title.en;
  const key = `composition.value.${value}`;
  return statisticsMessages.hasMessage(key) ? statisticsMessages.translate(language, key) : value;
}
