import { findCountryCodes } from "#shared/countries/country-search.ts";
import { sheetMessages } from "#shared/i18n/messages.ts";
import { type Conference, type LocalizedText, languages } from "#shared/model/conference.ts";
import type { QuestionOption } from "#shared/model/question.ts";
import { builtInRoles, genders, isBuiltInRole, nameOrders, participations } from "#shared/model/registration.ts";
import { listRoles } from "#shared/registrations/roles.rules.ts";
import { createNameFinder, type NamedOption } from "#shared/text/name-finder.ts";
import { listPossibleNumbers } from "#shared/text/numbers.rules.ts";
import type { SheetColumn } from "./contract.ts";
import { parseSheetDate } from "./sheet-dates.rules.ts";

/** What a cell says. */
export interface CellReading {
  /** The value as the form takes it; of an unmatched cell, the cell itself, for the rules of the form. */
  readonly value: unknown;
  /** Whether the field has no such value, so that the officer must map it. */
  readonly isUnmatched?: boolean;
  /** The rule that an unmatched cell breaks, if the form has no rule for it. */
  readonly rule?: string;
}

export type CellReader = (cell: string) => CellReading;

/** The conference's own names of what a cell can say. */
export type SheetConference = Pick<Conference, "categories" | "roles" | "sessions" | "countries">;

/**
 * Creates the readers of a sheet's columns. A value is found by its code, or by its name in any of the six languages, in
 * any case, with or without accents.
 */
export function createCellReaders(conference: SheetConference): (column: SheetColumn) => CellReader {
  const readers = new Map<string, CellReader>();
  return (column) => {
    const reader = readers.get(column.path) ?? rememberReadings(createCellReader(conference, column));
    readers.set(column.path, reader);
    return reader;
  };
}

/** A sheet repeats its values. */
function rememberReadings(read: CellReader): CellReader {
  const readings = new Map<string, CellReading>();
  return (cell) => {
    const reading = readings.get(cell) ?? read(cell);
    readings.set(cell, reading);
    return reading;
  };
}

function createCellReader(
  conference: SheetConference,
  { path, kind, values, format, options: answers, isNumber }: SheetColumn,
): CellReader {
  if (answers) return kind === "list" ? createChoicesReader(answers) : createOptionReader(answers.map(toAnswerOption));
  if (isNumber) return readNumber;
  if (kind === "flag") return readFlag;
  if (format === "date") return readDate;
  if (format === "country") return createCountryReader(conference, path);
  if (path === "sessions") return createSessionReader(conference);
  if (kind === "list") return (cell) => ({ value: cell.split(/[\s,;]+/).filter(Boolean) });
  const options = listFieldOptions(conference, path, values);
  return options ? createOptionReader(options) : (cell) => ({ value: cell });
}

const toAnswerOption = ({ value, label }: QuestionOption) => toOption(value, listTexts(label));

/** Labels contain blanks and commas, so a cell is divided at its semicolons and lines, and only then at commas. */
function createChoicesReader(answers: readonly QuestionOption[]): CellReader {
  const { findExact } = createNameFinder(answers.map(toAnswerOption));
  const find = (text: string) => {
    const found = findExact(text);
    return found.length === 1 ? found[0]?.value : undefined;
  };
  return (cell) => {
    const parts = cell.split(/[;\n]+/).flatMap((part) => (find(part) === undefined ? part.split(",") : [part]));
    const found = parts.filter((part) => part.trim() !== "").map((part) => ({ part, value: find(part) }));
    const isUnmatched = found.some(({ value }) => value === undefined);
    return { value: found.map(({ part, value }) => value ?? part.trim()), ...(isUnmatched && { isUnmatched }) };
  };
}

function readNumber(cell: string): CellReading {
  const [number, other] = listPossibleNumbers(cell);
  if (other !== undefined) return { value: cell, isUnmatched: true, rule: "ambiguousNumber" };
  return { value: number ?? cell };
}

function readDate(cell: string): CellReading {
  const [date, other] = parseSheetDate(cell);
  if (other !== undefined) return { value: cell, isUnmatched: true, rule: "ambiguousDate" };
  return { value: date ?? cell, ...(date === undefined && { isUnmatched: true }) };
}

function createCountryReader(conference: SheetConference, path: string): CellReader {
  const own = typeof conference.countries === "object" && path === "country" ? conference.countries : [];
  const { findExact } = createNameFinder(
    own.map(({ code, name }) => ({ value: code, label: name?.en ?? code, otherNames: listTexts(name), codes: [code] })),
  );
  return (cell) => {
    const named = findExact(cell).map(({ value }) => value);
    const [code, other] = named.length > 0 ? named : findCountryCodes(cell);
    if (code === undefined) return { value: cell, isUnmatched: true };
    return other === undefined ? { value: code } : { value: code, isUnmatched: true, rule: "ambiguousCountry" };
  };
}

/** Titles of sessions contain blanks, so a cell is divided at its commas, semicolons and lines first. */
function createSessionReader({ sessions }: SheetConference): CellReader {
  const { findExact } = createNameFinder(
    sessions.map(({ sessionId, title }) => ({
      value: sessionId,
      label: title.en,
      otherNames: listTexts(title),
      codes: [sessionId],
    })),
  );
  const find = (text: string) => findExact(text)[0]?.value;
  return (cell) => {
    const whole = find(cell);
    if (whole !== undefined) return { value: [whole] };
    const parts = cell.split(/[,;\n]+/).flatMap((part) => (find(part) === undefined ? part.split(/\s+/) : [part]));
    const found = parts.filter((part) => part.trim() !== "").map((part) => ({ part, sessionId: find(part) }));
    const isUnmatched = found.some(({ sessionId }) => sessionId === undefined);
    return { value: found.map(({ part, sessionId }) => sessionId ?? part), ...(isUnmatched && { isUnmatched }) };
  };
}

function createOptionReader(options: readonly NamedOption[]): CellReader {
  const { findExact } = createNameFinder(options);
  return (cell) => {
    const found = findExact(cell);
    const [option] = found;
    return option && found.length === 1 ? { value: option.value } : { value: cell.toLowerCase(), isUnmatched: true };
  };
}

// Options

const listTexts = (text: LocalizedText | undefined): string[] => (text ? Object.values(text) : []);

/** The values of a field with their names; `undefined` for a field of free text. */
function listFieldOptions(
  conference: SheetConference,
  path: string,
  values: readonly string[] | undefined,
): readonly NamedOption[] | undefined {
  switch (path) {
    case "category":
      return conference.categories.map(({ category, title }) => toOption(category, listTexts(title)));
    case "role":
      return listRoles(conference).map(({ role, title }) =>
        toOption(role, [...listTexts(title), ...(isBuiltInRole(role) ? roleNames[role] : [])].flatMap(listForms)),
      );
    case "person.gender":
      return genders.map((gender) => toOption(gender, genderNames[gender]));
    case "participation":
      return participations.map((each) => toOption(each, translateAll(`participation.${each}`)));
    case "nameOrder":
      return nameOrders.map((order) => toOption(order, translateAll(`nameOrder.${order}`)));
    case "language":
      return languages.map((language) => toOption(language, languageNames[language], [`${language}-`]));
    default:
      return values?.map((value) => toOption(value, []));
  }
}

const toOption = (value: string, otherNames: readonly string[], codes: readonly string[] = []): NamedOption => ({
  value,
  label: value,
  otherNames,
  codes,
});

const translateAll = (key: Parameters<typeof sheetMessages.translate>[1]): string[] =>
  languages.map((language) => sheetMessages.translate(language, key));

function mapValues<Value extends string>(
  values: readonly Value[],
  toNames: (value: Value) => string[],
): Readonly<Record<Value, readonly string[]>> {
  const names = {} as Record<Value, readonly string[]>;
  for (const value of values) names[value] = toNames(value);
  return names;
}

const roleNames = mapValues(builtInRoles, (role) => translateAll(`role.${role}`));

/** A name for women and men in each of its forms: "Délégué(e)", "Jefe o jefa de delegación". */
function listForms(name: string): string[] {
  const [, first, second, rest = ""] = /^(\S+) (?:ou|o|u) (\S+)(.*)$/u.exec(name) ?? [];
  const forms = first === undefined ? [] : [`${first}${rest}`, `${second}${rest}`];
  const brackets = /\((\p{L}+)\)/gu;
  return [name, ...forms, name.replaceAll(brackets, ""), name.replaceAll(brackets, "$1")];
}

/** "M" is left to the officer: it is "male" in English and "mujer" in Spanish. */
const otherGenderNames: Readonly<Record<(typeof genders)[number], readonly string[]>> = {
  female: ["F", "woman", "féminin", "femenino", "امرأة", "女性", "женщина", "ж"],
  male: ["H", "man", "masculin", "masculino", "رجل", "男性", "мужчина", "м"],
  other: ["autre", "otro", "otra", "آخر"],
  undisclosed: ["not disclosed", "prefer not to say", "non précisé", "no especificado"],
};
const genderNames = mapValues(genders, (gender) => [...translateAll(`gender.${gender}`), ...otherGenderNames[gender]]);

/** The names of the six languages that `Intl` does not use. */
const otherLanguageNames: Readonly<Record<(typeof languages)[number], readonly string[]>> = {
  en: ["英文", "eng"],
  fr: ["法文", "fra"],
  es: ["castellano", "Spanish (Castilian)", "西班牙文", "西文", "spa"],
  ar: ["阿拉伯文", "ara"],
  zh: ["Mandarin", "mandarin", "汉语", "普通话", "zho"],
  ru: ["俄文", "rus"],
};
const languageNames = mapValues(languages, (code) => [
  ...languages.map((language) => new Intl.DisplayNames([language], { type: "language" }).of(code) ?? code),
  ...otherLanguageNames[code],
]);

/** Yes and no in each language, and as spreadsheets and programs write them. */
const flagWords: readonly (readonly [value: boolean, words: readonly string[]])[] = [
  [
    true,
    ["1", "y", "o", "s", "true", "vrai", "verdadero", "истина", "真", "صحيح", "si", "有", ...translateAll("sheet.yes")],
  ],
  [false, ["0", "n", "false", "faux", "falso", "ложь", "假", "خطأ", "无", ...translateAll("sheet.no")]],
];
const flagFinder = createNameFinder(
  flagWords.map(([value, words]) => ({ value: String(value), label: String(value), otherNames: words })),
);

function readFlag(cell: string): CellReading {
  const [found] = flagFinder.findExact(cell);
  return found ? { value: found.value === "true" } : { value: false, isUnmatched: true, rule: "notYesOrNo" };
}
