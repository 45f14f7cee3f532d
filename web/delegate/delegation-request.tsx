import loaders from "virtual:messages/request";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Language } from "#shared/model/conference.ts";
import { type ApiCallOptions, callApi } from "../kit/api/client.ts";
import { FormActions } from "../kit/components/button.tsx";
import { TextArea } from "../kit/components/fields.tsx";
import { ErrorSummary, LoadNotice, Notice, ProblemNotice } from "../kit/components/notices.tsx";
import { loadFormRules } from "../kit/form/form-errors.ts";
import {
  createOrganizationDraft,
  type OrganizationDraft,
  OrganizationFields,
  toOrganizationBody,
  toOrganizationFieldId,
  useOrganizationForm,
} from "../kit/form/organization-form.tsx";
import { navigate } from "../kit/hooks/use-location.ts";
import type { PageMessages } from "../kit/i18n/page-messages.ts";
import { getLocalizedText, useDocumentTitle, usePartMessages } from "../kit/i18n/translations.tsx";
import { type PublicConference, useConference } from "./conference.tsx";
import { useTranslation } from "./translations.ts";

const useRequestTranslation = (language: Language) => usePartMessages<PageMessages<"request">>(loaders, language);

/** The texts of the request, which are loaded with it. */
interface RequestTexts {
  readonly texts: NonNullable<ReturnType<typeof useRequestTranslation>>["t"];
}

/** The accreditation request of an organization. */
export function DelegationRequestPage({ conferenceId }: { readonly conferenceId: string }) {
  const { t, language } = useTranslation();
  const texts = useRequestTranslation(language)?.t;
  const { loaded, reload } = useConference(conferenceId, language);
  const [isSent, setSent] = useState(false);
  const conferenceTitle = loaded.state === "ready" ? getLocalizedText(loaded.value.title, language) : "";
  useDocumentTitle([texts?.("organizationRequest.title"), conferenceTitle].filter(Boolean).join(" · "));
  if (loaded.state !== "ready") return <LoadNotice {...{ loaded, reload, t }} />;
  if (!texts) return <p aria-busy="true">{t("common.loading")}</p>;
  if (isSent) return <DelegationRequestSent texts={texts} />;
  return <DelegationRequestForm conference={loaded.value} texts={texts} onSent={() => setSent(true)} />;
}

/** The form values; a form that was opened before the release has no justification. */
interface RequestDraft extends OrganizationDraft {
  readonly justification?: string;
}

/** The request body. The contract's rules report missing and wrong fields. */
const toRequestBody = ({ justification = "", ...organization }: RequestDraft) =>
  ({
    ...toOrganizationBody(organization),
    ...(justification.trim() && { justification }),
  }) as ApiCallOptions<"requestDelegation">["body"];

interface DelegationRequestFormProps extends RequestTexts {
  readonly conference: PublicConference;
  readonly onSent: () => void;
}

function DelegationRequestForm({ conference, texts, onSent }: DelegationRequestFormProps) {
  const reader = useTranslation();
  const { t, find, language } = reader;
  const { conferenceId, title } = conference;
  const form = useOrganizationForm(
    {
      storageKey: `request.${conferenceId}`,
      createDraft: (): RequestDraft => createOrganizationDraft(language),
      toBody: toRequestBody,
      validate: async (body) => (await loadFormRules()).validateDelegationRequest(body),
      send: async (body, idempotencyKey) => {
        await callApi("requestDelegation", { params: { conferenceId }, body, language, idempotencyKey });
        onSent();
      },
    },
    find,
  );
  const { draft, change, fieldErrors, summary, attempt, busy, error } = form;
  return (
    <form class="sheet stack-wide" noValidate onSubmit={(event) => [event.preventDefault(), form.submit()]}>
      <ErrorSummary t={t} errors={summary} attempt={attempt} />
      <div class="stack">
        <p class="soft">
          <bdi>{getLocalizedText(title, language)}</bdi>
        </p>
        <h1>{texts("organizationRequest.title")}</h1>
        <p>{t("request.lead")}</p>
      </div>
      <OrganizationFields
        {...{ reader, conference, fieldErrors }}
        nameLanguages={[language]}
        value={draft}
        onChange={change}
      />
      <TextArea
        id={toOrganizationFieldId("justification")}
        label={t("organization.justification")}
        hint={texts("organizationRequest.justificationHint")}
        optional={t("common.optional")}
        errorText={fieldErrors["justification"]}
        value={draft.justification ?? ""}
        onInput={(justification) => change({ justification })}
      />
      {summary.length === 0 && <ProblemNotice error={error} t={t} />}
      <FormActions
        submitLabel={texts("organizationRequest.send")}
        cancelLabel={t("common.cancel")}
        busy={busy}
        onCancel={() => navigate({ conference: conferenceId })}
      />
    </form>
  );
}

function DelegationRequestSent({ texts }: RequestTexts) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <div class="sheet stack">
      <h1 ref={title} tabIndex={-1}>
        {texts("organizationRequest.sent")}
      </h1>
      <Notice tone="success">
        <p>{texts("organizationRequest.next")}</p>
      </Notice>
      <p>{texts("organizationRequest.letter")}</p>
    </div>
  );
}
