import type { BadgeLayoutRule } from "#shared/model/badge-layout.ts";
import type { Language, RequirableField } from "#shared/model/conference.ts";
import { targetDimensions } from "#shared/statistics/targets.rules.ts";
import { getCountryName } from "../../kit/i18n/countries.ts";
import { formatDateTime, formatDay } from "../../kit/i18n/format-dates.ts";
import { languageNames } from "../../kit/i18n/languages.ts";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import type { SetupDraft } from "./setup-draft.ts";
import { formatPercent, getRequirableLabel, getSetupFieldLabel, getTargetValueName } from "./setup-labels.ts";

/** What the texts of a difference depend on. */
export interface DifferenceReader {
  readonly find: (key: string) => string | undefined;
  readonly language: Language;
  readonly draft: SetupDraft;
}

/**
 * The path of a value in the settings; items of lists by their identifier, such as
 * `["staff", "a@b.example", "groups"]`.
 */
type DifferencePath = readonly string[];

/** The label of a difference, such as "NGO: Quota". */
export function formatDifferenceName(path: DifferencePath, reader: DifferenceReader): string {
  const { find, language, draft } = reader;
  const [first = "", own, ...rest] = path;
  const dimension = first === "targets" && targetDimensions.find((each) => each === own);
  if (dimension) {
    const kind = find(`composition.${dimension}`);
    const aims = rest.map((value) => getTargetValueName({ dimension, value }, { find, language, draft }));
    return [getSetupFieldLabel(first, find), kind, ...aims].join(": ");
  }
  if (!["categories", "roles", "sessions", "staff"].includes(first) || own === undefined)
    return getSetupFieldLabel(path.join("."), find);
  const name = findItemTitle(first, own, reader) ?? own;
  return rest.length > 0 ? `${name}: ${formatPartName([first, ...rest], find)}` : name;
}

/** The title of a category of the draft, or of a built-in role. */
function findItemTitle(list: string, name: string, { find, language, draft }: DifferenceReader): string | undefined {
  if (list === "roles") return find(`role.${name}`);
  const category = list === "categories" && draft.categories.find((each) => each.category === name);
  return category ? getLocalizedText(category.title, language) || undefined : undefined;
}

/** The name of a field, and of the language of a text. */
function formatPartName(path: DifferencePath, find: DifferenceReader["find"]): string {
  const label = getSetupFieldLabel(path.join("."), find);
  const language = languageNames[path.at(-1) as Language];
  return language && path.length > 1 ? `${label} (${language})` : label;
}

/** The whole value, in the reader's words. */
export function formatDifferenceValue(value: unknown, path: DifferencePath, reader: DifferenceReader): string {
  if (value === undefined || value === null || value === "") return "–";
  if (typeof value === "boolean") return value ? "✓" : "–";
  if (typeof value === "number") return path[0] === "targets" ? `${formatPercent(value)} %` : String(value);
  if (path.join() === "badgeLayouts") return formatLayoutRules(value, reader);
  if (Array.isArray(value)) return value.map((each) => formatDifferenceValue(each, path, reader)).join(", ") || "–";
  return typeof value === "object" && value !== null
    ? formatItem(value, path, reader)
    : formatTextAtPath(String(value), path, reader);
}

/** Each layout, and whom it is for. */
function formatLayoutRules(value: unknown, reader: DifferenceReader): string {
  const rules = Array.isArray(value) ? (value as readonly BadgeLayoutRule[]) : [];
  const texts = rules.map(({ layout, categories = [], roles = [] }) => {
    const name = reader.find(typeof layout === "string" ? `badgeLayout.${layout}` : "badgeLayout.own");
    const people = [
      ...categories.map((each) => findItemTitle("categories", each, reader) ?? each),
      ...roles.map((each) => findItemTitle("roles", each, reader) ?? each),
    ];
    return `${people.join(" · ")}: ${name}`;
  });
  return texts.join("; ") || "–";
}

/** All values of an item that was added or removed, each with its name. */
function formatItem(value: object, path: DifferencePath, reader: DifferenceReader): string {
  if (path[0] === "badgeLayout") return reader.find("badgeLayout.own") ?? "";
  const named = path[0] === "targets" ? formatDifferenceName : formatOwnName;
  return Object.entries(value)
    .filter(([, each]) => each !== undefined && !(Array.isArray(each) && each.length === 0))
    .map(([name, each]) => `${named([...path, name], reader)}: ${formatDifferenceValue(each, [...path, name], reader)}`)
    .join("; ");
}

/** The name of a field of an item, without the item. */
const formatOwnName = ([first = "", , ...rest]: DifferencePath, { find }: DifferenceReader) =>
  formatPartName([first, ...rest], find);

/** How the texts at a field are shown, by the name of the field. */
const formats: Readonly<Record<string, (text: string, reader: DifferenceReader) => string | undefined>> = {
  groups: (text, { find }) => find(`group.${text}`),
  needs: (text, { find }) => find(`setup.needs.${text}`),
  requires: (text, { find }) => getRequirableLabel(text as RequirableField, find),
  assignableBy: (text, { find }) => find(`setup.assignableBy.${text}`),
  kind: (text, { find }) => find(`categoryKind.${text}`),
  languages: (text) => languageNames[text as Language],
  country: (text, { find, language }) => getCountryName(text, { find, language }),
  seatTakenAt: (text, { find }) => find(text === "approval" ? "setup.atApproval" : "setup.atSubmission"),
  participation: (text, { find }) => find(`setup.participationModes.${text}`),
  issuedBy: (text, { find }) => find(`setup.issuedBy.${text}`),
  waitingListOrder: (text, { find }) => find(text === "targets" ? "setup.byTargets" : "setup.byArrival"),
  badgeLayout: (text, { find }) => find(`badgeLayout.${text}`),
  startsOn: (text, { language }) => formatDay(text, language),
  endsOn: (text, { language }) => formatDay(text, language),
  ...Object.fromEntries(
    ["opensAt", "closesAt", "startsAt", "endsAt"].map((name) => [
      name,
      (text: string, { draft, language }: DifferenceReader) => formatDateTime(text, draft.timeZone, language),
    ]),
  ),
};

function formatTextAtPath(text: string, path: DifferencePath, reader: DifferenceReader): string {
  return formats[path.at(-1) ?? ""]?.(text, reader) ?? text;
}
