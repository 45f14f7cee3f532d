import type { Language } from "#shared/model/conference.ts";
import { Table } from "../../kit/components/table.tsx";
import { getFieldLabel } from "../../kit/form/form-errors.ts";
import { getRoleTitle } from "../../kit/form/form-values.ts";
import { getCountryName, getRepresentedName } from "../../kit/i18n/countries.ts";
import { languageNames } from "../../kit/i18n/languages.ts";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { type ConferenceSettings, type StaffRegistration, useConsoleContext } from "../console-context.ts";
import { getCategoryTitle, useTimeFormat } from "../labels.tsx";
import { useTranslation } from "../translations.ts";

/** The fields of the form, in display order. */
export const formPaths = [
  "category",
  "organization",
  "functionTitle",
  "role",
  "country",
  "person.honorific",
  "person.givenName",
  "person.familyName",
  "latinName.givenName",
  "latinName.familyName",
  "nameOrder",
  "person.nameOnBadge",
  "person.email",
  "person.nationality",
  "person.gender",
  "person.birthDate",
  "sessions",
  "language",
  "needs.accessibility",
  "needs.diet",
  "needs.visaLetter",
  "consent.listOfParticipants",
  "consent.photo",
] as const;

/** The value at a path. `registration` may also be a record by path, such as the fields of a correction. */
function getFieldValue(registration: object, path: string): unknown {
  if (Object.hasOwn(registration, path)) return (registration as Record<string, unknown>)[path];
  return path
    .split(".")
    .reduce<unknown>((node, name) => (node as Record<string, unknown> | undefined)?.[name], registration);
}

interface FieldFormatContext {
  readonly settings: ConferenceSettings;
  readonly language: Language;
  readonly find: (key: string) => string | undefined;
}

/** The formatted field at a path; undefined if it is empty. */
export function formatRegistrationField(
  registration: object,
  path: string,
  context: FieldFormatContext,
): string | undefined {
  return formatFieldValue(getFieldValue(registration, path), path, context);
}

const choiceKey = (path: "person.gender" | "nameOrder", value: string): string => {
  if (path === "nameOrder") return `nameOrder.${value}`;
  return value === "undisclosed" ? "console.undisclosed" : `gender.${value}`;
};

function formatFieldValue(
  value: unknown,
  path: string,
  { settings, language, find }: FieldFormatContext,
): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value === "boolean") return find(value ? "console.yes" : "console.no");
  if (path === "sessions") return formatSessions(value as string[], { settings, language, find });
  if (typeof value !== "string") return formatGroup(value, path, { settings, language, find });
  if (path === "country") return getRepresentedName(settings, value, { find, language });
  if (path === "person.nationality") return getCountryName(value, { find, language });
  if (path === "category") return getCategoryTitle(settings, value, language);
  if (path === "role") return getRoleTitle(settings.roles, String(value), { find, language });
  if (path === "person.gender" || path === "nameOrder") return find(choiceKey(path, value));
  return path === "language" ? languageNames[value as keyof typeof languageNames] : value;
}

/** The values of a group of fields, such as the needs, each with its label. */
function formatGroup(group: object, path: string, context: FieldFormatContext): string {
  const all = Object.entries(group).flatMap(([name, value]) => {
    const text = formatFieldValue(value, `${path}.${name}`, context);
    return text === undefined ? [] : [`${getFieldLabel(`${path}.${name}`, context.find)}: ${text}`];
  });
  return all.join("; ");
}

/** The sessions with the state of their seats, or their identifiers alone. */
function formatSessions(
  sessions: readonly (string | NonNullable<StaffRegistration["sessions"]>[number])[] | undefined,
  { settings, language, find }: FieldFormatContext,
): string | undefined {
  const all = (sessions ?? []).map((each) => {
    const sessionId = typeof each === "string" ? each : each.sessionId;
    const session = settings.sessions.find((known) => known.sessionId === sessionId);
    const title = session ? getLocalizedText(session.title, language) : sessionId;
    return typeof each === "string" ? title : `${title} (${find(`seat.${each.seat}`)})`;
  });
  return all.length > 0 ? all.join("; ") : undefined;
}

/** The fields of the form; empty fields are left out. */
export function RegistrationFields({ registration }: { readonly registration: StaffRegistration }) {
  const { t, language, find } = useTranslation();
  const { settings } = useConsoleContext();
  return (
    <section class="stack">
      <h3>{t("case.form")}</h3>
      <dl class="facts dense">
        {formPaths.map((path) => {
          const text = formatRegistrationField(registration, path, { settings, language, find });
          if (text === undefined) return null;
          return (
            <div key={path} class={registration.returned?.fields.includes(path) ? "marked" : undefined}>
              <dt>{getFieldLabel(path, find)}</dt>
              <dd>
                <bdi>{text}</bdi>
              </dd>
            </div>
          );
        })}
        <div>
          <dt>{t("case.submitted")}</dt>
          <dd>{useTimeFormat()(registration.submittedAt)}</dd>
        </div>
      </dl>
    </section>
  );
}

/** The changes of the latest correction. */
export function CorrectedFields({ registration: { corrections } }: { readonly registration: StaffRegistration }) {
  const { t } = useTranslation();
  if (!corrections || corrections.length === 0) return null;
  return <FieldChangeTable caption={t("case.corrected")} changes={corrections} />;
}

interface FieldChangeTableProps {
  readonly caption: string;
  readonly changes: NonNullable<StaffRegistration["corrections"]>;
}

/** Changed fields, each with its values before and after. */
export function FieldChangeTable({ caption, changes }: FieldChangeTableProps) {
  const { t, find, language } = useTranslation();
  const { settings } = useConsoleContext();
  const shown = (path: string, value: unknown) =>
    value === undefined ? "–" : (formatRegistrationField({ [path]: value }, path, { settings, language, find }) ?? "–");
  return (
    <Table caption={caption} head={[t("case.field"), t("case.before"), t("case.after")]}>
      {changes.map(({ path, before, after }) => (
        <tr key={path}>
          <th scope="row">{getFieldLabel(path, find)}</th>
          <td>
            <bdi>{shown(path, before)}</bdi>
          </td>
          <td>
            <strong>
              <bdi>{shown(path, after)}</bdi>
            </strong>
          </td>
        </tr>
      ))}
    </Table>
  );
}
