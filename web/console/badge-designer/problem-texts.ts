import type { BadgeLayout } from "#shared/model/badge-layout.ts";
import type { FieldError } from "#shared/model/domain-error.ts";
import { useTranslation } from "../translations.ts";
import { usePartNames } from "./badge-questions.ts";
import { findPartIndex, type LayoutWarning } from "./layout/layout-checks.ts";
import { describePart, getBadgeFieldName } from "./layout/part-names.ts";

/** What is wrong with a layout, of a part or of the whole. */
export interface LayoutProblem {
  readonly part: number | undefined;
  readonly text: string;
}

/** The texts of what is wrong with a layout. */
export function useProblemTexts() {
  const { t, find } = useTranslation();
  const names = usePartNames();
  const formatRule = ({ rule, values }: FieldError) => find(`validation.${rule}`, values) ?? t("validation.pattern");
  return {
    /** With the place in the file, such as `parts.3.box`, whose parts are counted from 0. */
    formatError: (error: FieldError): string => [error.path, formatRule(error)].filter(Boolean).join(t("common.colon")),
    toErrorProblem: (error: FieldError): LayoutProblem => ({
      part: findPartIndex(error.path),
      text: formatRule(error),
    }),
    toWarningProblem: (warning: LayoutWarning, { parts }: BadgeLayout): LayoutProblem => {
      const { part } = warning;
      if (warning.kind === "answer") return { part, text: t("design.answerMissing") };
      if (warning.kind === "contrast")
        return { part, text: t("design.contrast", { field: getBadgeFieldName(warning.field, names) }) };
      const other = parts[warning.other];
      return { part, text: t("design.overlap", { other: other ? describePart(other, warning.other, names) : "" }) };
    },
    toShortenedProblem: (part: number): LayoutProblem => ({ part, text: t("design.shortened") }),
  };
}
