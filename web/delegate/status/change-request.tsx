import { useState } from "preact/hooks";
import type { Question } from "#shared/model/question.ts";
import { callApi } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { ConfirmDialog } from "../../kit/components/dialog.tsx";
import { Notice, ProblemNotice } from "../../kit/components/notices.tsx";
import { FieldChanges } from "../../kit/form/field-changes.tsx";
import { formatDateTime } from "../../kit/i18n/format-dates.ts";
import { useTranslation } from "../translations.ts";
import type { AskedProps } from "./own-questions.ts";
import type { OwnRegistrationProps } from "./registration-state.ts";

/** What the person has asked the secretariat to change, until it decides; nothing without a request. */
export function OpenChangeRequest({ asked, ...props }: AskedProps) {
  const { registration, conference } = props;
  const reader = useTranslation();
  const { t, language } = reader;
  const { changeRequest } = registration;
  if (!changeRequest) return null;
  return (
    <Notice>
      <h2>{t("openRequest.title")}</h2>
      <p>{t("openRequest.since", { date: formatDateTime(changeRequest.at, conference.timeZone, language) })}</p>
      <FieldChanges
        caption={t("openRequest.caption")}
        changes={changeRequest.changes}
        questions={asked?.items as readonly Question[] | undefined}
        {...{ conference, reader }}
      />
      <p class="small soft">{t("openRequest.next")}</p>
      <TakeBack {...props} />
    </Notice>
  );
}

/** Takes the request back after a confirmation. */
function TakeBack({ registration, token, onChange }: OwnRegistrationProps) {
  const { t, language } = useTranslation();
  const { registrationId, version } = registration;
  const [isAsked, setAsked] = useState(false);
  const { busy, error, run } = useAction();
  const takeBack = () =>
    run(async () => {
      const body = { changeRequest: null };
      const after = await callApi("amendRegistration", { params: { registrationId }, body, token, language, version });
      announce(t("openRequest.takenBack"));
      onChange(after);
    });
  return (
    <>
      <Button kind="secondary" small onPress={() => setAsked(true)}>
        {t("openRequest.takeBack")}
      </Button>
      {isAsked && (
        <ConfirmDialog
          title={t("openRequest.takeBackTitle")}
          yes={t("openRequest.takeBack")}
          no={t("common.cancel")}
          busy={busy}
          onYes={takeBack}
          onNo={() => setAsked(false)}
        >
          <p>{t("openRequest.takeBackMeans")}</p>
          <ProblemNotice error={error} t={t} />
        </ConfirmDialog>
      )}
    </>
  );
}
