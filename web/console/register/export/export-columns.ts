import {
  type ExportColumn,
  type ExportPreset,
  exportColumnPaths,
  exportColumns,
  exportPresets,
  findExportColumn,
} from "#shared/exports/export-columns.rules.ts";
import { toAnswerColumn } from "#shared/feed/feed-columns.rules.ts";
import type { Question } from "#shared/model/question.ts";
import { getLocalizedText } from "../../../kit/i18n/translations.tsx";
import type { useTranslation } from "../../translations.ts";

/** A column that an officer can choose. */
export interface OfferedColumn {
  readonly path: string;
  readonly label: string;
  readonly isSensitive: boolean;
}

/** All columns that an export of a conference can have. */
export function listOfferedColumns(
  questions: readonly Question[],
  { t, language }: ReturnType<typeof useTranslation>,
): OfferedColumn[] {
  return [
    ...exportColumnPaths.map((path) => ({
      path,
      label: t(exportColumns[path].label),
      isSensitive: findExportColumn(path)?.isSensitive ?? false,
    })),
    ...questions
      .filter(({ type }) => type !== "section")
      .map(({ key, label, sensitive = false }) => ({
        path: toAnswerColumn(key),
        label: getLocalizedText(label, language),
        isSensitive: sensitive,
      })),
  ];
}

/** Where the register names a column otherwise than an export. */
const registerNames: Readonly<Record<string, ExportColumn>> = {
  name: "displayName",
  familyName: "person.familyName",
  nationality: "person.nationality",
  gender: "person.gender",
  email: "person.email",
};

/** The columns of an export for those that the register shows, without the ones that no export has. */
export const toExportPaths = (shown: readonly string[], offered: readonly OfferedColumn[]): string[] =>
  shown.map((key) => registerNames[key] ?? key).filter((path) => offered.some((each) => each.path === path));

/** The columns of a preset that the conference has. */
export const listPresetPaths = (preset: ExportPreset, offered: readonly OfferedColumn[]): string[] =>
  exportPresets[preset].filter((path) => offered.some((each) => each.path === path));
