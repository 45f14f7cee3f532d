import { Check, RadioField, TextField } from "../../kit/inputs.tsx";
import { useWords } from "../words.ts";
import { toLocal, toUtc } from "../zoned.ts";
import type { Editing } from "./draft.ts";
import { idOf, labelOf, NumberField } from "./fields.tsx";

const numbers = [
  "offerHours",
  "confirmWithinHours",
  "retentionDays",
  "documentRetentionDays",
  "expectedArrivalsPerSecond",
] as const;

/** When one may apply, and when a place is taken. */
export function Seating(editing: Editing) {
  const { t, find } = useWords();
  const { draft, patch, faultAt } = editing;
  const { registration, timeZone } = draft;
  const time = (path: "opensAt" | "closesAt") => ({
    id: idOf(`registration.${path}`),
    label: labelOf(`registration.${path}`, find),
    fault: faultAt(`registration.${path}`),
    type: "datetime-local" as const,
    dir: "ltr" as const,
    short: true,
    value: localOf(registration[path], timeZone),
    onInput: (value: string) => patch({ registration: { ...registration, [path]: toUtc(value, timeZone) } }),
  });
  return (
    <section class="stack">
      <h2>{t("setup.seating")}</h2>
      <div class="pair">
        <TextField {...time("opensAt")} />
        <TextField {...time("closesAt")} />
      </div>
      <RadioField
        id={idOf("seatTakenAt")}
        label={labelOf("seatTakenAt", find)}
        fault={faultAt("seatTakenAt")}
        value={draft.seatTakenAt ?? "submission"}
        options={[
          { value: "submission", label: t("setup.atSubmission") },
          { value: "approval", label: t("setup.atApproval") },
        ]}
        onChange={(value) => patch({ seatTakenAt: value === "approval" ? "approval" : "submission" })}
      />
      <Check
        id={idOf("waitingList")}
        label={labelOf("waitingList", find)}
        checked={draft.waitingList ?? true}
        onChange={(waitingList) => patch({ waitingList })}
      />
      {(draft.waitingList !== false || faultAt("waitingListOrder")) && (
        <RadioField
          id={idOf("waitingListOrder")}
          label={labelOf("waitingListOrder", find)}
          fault={faultAt("waitingListOrder")}
          value={draft.waitingListOrder ?? "arrival"}
          options={[
            { value: "arrival", label: t("setup.byArrival") },
            { value: "targets", label: t("setup.byTargets") },
          ]}
          onChange={(value) => patch({ waitingListOrder: value === "targets" ? "targets" : "arrival" })}
        />
      )}
      <div class="pair">
        {numbers.map((path) => (
          <NumberField
            key={path}
            path={path}
            value={draft[path]}
            editing={editing}
            hint={t(`setup.${path}Hint`)}
            onNumber={(value) => patch({ [path]: value })}
          />
        ))}
      </div>
    </section>
  );
}

/** While it is being typed it may be no time yet. */
function localOf(time: string, timeZone: string): string {
  try {
    return toLocal(time, timeZone);
  } catch {
    return time;
  }
}
