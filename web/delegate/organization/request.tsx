import { useEffect, useRef, useState } from "preact/hooks";
import { type CallOptions, call } from "../../api/client.ts";
import { loadRules } from "../../form/load-rules.ts";
import { emptyOrganization, type Organization, organizationBody } from "../../form/organization.ts";
import { OrganizationFields } from "../../form/organization-fields.tsx";
import { useOrganization } from "../../form/use-organization.ts";
import { textIn } from "../../i18n/words.tsx";
import { FormButtons } from "../../kit/form-buttons.tsx";
import { go } from "../../kit/fragment.ts";
import { ErrorSummary, Notice } from "../../kit/notice.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { type ConferenceAnswer, useConference } from "../use-conference.ts";
import { useWords } from "../words.ts";

/** An organization asks to attend: accredited first, then its people. */
export function Request({ conferenceId }: { readonly conferenceId: string }) {
  const { t, language } = useWords();
  const { loaded, again } = useConference(conferenceId, language);
  const [isSent, setSent] = useState(false);
  if (loaded.state === "failed") return <ProblemNotice error={loaded.error} t={t} onRetry={again} />;
  if (loaded.state === "loading") return <p aria-busy="true">{t("common.loading")}</p>;
  if (isSent) return <Sent />;
  return <RequestForm conference={loaded.value} onSent={() => setSent(true)} />;
}

interface Props {
  readonly conference: ConferenceAnswer;
  readonly onSent: () => void;
}

function RequestForm({ conference, onSent }: Props) {
  const reader = useWords();
  const { t, find, language } = reader;
  const { conferenceId, title, categories } = conference;
  const form = useOrganization(
    {
      kept: `request.${conferenceId}`,
      empty: () => emptyOrganization(language),
      bodyOf: (draft: Organization) => organizationBody(draft) as CallOptions<"requestDelegation">["body"],
      check: async (body) => (await loadRules()).checkRequest(body),
      send: async (body, key) => {
        await call("requestDelegation", { params: { conferenceId }, body, language, key });
        onSent();
      },
    },
    find,
  );
  const { draft, change, faults, summary, attempt, busy, error } = form;
  return (
    <form class="sheet stack-wide" noValidate onSubmit={(event) => [event.preventDefault(), form.submit()]}>
      <ErrorSummary t={t} faults={summary} attempt={attempt} />
      <div class="stack">
        <p class="soft">
          <bdi>{textIn(title, language)}</bdi>
        </p>
        <h1>{t("request.title")}</h1>
        <p>{t("request.lead")}</p>
      </div>
      <OrganizationFields {...{ reader, categories, faults }} named={[language]} value={draft} onChange={change} />
      {error !== undefined && summary.length === 0 && <ProblemNotice error={error} t={t} />}
      <FormButtons
        does={t("request.send")}
        no={t("common.cancel")}
        busy={busy}
        onNo={() => go({ conference: conferenceId })}
      />
    </form>
  );
}

function Sent() {
  const { t } = useWords();
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
