import { useState } from "preact/hooks";
import { emailIssues } from "#shared/model/email.ts";
import type { ApiAnswer } from "../../kit/api/client.ts";
import { useAction, useLoaded, useRefresh } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { ConfirmDialog } from "../../kit/components/dialog.tsx";
import { SelectField } from "../../kit/components/fields.tsx";
import { LoadNotice, ProblemNotice, Tag } from "../../kit/components/notices.tsx";
import { Table } from "../../kit/components/table.tsx";
import { buildHref, navigate, useLocation } from "../../kit/hooks/use-location.ts";
import { useConsoleContext } from "../console-context.ts";
import { useTimeFormat } from "../labels.tsx";
import { Pagination, usePagination } from "../pagination.tsx";
import { useTranslation } from "../translations.ts";
import { useEmailNames } from "./email-names.ts";

interface EmailRowProps {
  readonly mail: ApiAnswer<"listEmails">["items"][number];
  readonly name: string;
  readonly reload: () => void;
}

/** The issues that stop emails to an address until staff lift the suppression. */
const suppressingStates: readonly string[] = ["suppressed", "bounced", "complained"];

/** An email with its issues and its recipient. */
function EmailRow({ mail, name, reload }: EmailRowProps) {
  const { t } = useTranslation();
  const { settings } = useConsoleContext();
  const [isAsking, setAsking] = useState(false);
  const { registrationId, delegationId, states, at, reason } = mail;
  const target = registrationId
    ? { view: "queue", registration: registrationId }
    : { view: "delegations", delegation: delegationId };
  const isSuppressed = states.some((each) => suppressingStates.includes(each));
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <span class="row">
          {states.map((each) => (
            <Tag key={each} tone={each === "failed" || each === "complained" ? "danger" : "warning"}>
              {t(`trouble.${each}`)}
            </Tag>
          ))}
        </span>
        {reason && <p class="small soft">{t(`mailReason.${reason}`)}</p>}
      </td>
      <td class="small">{useTimeFormat()(at)}</td>
      <td>
        <a href={buildHref({ conference: settings.conferenceId, ...target })}>
          {t(registrationId ? "mails.registration" : "mails.delegation")}
        </a>
      </td>
      <td>
        {registrationId && isSuppressed && (
          <Button kind="secondary" small onPress={() => setAsking(true)}>
            {t("mails.lift")}
          </Button>
        )}
        {registrationId && isAsking && (
          <LiftSuppressionDialog {...{ registrationId, reload }} onClose={() => setAsking(false)} />
        )}
      </td>
    </tr>
  );
}

interface LiftSuppressionDialogProps {
  readonly registrationId: string;
  readonly reload: () => void;
  readonly onClose: () => void;
}

function LiftSuppressionDialog({ registrationId, reload, onClose }: LiftSuppressionDialogProps) {
  const { t } = useTranslation();
  const { callApi } = useConsoleContext();
  const { busy, error, run } = useAction();
  const lift = () =>
    run(async () => {
      await callApi("liftSuppression", { params: { registrationId } });
      announce(t("mails.lifted"));
      reload();
      onClose();
    });
  return (
    <ConfirmDialog
      title={t("mails.lift")}
      yes={t("mails.lift")}
      no={t("common.cancel")}
      busy={busy}
      onYes={lift}
      onNo={onClose}
    >
      <p>{t("mails.liftMeans")}</p>
      <ProblemNotice error={error} t={t} />
    </ConfirmDialog>
  );
}

/** Emails that were not sent, may have been sent twice, or bounced. */
export function EmailsView() {
  const { t, language } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const pageLocation = useLocation();
  const { conferenceId } = settings;
  const state = pageLocation["state"];
  const pages = usePagination(state);
  const { cursor } = pages;
  const names = useEmailNames(language);
  const { loaded, reload } = useLoaded(
    (signal) => callApi("listEmails", { params: { conferenceId }, query: { state, limit: 50, cursor }, signal }),
    [conferenceId, state, cursor, callApi],
  );
  useRefresh(reload, 10_000);
  const page = loaded.state === "ready" ? loaded.value : undefined;
  return (
    <div class="sheet dense-sheet stack">
      <h1>{t("nav.emails")}</h1>
      <p class="soft">{t("mails.lead")}</p>
      <div class="filters">
        <SelectField
          id="state"
          label={t("mails.state")}
          value={state ?? ""}
          empty={t("queue.any")}
          options={emailIssues.map((value) => ({ value, label: t(`trouble.${value}`) }))}
          onChange={(value) => navigate({ conference: conferenceId, view: "emails", ...(value && { state: value }) })}
        />
      </div>
      <LoadNotice {...{ loaded, reload, t }} />
      {page && page.items.length === 0 && <p>{t("mails.none")}</p>}
      {page && page.items.length > 0 && (
        <Table
          caption={t("nav.emails")}
          head={[t("mails.kind"), t("mails.state"), t("mails.at"), t("mails.whose"), t("capacity.act")]}
        >
          {page.items.map((mail) => (
            <EmailRow key={mail.emailId} {...{ mail, reload }} name={names[mail.kind] ?? mail.kind} />
          ))}
        </Table>
      )}
      <Pagination pages={pages} next={page?.next} />
    </div>
  );
}
