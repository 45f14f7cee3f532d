import { FieldChanges } from "../../kit/form/field-changes.tsx";
import { getFieldLabel } from "../../kit/form/form-errors.ts";
import { guardianPaths, personPaths } from "../../kit/form/form-values.ts";
import { formatRegistrationField } from "../../kit/form/format-field.ts";
import { type StaffRegistration, useConsoleContext } from "../console-context.ts";
import { useTimeFormat } from "../labels.tsx";
import { useTranslation } from "../translations.ts";
import { useKnownQuestions } from "./known-questions.ts";

/** The fields of the form, in display order. */
export const formPaths = [
  "category",
  "participation",
  "organization",
  "functionTitle",
  "role",
  "country",
  ...personPaths,
  ...guardianPaths,
  "sessions",
  "language",
  "needs.accessibility",
  "needs.diet",
  "needs.visaLetter",
  "consent.listOfParticipants",
  "consent.photo",
] as const;

/** The fields of the form; empty fields are left out. */
export function RegistrationFields({ registration }: { readonly registration: StaffRegistration }) {
  const { t, language, find } = useTranslation();
  const { settings } = useConsoleContext();
  const formatTime = useTimeFormat();
  return (
    <section class="stack">
      <h3>{t("case.form")}</h3>
      <dl class="facts dense">
        {formPaths.map((path) => {
          const text = formatRegistrationField(registration, path, { conference: settings, language, find });
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
        {registration.changesUntil && (
          <div>
            <dt>{getFieldLabel("changesUntil", find)}</dt>
            <dd>{formatTime(registration.changesUntil)}</dd>
          </div>
        )}
        <div>
          <dt>{t("case.submitted")}</dt>
          <dd>{formatTime(registration.submittedAt)}</dd>
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
export function FieldChangeTable(props: FieldChangeTableProps) {
  const reader = useTranslation();
  const { settings } = useConsoleContext();
  return <FieldChanges {...props} conference={settings} reader={reader} questions={useKnownQuestions()} />;
}
