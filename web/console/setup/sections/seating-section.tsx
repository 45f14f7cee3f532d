import { Checkbox, RadioField, TextField } from "../../../kit/components/fields.tsx";
import { parseLocalInputValue, toLocalInputValue } from "../../local-input-value.ts";
import { useTranslation } from "../../translations.ts";
import type { SetupEditing } from "../setup-draft.ts";
import { NumberField } from "../setup-fields.tsx";

interface NumberFieldsProps {
  readonly editing: SetupEditing;
  readonly paths: readonly (
    | "offerHours"
    | "confirmWithinHours"
    | "retentionDays"
    | "documentRetentionDays"
    | "expectedArrivalsPerSecond"
  )[];
}

/** Numbers of hours, days or people. */
export function SetupNumberFields({ editing, paths }: NumberFieldsProps) {
  const { t } = useTranslation();
  return (
    <div class="pair">
      {paths.map((path) => (
        <NumberField
          key={path}
          path={path}
          value={editing.draft[path]}
          editing={editing}
          hint={t(`setup.${path}Hint`)}
          onNumber={(value) => editing.patch({ [path]: value })}
        />
      ))}
    </div>
  );
}

/** When the public form is open. */
export function RegistrationPeriod({ draft, patch, getField }: SetupEditing) {
  const { registration, timeZone } = draft;
  const time = (path: "opensAt" | "closesAt") => ({
    ...getField(`registration.${path}`),
    type: "datetime-local" as const,
    dir: "ltr" as const,
    short: true,
    value: toLocalInputValueOrText(registration[path], timeZone),
    onInput: (value: string) =>
      patch({ registration: { ...registration, [path]: parseLocalInputValue(value, timeZone) } }),
  });
  return (
    <div class="pair">
      <TextField {...time("opensAt")} />
      <TextField {...time("closesAt")} />
    </div>
  );
}

/** The registration period, the assignment of seats, and the waiting list. */
export function SeatingSection(editing: SetupEditing) {
  const { t } = useTranslation();
  const { draft, patch, getErrorText, getField } = editing;
  return (
    <section class="stack">
      <h2>{t("setup.seating")}</h2>
      <RegistrationPeriod {...editing} />
      <RadioField
        {...getField("seatTakenAt")}
        value={draft.seatTakenAt ?? "submission"}
        options={[
          { value: "submission", label: t("setup.atSubmission") },
          { value: "approval", label: t("setup.atApproval") },
        ]}
        onChange={(value) => patch({ seatTakenAt: value === "approval" ? "approval" : "submission" })}
      />
      <Checkbox
        {...getField("waitingList")}
        checked={draft.waitingList ?? true}
        onChange={(waitingList) => patch({ waitingList })}
      />
      {(draft.waitingList !== false || getErrorText("waitingListOrder")) && (
        <RadioField
          {...getField("waitingListOrder")}
          value={draft.waitingListOrder ?? "arrival"}
          options={[
            { value: "arrival", label: t("setup.byArrival") },
            { value: "targets", label: t("setup.byTargets") },
          ]}
          onChange={(value) => patch({ waitingListOrder: value === "targets" ? "targets" : "arrival" })}
        />
      )}
      <SetupNumberFields editing={editing} paths={["offerHours", "expectedArrivalsPerSecond"]} />
    </section>
  );
}

/** While being typed, the value may not be a valid time. */
function toLocalInputValueOrText(time: string, timeZone: string): string {
  try {
    return toLocalInputValue(time, timeZone);
  } catch {
    return time;
  }
}
