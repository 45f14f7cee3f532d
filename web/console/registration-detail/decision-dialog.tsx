import { useState } from "preact/hooks";
import type { AccreditationDecision } from "#shared/model/accreditation.ts";
import { Button } from "../../kit/components/button.tsx";
import { Dialog } from "../../kit/components/dialog.tsx";
import { Checkbox, FieldSet, TextArea, TextField } from "../../kit/components/fields.tsx";
import { ProblemNotice } from "../../kit/components/notices.tsx";
import { getFieldLabel } from "../../kit/form/form-errors.ts";
import { guardianPaths, toggleItem } from "../../kit/form/form-values.ts";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import { type ConferenceSettings, type StaffRegistration, useConsoleContext } from "../console-context.ts";
import { parseLocalInputValue, toLocalInputValue } from "../local-input-value.ts";
import { useTranslation } from "../translations.ts";
import { getSeatEffect } from "./decisions.ts";
import { formPaths } from "./registration-fields.tsx";

/** Fields that only the secretariat corrects: the email address identifies the person. */
const uncorrectablePaths: readonly string[] = ["person.email"];

interface DecisionDialogProps {
  readonly title: string;
  readonly registration: Pick<StaffRegistration, "registrationId" | "seat">;
  readonly pending: AccreditationDecision;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSend: (decision: AccreditationDecision) => void;
  readonly onCancel: () => void;
}

/** The form values of the dialog. */
interface DecisionInput {
  readonly reason: string;
  readonly fields: readonly string[];
  /** The value of the input, in the time zone of the conference. */
  readonly until: string;
}

/** Explains a decision and asks for its reason; for a return also for the fields and the deadline. */
export function DecisionDialog({ title, registration, pending, busy, error, onSend, onCancel }: DecisionDialogProps) {
  const { t } = useTranslation();
  const { settings, canDecide } = useConsoleContext();
  const { decision } = pending;
  const seatEffect = getSeatEffect(decision, registration.seat);
  const [typed, setTyped] = useFormState<DecisionInput>(`${decision}.${registration.registrationId}`, () => ({
    reason: pending.reason ?? "",
    fields: pending.fields ?? [],
    until: pending.until ? toLocalInputValue(pending.until, settings.timeZone) : "",
  }));
  const { reason, fields, until } = typed;
  const [tried, setTried] = useState(false);
  const isNeeded = decision !== "reopen";
  const submit = () => {
    setTried(true);
    if (isNeeded && reason.trim() === "") return document.getElementById("reason")?.focus();
    onSend({
      decision,
      ...(reason.trim() !== "" && { reason: reason.trim() }),
      ...(decision === "return" && fields.length > 0 && { fields }),
      ...(decision === "return" && until !== "" && { until: parseLocalInputValue(until, settings.timeZone) }),
    });
  };
  return (
    <Dialog title={title} onClose={onCancel}>
      <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), submit()]}>
        <p>
          {t(`means.${decision}`)} {seatEffect && t(`seatEffect.${seatEffect}`)}
        </p>
        {!canDecide && <p class="soft">{t("decide.onlyProposed")}</p>}
        <TextArea
          id="reason"
          label={t("decide.reason")}
          hint={t(decision === "reopen" ? "decide.reasonKept" : "decide.reasonMailed")}
          optional={isNeeded ? undefined : t("common.optional")}
          errorText={tried && isNeeded && reason.trim() === "" ? t("decide.reasonMissing") : undefined}
          value={reason}
          onInput={(value) => setTyped({ ...typed, reason: value })}
        />
        {decision === "return" && (
          <CorrectionFieldPicker fields={fields} setFields={(marked) => setTyped({ ...typed, fields: marked })} />
        )}
        {decision === "return" && (
          <TextField
            id="until"
            label={t("decide.until")}
            hint={t("decide.untilHint", { zone: settings.timeZone })}
            optional={t("common.optional")}
            type="datetime-local"
            dir="ltr"
            short
            value={until}
            onInput={(value) => setTyped({ ...typed, until: value })}
          />
        )}
        <ProblemNotice error={error} t={t} />
        <div class="row">
          <Button type="submit" kind={decision === "reopen" ? "primary" : "danger"} busy={busy}>
            {t(canDecide ? `decide.${decision}` : "decide.propose")}
          </Button>
          <Button kind="secondary" onPress={onCancel}>
            {t("common.cancel")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** The fields that a person of the conference can correct. */
function listCorrectablePaths({ participation, categories }: ConferenceSettings): readonly string[] {
  const hasAges = categories.some(({ minimumAge }) => minimumAge !== undefined);
  const unasked = [...(participation === "hybrid" ? [] : ["participation"]), ...(hasAges ? [] : guardianPaths)];
  return formPaths.filter((path) => !uncorrectablePaths.includes(path) && !unasked.includes(path));
}

function CorrectionFieldPicker({
  fields,
  setFields,
}: {
  readonly fields: readonly string[];
  readonly setFields: (fields: readonly string[]) => void;
}) {
  const { t, find } = useTranslation();
  const { settings } = useConsoleContext();
  return (
    <FieldSet id="fields" label={t("decide.fields")} hint={t("decide.fieldsHint")}>
      <div class="marks">
        {listCorrectablePaths(settings).map((path) => (
          <Checkbox
            key={path}
            id={`mark-${path.replaceAll(".", "-")}`}
            label={getFieldLabel(path, find)}
            checked={fields.includes(path)}
            onChange={(on) => setFields(toggleItem(fields, path, on))}
          />
        ))}
      </div>
    </FieldSet>
  );
}
