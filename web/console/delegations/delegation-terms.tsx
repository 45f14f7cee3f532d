import { type Language, languages } from "#shared/model/conference.ts";
import { delegationDeadlineKinds } from "#shared/model/delegation.ts";
import type { ApiAnswer, ApiCallOptions } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { Dialog } from "../../kit/components/dialog.tsx";
import { FieldSet, TextArea, TextField } from "../../kit/components/fields.tsx";
import { ProblemNotice } from "../../kit/components/notices.tsx";
import { getApiFieldErrors } from "../../kit/form/form-errors.ts";
import { toOrganizationFieldId } from "../../kit/form/organization-form.tsx";
import { type TextsDraft, TextsField } from "../../kit/form/texts-field.tsx";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import { useConsoleContext } from "../console-context.ts";
import { parseLocalInputValue, toLocalInputValue } from "../local-input-value.ts";
import { useTranslation } from "../translations.ts";
import { useReason } from "../use-reason.ts";
import { DelegationLimitFields, limitFieldNames } from "./delegation-form.tsx";

interface DelegationTermsProps {
  readonly delegation: ApiAnswer<"getDelegation">;
  readonly onChanged: () => void;
}

type DelegationChangeBody = ApiCallOptions<"updateDelegation">["body"];

/** Changes the name and the limits of a delegation, and accredits or refuses one that requested accreditation. */
export function DelegationTerms({ delegation, onChanged }: DelegationTermsProps) {
  const { t } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const { delegationId, version, status } = delegation;
  const { quota = "", reserve = "", insideAtOnce = "" } = delegation;
  const [typed, setTyped] = useFormState(`terms.${delegationId}.${version}`, {
    quota: String(quota),
    reserve: String(reserve),
    insideAtOnce: String(insideAtOnce),
  });
  const [name, setName] = useFormState<TextsDraft>(`name.${delegationId}.${version}`, delegation.name);
  const isRenamed = languages.some((each) => name[each] !== delegation.name[each]);
  const saved = toInputs(delegation, settings.timeZone);
  const [until, setUntil] = useFormState(`exceptions.${delegationId}.${version}`, saved);
  const isChanged = delegationDeadlineKinds.some((kind) => until[kind] !== saved[kind]);
  const [isRefusing, setRefusing] = useFormState(`refuse.${delegationId}`, false);
  const { busy, error, run } = useAction();
  const fieldErrors = getApiFieldErrors(error);
  const send = (body: DelegationChangeBody) =>
    run(async () => {
      await callApi("updateDelegation", { params: { delegationId }, body, version });
      announce(t("delegations.saved"));
      setRefusing(false);
      onChanged();
    });
  const numbers = Object.fromEntries(
    limitFieldNames.flatMap((each) => (typed[each].trim() ? [[each, Number(typed[each])]] : [])),
  );
  const deadlines = toDeadlines(until, settings.timeZone);
  const accredit = () =>
    send({
      ...(isRenamed && { name }),
      ...numbers,
      ...(isChanged && { deadlines }),
      ...(status === "accredited" ? {} : { status: "accredited" as const }),
    });
  return (
    <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), accredit()]}>
      <h3>{t("delegations.terms")}</h3>
      <TextsField
        id={toOrganizationFieldId("name")}
        label={t("organization.name")}
        hint={t("delegations.nameHint")}
        t={t}
        value={name}
        languages={listNameLanguages(settings.languages, delegation)}
        getErrorText={(each) => fieldErrors[`name.${each}`]}
        onTexts={setName}
      />
      <DelegationLimitFields typed={typed} fieldErrors={fieldErrors} onChange={setTyped} />
      <FieldSet id="exceptions" label={t("delegations.deadlines")} hint={t("delegations.deadlinesHint")}>
        <div class="trio">
          {delegationDeadlineKinds.map((kind) => (
            <TextField
              key={kind}
              id={`until-${kind}`}
              label={t(`delegations.until.${kind}`)}
              errorText={fieldErrors[`deadlines.${kind}.closesAt`]}
              type="datetime-local"
              dir="ltr"
              short
              value={until[kind]}
              onInput={(text) => setUntil({ ...until, [kind]: text })}
            />
          ))}
        </div>
      </FieldSet>
      {!isRefusing && Object.keys(fieldErrors).length === 0 && <ProblemNotice error={error} t={t} />}
      <div class="row">
        <Button type="submit" busy={busy}>
          {t(status === "accredited" ? "delegations.save" : "delegations.accredit")}
        </Button>
        {status === "requested" && (
          <Button kind="danger" onPress={() => setRefusing(true)}>
            {t("delegations.refuse")} …
          </Button>
        )}
      </div>
      {isRefusing && (
        <RefuseDialog
          {...{ delegationId, busy, error }}
          onClose={() => setRefusing(false)}
          onSend={(reason) => send({ status: "refused", reason })}
        />
      )}
    </form>
  );
}

/** The languages of the conference, and the others in which the delegation has a name. */
const listNameLanguages = (offered: readonly Language[], { name }: DelegationTermsProps["delegation"]): Language[] =>
  languages.filter((each) => offered.includes(each) || name[each] !== undefined);

type DeadlineInputs = Readonly<Record<(typeof delegationDeadlineKinds)[number], string>>;

const toInputs = ({ deadlines }: DelegationTermsProps["delegation"], timeZone: string): DeadlineInputs => {
  const toInput = (kind: keyof DeadlineInputs) => {
    const closesAt = deadlines?.[kind]?.closesAt;
    return closesAt === undefined ? "" : toLocalInputValue(closesAt, timeZone);
  };
  return { nomination: toInput("nomination"), substitution: toInput("substitution"), changes: toInput("changes") };
};

/** The exceptions of the body: a time for each kind, or `null` for that of the category. */
const toDeadlines = (until: DeadlineInputs, timeZone: string) =>
  Object.fromEntries(
    delegationDeadlineKinds.map((kind) => [
      kind,
      until[kind] === "" ? null : { closesAt: parseLocalInputValue(until[kind], timeZone) },
    ]),
  );

interface RefuseDialogProps {
  readonly delegationId: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onClose: () => void;
  readonly onSend: (reason: string) => void;
}

function RefuseDialog({ delegationId, busy, error, onClose, onSend }: RefuseDialogProps) {
  const { t } = useTranslation();
  const { field, submit } = useReason("refusal", `refusal.${delegationId}`);
  return (
    <Dialog title={t("delegations.refuse")} onClose={onClose}>
      <div class="stack">
        <p>{t("delegations.refuseMeans")}</p>
        <TextArea {...field} label={t("decide.reason")} hint={t("decide.reasonMailed")} />
        <ProblemNotice error={error} t={t} />
        <div class="row">
          <Button kind="danger" busy={busy} onPress={() => submit(onSend)}>
            {t("delegations.refuse")}
          </Button>
          <Button kind="secondary" onPress={onClose}>
            {t("common.cancel")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
