import { Notice } from "../../kit/components/notices.tsx";
import { FieldChanges } from "../../kit/form/field-changes.tsx";
import { formatDateTime } from "../../kit/i18n/format-dates.ts";
import { useTranslation } from "../translations.ts";
import type { OwnRegistrationProps } from "./registration-state.ts";

/** What the person has asked the secretariat to change, until it decides; nothing without a request. */
export function OpenChangeRequest({ registration: { changeRequest }, conference }: OwnRegistrationProps) {
  const reader = useTranslation();
  const { t, language } = reader;
  if (!changeRequest) return null;
  return (
    <Notice>
      <h2>{t("openRequest.title")}</h2>
      <p>{t("openRequest.since", { date: formatDateTime(changeRequest.at, conference.timeZone, language) })}</p>
      <FieldChanges caption={t("openRequest.caption")} changes={changeRequest.changes} {...{ conference, reader }} />
      <p class="small soft">{t("openRequest.next")}</p>
    </Notice>
  );
}
