import { participationModes } from "#shared/model/conference.ts";
import { Checkbox, RadioField, TextField } from "../../../kit/components/fields.tsx";
import { useTranslation } from "../../translations.ts";
import type { SetupEditing } from "../setup-draft.ts";
import { LocalTimeField, NumberField } from "../setup-fields.tsx";

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
export function RegistrationPeriod(editing: SetupEditing) {
  const { draft, patch } = editing;
  const { registration } = draft;
  return (
    <div class="pair">
      {(["opensAt", "closesAt"] as const).map((path) => (
        <LocalTimeField
          key={path}
          path={`registration.${path}`}
          value={registration[path]}
          editing={editing}
          onTime={(time) => patch({ registration: { ...registration, [path]: time } })}
        />
      ))}
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
        {...getField("participation")}
        value={draft.participation ?? "in-person"}
        options={participationModes.map((value) => ({ value, label: t(`setup.participationModes.${value}`) }))}
        onChange={(value) => patch({ participation: value === "hybrid" ? "hybrid" : "in-person" })}
      />
      {draft.participation === "hybrid" && (
        <TextField
          {...getField("onlineLink")}
          hint={t("setup.onlineLinkHint")}
          optional={t("common.optional")}
          dir="ltr"
          value={draft.onlineLink ?? ""}
          onInput={(onlineLink) => patch({ onlineLink: onlineLink === "" ? undefined : onlineLink })}
        />
      )}
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
