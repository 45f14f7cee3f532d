import { parseSheetDate } from "#shared/imports/sheet-dates.rules.ts";
import { languages } from "#shared/model/conference.ts";
import type { Question } from "#shared/model/question.ts";
import { builtInRoles, genders, nameOrders } from "#shared/model/registration.ts";
import { listPossibleNumbers, toPlainNumber } from "#shared/text/numbers.rules.ts";
import { type FieldProps, SelectField, type SelectOption, TextField } from "../../kit/components/fields.tsx";
import { CountryField } from "../../kit/form/country-field.tsx";
import { getRoleTitle, toCategoryOptions } from "../../kit/form/form-values.ts";
import { languageNames } from "../../kit/i18n/languages.ts";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";

/** In place of a field or a value: the column, or the cell, is left out. */
export const leftOut = "-";

interface SheetValueFieldProps extends FieldProps {
  readonly path: string;
  /** Of a column of answers. */
  readonly question?: Question | undefined;
  /** The cell of the sheet that is none of the field. */
  readonly cell: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** The value of a field that a cell of a sheet stands for. */
export function SheetValueField({ path, question, cell, onChange, ...field }: SheetValueFieldProps) {
  const reader = useTranslation();
  const { t } = reader;
  const { settings } = useConsoleContext();
  const listOptions = useValueOptions();
  if (question?.type === "country")
    return <CountryField {...field} reader={reader} choice="country" onChange={onChange} />;
  if (path === "country" || path === "person.nationality")
    return (
      <CountryField
        {...field}
        reader={reader}
        choice={path === "country" ? settings : "nationality"}
        onChange={onChange}
      />
    );
  const options = question ? listAnswerOptions(question, cell, reader) : listOptions(path, cell);
  if (options.length === 0) return <TextField {...field} onInput={onChange} />;
  return (
    <SelectField
      {...field}
      empty={t("common.choose")}
      options={[{ value: leftOut, label: t("imports.leaveEmpty") }, ...options]}
      onChange={onChange}
    />
  );
}

const listAnswerOptions = (
  { type, options = [] }: Question,
  cell: string,
  { t, language }: ReturnType<typeof useTranslation>,
): readonly SelectOption[] => {
  if (type === "date") return parseSheetDate(cell).map((value) => ({ value, label: value }));
  if (type === "number")
    return listPossibleNumbers(cell)
      .map(toPlainNumber)
      .map((value) => ({ value, label: value }));
  if (type === "yes-no")
    return [
      { value: "true", label: t("imports.yes") },
      { value: "false", label: t("imports.no") },
    ];
  return options.map(({ value, label }) => ({ value, label: getLocalizedText(label, language) }));
};

/** @returns a function that lists the values of a field with their names; none for free text */
function useValueOptions(): (path: string, cell: string) => readonly SelectOption[] {
  const reader = useTranslation();
  const { t, language } = reader;
  const { settings } = useConsoleContext();
  return (path, cell) => {
    switch (path) {
      case "category":
        return toCategoryOptions(settings.categories, language);
      case "role":
        return (settings.roles?.map(({ role }) => role) ?? builtInRoles).map((role) => ({
          value: role,
          label: getRoleTitle(settings.roles, role, reader),
        }));
      case "person.gender":
        return genders.map((value) => ({ value, label: t(`gender.${value}`) }));
      case "nameOrder":
        return nameOrders.map((value) => ({ value, label: t(`nameOrder.${value}`) }));
      case "language":
        return languages.map((value) => ({ value, label: languageNames[value] }));
      case "sessions":
        return settings.sessions.map(({ sessionId, title }) => ({
          value: sessionId,
          label: getLocalizedText(title, language),
        }));
      case "person.birthDate":
        return parseSheetDate(cell).map((value) => ({ value, label: value }));
      default:
        return path.startsWith("consent.") || path === "needs.visaLetter"
          ? [
              { value: "true", label: t("imports.yes") },
              { value: "false", label: t("imports.no") },
            ]
          : [];
    }
  };
}
