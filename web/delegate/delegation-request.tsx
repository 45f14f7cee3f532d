import { useEffect, useRef, useState } from "preact/hooks";
import { type ApiCallOptions, callApi } from "../kit/api/client.ts";
import { FormActions } from "../kit/components/button.tsx";
import { ErrorSummary, LoadNotice, Notice, ProblemNotice } from "../kit/components/notices.tsx";
import { loadFormRules } from "../kit/form/form-errors.ts";
import {
  createOrganizationDraft,
  type OrganizationDraft,
  OrganizationFields,
  toOrganizationBody,
  useOrganizationForm,
} from "../kit/form/organization-form.tsx";
import { navigate } from "../kit/hooks/use-location.ts";
import { getLocalizedText, useDocumentTitle } from "../kit/i18n/translations.tsx";
import { type PublicConference, useConference } from "./conference.tsx";
import { useTranslation } from "./translations.ts";

/** The accreditation request of an organization. */
export function DelegationRequestPage({ conferenceId }: { readonly conferenceId: string }) {
  const { t, language } = useTranslation();
  const { loaded, reload } = useConference(conferenceId, language);
  const [isSent, setSent] = useState(false);
  useDocumentTitle(
    loaded.state === "ready"
      ? `${t("request.title")} · ${getLocalizedText(loaded.value.title, language)}`
      : t("request.title"),
  );
  if (loaded.state !== "ready") return <LoadNotice {...{ loaded, reload, t }} />;
  if (isSent) return <DelegationRequestSent />;
  return <DelegationRequestForm conference={loaded.value} onSent={() => setSent(true)} />;
}

interface DelegationRequestFormProps {
  readonly conference: PublicConference;
  readonly onSent: () => void;
}

function DelegationRequestForm({ conference, onSent }: DelegationRequestFormProps) {
  const reader = useTranslation();
  const { t, find, language } = reader;
  const { conferenceId, title } = conference;
  const form = useOrganizationForm(
    {
      storageKey: `request.${conferenceId}`,
      createDraft: () => createOrganizationDraft(language),
      toBody: (draft: OrganizationDraft) => toOrganizationBody(draft) as ApiCallOptions<"requestDelegation">["body"],
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
        <h1>{t("request.title")}</h1>
        <p>{t("request.lead")}</p>
      </div>
      <OrganizationFields
        {...{ reader, conference, fieldErrors }}
        nameLanguages={[language]}
        value={draft}
        onChange={change}
      />
      {summary.length === 0 && <ProblemNotice error={error} t={t} />}
      <FormActions
        submitLabel={t("request.send")}
        cancelLabel={t("common.cancel")}
        busy={busy}
        onCancel={() => navigate({ conference: conferenceId })}
      />
    </form>
  );
}

function DelegationRequestSent() {
  const { t } = useTranslation();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <div class="sheet stack">
      <h1 ref={title} tabIndex={-1}>
        {t("request.sent")}
      </h1>
      <Notice tone="success">
        <p>{t("request.next")}</p>
      </Notice>
    </div>
  );
}
