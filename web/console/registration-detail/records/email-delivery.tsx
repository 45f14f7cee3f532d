import type { ApiAnswer } from "../../../kit/api/client.ts";
import { Tag } from "../../../kit/components/notices.tsx";
import { useTimeFormat } from "../../labels.tsx";
import { useTranslation } from "../../translations.ts";

interface EmailDeliveryProps {
  readonly email: Omit<NonNullable<ApiAnswer<"getHistory">["items"][number]["mails"]>[number], "emailId" | "kind">;
}

/** Whether and when an email was sent, what is wrong with it, and why. */
export function EmailDelivery({ email: { state, at, issues, failures, reason, answer } }: EmailDeliveryProps) {
  const { t } = useTranslation();
  const formatTime = useTimeFormat();
  return (
    <>
      {issues.length === 0 && (
        <span class="soft">{state === "queued" ? t("mailed.queued") : t("mailed.sent", { at: formatTime(at) })}</span>
      )}
      {issues.map((each) => (
        <Tag key={each} tone="warning">
          {t(`trouble.${each}`)}
        </Tag>
      ))}
      {reason && <span>{t(`mailReason.${reason}`)}</span>}
      {failures !== undefined && <span>{t("mailed.failures", { count: String(failures) })}</span>}
      {answer && (
        <span class="soft">
          {t("mailed.answer")}
          {t("common.colon")}
          <bdi dir="ltr">{answer}</bdi>
        </span>
      )}
    </>
  );
}
