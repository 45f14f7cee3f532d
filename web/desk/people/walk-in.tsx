import { useState } from "preact/hooks";
import { saidBy, summaryOf, worded } from "../../form/faults.ts";
import { FieldFor } from "../../form/field-for.tsx";
import { loadRules } from "../../form/load-rules.ts";
import { useTried } from "../../form/use-tried.ts";
import { type FormValues, nested, textOf } from "../../form/values.ts";
import { textIn } from "../../i18n/words.tsx";
import { Dialog } from "../../kit/dialog.tsx";
import { FormButtons } from "../../kit/form-buttons.tsx";
import { Check, SelectField } from "../../kit/inputs.tsx";
import { ErrorSummary, Notice } from "../../kit/notice.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useAction } from "../../kit/use-async.ts";
import { useTyped } from "../../kit/use-kept.ts";
import type { Gate } from "../gate/gate.ts";
import { useWords } from "../words.ts";
import { type Application, Arrival } from "./arrival.ts";

const fields = ["person.givenName", "person.familyName", "person.email", "person.nationality"];

/** Somebody comes who never registered: the secretariat registers and approves them, and the badge is printed. */
export function WalkIn({ gate, onClose }: { readonly gate: Gate; readonly onClose: () => void }) {
  const reader = useWords();
  const { t, find, language } = reader;
  const { conference } = gate.state.desk;
  const [values, setValues] = useTyped<FormValues>(`walk-in.${conference.conferenceId}`, {});
  const [arrival, setArrival] = useState(() => new Arrival(conference.conferenceId, language));
  const { tell, ...tried } = useTried();
  const [said, say] = useState("");
  const { busy, error, run } = useAction();
  const set = (path: string, value: string | boolean | readonly string[]) => setValues({ ...values, [path]: value });
  const next = (words: string) => {
    say(words);
    setValues({});
    setArrival(new Arrival(conference.conferenceId, language));
    void gate.synchronise();
  };
  const register = () =>
    run(async () => {
      say("");
      const { checkApplication } = await loadRules();
      const body = bodyOf(values);
      const checked = checkApplication(body);
      if ("faults" in checked) return tell(worded(checked.faults, find));
      tell({});
      const name = [textOf(values, "person.givenName"), textOf(values, "person.familyName")].join(" ").trim();
      const end = await arrival.carryOut(body as unknown as Application).catch((failure: unknown) => {
        if (Object.keys(saidBy(failure)).length === 0) throw failure;
        return tell(saidBy(failure));
      });
      if (end) next(t(end === "printed" ? "desk.walkIn.done" : "desk.walkIn.notSeated", { name }));
    });
  return (
    <Dialog title={t("desk.walkIn.title")} onClose={onClose}>
      <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), register()]}>
        <p>{t("desk.walkIn.means")}</p>
        <ErrorSummary t={t} faults={summaryOf(tried.faults, find)} attempt={tried.attempt} />
        <div role="status">
          {said !== "" && (
            <Notice tone="success">
              <p>{said}</p>
            </Notice>
          )}
        </div>
        {fields.map((path) => (
          <FieldFor key={path} {...{ path, reader, conference, values, set }} faults={tried.faults} />
        ))}
        <SelectField
          id="f-category"
          label={t("field.category")}
          value={textOf(values, "category")}
          empty={t("common.choose")}
          fault={tried.faults["category"]}
          options={conference.categories.map((each) => ({
            value: each.category,
            label: textIn(each.title, language),
          }))}
          onChange={(category) => set("category", category)}
        />
        {["organization", "functionTitle"].map((path) => (
          <FieldFor key={path} {...{ path, reader, conference, values, set }} faults={tried.faults} />
        ))}
        <Check
          id="f-consent"
          label={t("desk.walkIn.consent")}
          checked={values["consent.listOfParticipants"] === true}
          onChange={(on) => set("consent.listOfParticipants", on)}
        />
        {error !== undefined && <ProblemNotice error={error} t={t} />}
        <FormButtons does={t("desk.walkIn.go")} no={t("common.close")} busy={busy} onNo={onClose} />
      </form>
    </Dialog>
  );
}

/** Nobody agrees to what they weren't asked. */
function bodyOf(values: FormValues): Record<string, unknown> {
  const consent = { listOfParticipants: values["consent.listOfParticipants"] === true, photo: false };
  return { person: {}, ...nested(values), consent };
}
