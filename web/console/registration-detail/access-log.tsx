import { useState } from "preact/hooks";
import type { ApiAnswer } from "../../kit/api/client.ts";
import { useLoaded } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { TextField } from "../../kit/components/fields.tsx";
import { LoadNotice } from "../../kit/components/notices.tsx";
import { StaffMember, useTimeFormat } from "../labels.tsx";
import { useTranslation } from "../translations.ts";
import { useReason } from "../use-reason.ts";

interface ReasonFormProps {
  /** Contains the subject: the typed reason is stored under it. */
  readonly id: string;
  readonly label: string;
  readonly submitLabel: string;
  readonly busy: boolean;
  readonly onSend: (reason: string) => void;
}

/** Asks for the reason of an access, which is recorded with the account and the time. */
export function ReasonForm({ id, label, submitLabel, busy, onSend }: ReasonFormProps) {
  const { t } = useTranslation();
  const { field, submit } = useReason(id);
  return (
    <form class="stack-tight" noValidate onSubmit={(event) => [event.preventDefault(), submit(onSend)]}>
      <TextField {...field} label={label} hint={t("case.whyHint")} />
      <Button type="submit" kind="secondary" small busy={busy}>
        {submitLabel}
      </Button>
    </form>
  );
}

interface AccessLogProps {
  readonly load: (signal: AbortSignal) => Promise<ApiAnswer<"listDocumentAccess">>;
}

/** The access log: who, when and why. It loads when opened. */
export function AccessLog({ load }: AccessLogProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="small" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("case.openings")}</summary>
      {isOpen && <AccessLogEntries load={load} />}
    </details>
  );
}

function AccessLogEntries({ load }: AccessLogProps) {
  const { t } = useTranslation();
  const formatTime = useTimeFormat();
  const { loaded, reload } = useLoaded(load, []);
  if (loaded.state !== "ready") return <LoadNotice {...{ loaded, reload, t }} />;
  if (loaded.value.items.length === 0) return <p class="soft">{t("case.neverOpened")}</p>;
  return (
    <ul>
      {loaded.value.items.map(({ at, by, reason, what }) => (
        <li key={`${at} ${by}`}>
          {formatTime(at)}
          {t("common.colon")}
          {what && `${t(`accessed.${what}`)} `}
          {reason !== undefined && <bdi>{reason}</bdi>} <StaffMember id={by} />
        </li>
      ))}
    </ul>
  );
}
