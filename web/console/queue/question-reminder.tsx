import { useConsoleContext } from "../console-context.ts";
import { AnnouncementButton } from "../emails/announcement-button.tsx";
import { useTranslation } from "../translations.ts";

/** Reminds everyone who has not answered, after a confirmation. */
export function QuestionReminder() {
  const { t } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const send = async () => {
    const { queued } = await callApi("remindOfQuestions", { params: { conferenceId }, body: {} });
    return t(queued ? "questionReminder.queued" : "questionReminder.alreadySent");
  };
  return <AnnouncementButton label={t("questionReminder.send")} means={t("questionReminder.means")} send={send} />;
}
