import type { Language } from "#shared/model/conference.ts";
import type { ApiCallOptions } from "../../kit/api/client.ts";
import { announce } from "../../kit/components/announce.ts";
import { FormActions } from "../../kit/components/button.tsx";
import { TextField } from "../../kit/components/fields.tsx";
import { ErrorSummary, ProblemNotice } from "../../kit/components/notices.tsx";
import type { FieldErrors } from "../../kit/form/form-errors.ts";
import {
  createOrganizationDraft,
  type OrganizationDraft,
  OrganizationFields,
  toOrganizationBody,
  toOrganizationFieldId,
  useOrganizationForm,
} from "../../kit/form/organization-form.tsx";
import { loadModule } from "../../kit/hooks/use-lazy-component.ts";
import { navigate, useLocation } from "../../kit/hooks/use-location.ts";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";

export const limitFieldNames = ["quota", "reserve", "insideAtOnce"] as const;
export type DelegationLimit = (typeof limitFieldNames)[number];

/** The form values of a new delegation. */
export interface DelegationDraftInput extends OrganizationDraft {
  readonly limits: Readonly<Record<DelegationLimit, string>>;
}

const createDelegationDraft = (language: Language): DelegationDraftInput => ({
  ...createOrganizationDraft(language),
  limits: { quota: "", reserve: "", insideAtOnce: "" },
});

/** The request body. The contract's rules report missing and wrong fields. */
function toDelegationBody({ limits: typed, ...organization }: DelegationDraftInput) {
  const numbers = limitFieldNames.flatMap((each) => (typed[each].trim() === "" ? [] : [[each, Number(typed[each])]]));
  return {
    ...toOrganizationBody(organization),
    ...Object.fromEntries(numbers),
  } as ApiCallOptions<"createDelegation">["body"];
}

type LimitInputs = Readonly<Record<DelegationLimit, string>>;

interface DelegationLimitFieldsProps {
  readonly typed: LimitInputs;
  readonly fieldErrors: FieldErrors;
  /** The text that marks the fields as optional. */
  readonly optional?: string;
  readonly onChange: (typed: LimitInputs) => void;
}

/** The limits of a delegation. */
export function DelegationLimitFields({ typed, fieldErrors, optional, onChange }: DelegationLimitFieldsProps) {
  const { t } = useTranslation();
  return (
    <div class="trio">
      {limitFieldNames.map((each) => (
        <TextField
          key={each}
          id={toOrganizationFieldId(each)}
          label={t(`delegations.${each}`)}
          hint={t(`delegations.${each}Hint`)}
          errorText={fieldErrors[each]}
          optional={optional}
          inputMode="numeric"
          dir="ltr"
          short
          value={typed[each]}
          onInput={(value) => onChange({ ...typed, [each]: value })}
        />
      ))}
    </div>
  );
}

/** Creates an accredited delegation. Its focal points are informed by email. */
export function DelegationForm({ onCreated }: { readonly onCreated: () => void }) {
  const reader = useTranslation();
  const { t, find, language } = reader;
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const { make: _, ...list } = useLocation();
  const form = useOrganizationForm(
    {
      storageKey: `make.${conferenceId}`,
      createDraft: () => createDelegationDraft(language),
      toBody: toDelegationBody,
      validate: async (body) => (await loadModule(import("./delegation-rules.ts"))).validateDelegation(body),
      send: async (body, idempotencyKey) => {
        const { delegationId } = await callApi("createDelegation", { params: { conferenceId }, body, idempotencyKey });
        announce(t("making.made"));
        onCreated();
        navigate({ ...list, delegation: delegationId });
      },
    },
    find,
  );
  const { draft, change, fieldErrors, summary, attempt, busy, error } = form;
  return (
    <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), form.submit()]}>
      <h2 tabIndex={-1}>{t("making.title")}</h2>
      <ErrorSummary t={t} errors={summary} attempt={attempt} />
      {summary.length === 0 && <ProblemNotice error={error} t={t} />}
      <OrganizationFields
        {...{ reader, fieldErrors }}
        conference={settings}
        nameLanguages={settings.languages}
        value={draft}
        onChange={change}
      />
      <DelegationLimitFields
        typed={draft.limits}
        fieldErrors={fieldErrors}
        optional={t("common.optional")}
        onChange={(limits) => change({ limits })}
      />
      <FormActions
        submitLabel={t("making.make")}
        cancelLabel={t("common.cancel")}
        busy={busy}
        onCancel={() => navigate(list)}
      />
    </form>
  );
}
