import { useState } from "preact/hooks";
import { useAction } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { ConfirmDialog } from "../../kit/components/dialog.tsx";
import { ProblemNotice } from "../../kit/components/notices.tsx";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";

/** Reminds everyone who has not answered, after a confirmation. */
export function QuestionReminder() {
  const { t } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const [isAsking, setAsking] = useState(false);
  const [said, setSaid] = useState("");
  const { busy, error, run } = useAction();
  const { conferenceId } = settings;
  const send = () =>
    run(async () => {
      const { queued } = await callApi("remindOfQuestions", { params: { conferenceId }, body: {} });
      const message = t(queued ? "questionReminder.queued" : "questionReminder.alreadySent");
      setAsking(false);
      setSaid(message);
      announce(message);
    });
  return (
    <div class="stack-tight">
      <div class="row">
        <Button kind="secondary" small onPress={() => setAsking(true)}>
          {t("questionReminder.send")}
        </Button>
      </div>
      {said !== "" && <p class="small">{said}</p>}
      {isAsking && (
        <ConfirmDialog
          title={t("questionReminder.send")}
          yes={t("questionReminder.send")}
          no={t("common.cancel")}
          busy={busy}
          onYes={send}
          onNo={() => setAsking(false)}
        >
          <p>{t("questionReminder.means")}</p>
          <ProblemNotice error={error} t={t} />
        </ConfirmDialog>
      )}
    </div>
  );
}
