import { useState } from "preact/hooks";
import type { Decision } from "#shared/domain/accreditation.ts";
import { labelOf } from "../../form/faults.ts";
import { Button } from "../../kit/button.tsx";
import { Dialog } from "../../kit/dialog.tsx";
import { FieldSet } from "../../kit/field.tsx";
import { Check, TextArea, TextField } from "../../kit/inputs.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useTyped } from "../../kit/use-kept.ts";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import { toLocal, toUtc } from "../zoned.ts";
import { formPaths } from "./paths.ts";

/** What a correction can't bring: the address is the person's guard, and sessions are asked for once. */
const fixed: readonly string[] = ["person.email", "sessions", "language"];

interface Props {
  readonly title: string;
  readonly registrationId: string;
  readonly asking: Decision;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSend: (decision: Decision) => void;
  readonly onCancel: () => void;
}

/** What a member of staff has said in the dialog so far. */
interface Typed {
  readonly reason: string;
  readonly fields: readonly string[];
  /** As the field has it: in the conference's time. */
  readonly until: string;
}

/** Says what the decision does, and asks why; a return also which fields, and by when. */
export function DecideDialog({ title, registrationId, asking, busy, error, onSend, onCancel }: Props) {
  const { t } = useWords();
  const { settings, decides } = useOffice();
  const { decision } = asking;
  const [typed, type] = useTyped<Typed>(`${decision}.${registrationId}`, () => ({
    reason: asking.reason ?? "",
    fields: asking.fields ?? [],
    until: asking.until ? toLocal(asking.until, settings.timeZone) : "",
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
      ...(decision === "return" && until !== "" && { until: toUtc(until, settings.timeZone) }),
    });
  };
  return (
    <Dialog title={title} onClose={onCancel}>
      <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), submit()]}>
        <p>{t(`means.${decision}`)}</p>
        {!decides && <p class="soft">{t("decide.onlyProposed")}</p>}
        <TextArea
          id="reason"
          label={t("decide.reason")}
          hint={t(decision === "reopen" ? "decide.reasonKept" : "decide.reasonMailed")}
          optional={isNeeded ? undefined : t("common.optional")}
          fault={tried && isNeeded && reason.trim() === "" ? t("decide.reasonMissing") : undefined}
          value={reason}
          onInput={(value) => type({ ...typed, reason: value })}
        />
        {decision === "return" && <Fields fields={fields} setFields={(marked) => type({ ...typed, fields: marked })} />}
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
            onInput={(value) => type({ ...typed, until: value })}
          />
        )}
        {error !== undefined && <ProblemNotice error={error} t={t} />}
        <div class="row">
          <Button type="submit" kind={decision === "reopen" ? "primary" : "danger"} busy={busy}>
            {t(decides ? `decide.${decision}` : "decide.propose")}
          </Button>
          <Button kind="secondary" onPress={onCancel}>
            {t("common.cancel")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Fields({
  fields,
  setFields,
}: {
  readonly fields: readonly string[];
  readonly setFields: (fields: readonly string[]) => void;
}) {
  const { t, find } = useWords();
  const mark = (path: string, on: boolean) =>
    setFields(on ? [...fields, path] : fields.filter((each) => each !== path));
  return (
    <FieldSet id="fields" label={t("decide.fields")} hint={t("decide.fieldsHint")}>
      <div class="marks">
        {formPaths
          .filter((path) => !fixed.includes(path))
          .map((path) => (
            <Check
              key={path}
              id={`mark-${path.replaceAll(".", "-")}`}
              label={labelOf(path, find)}
              checked={fields.includes(path)}
              onChange={(on) => mark(path, on)}
            />
          ))}
      </div>
    </FieldSet>
  );
}
