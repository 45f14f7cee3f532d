import { callForFile } from "../../api/client.ts";
import { Button } from "../../kit/button.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { saveFile } from "../../kit/save-file.ts";
import { useAction } from "../../kit/use-async.ts";
import { useWords } from "../words.ts";
import type { Standing } from "./open-registration.ts";

/** The conference and the sessions of a confirmed person, as a file that calendars take. */
export function Calendar({ registration: { registrationId }, conference, token }: Standing) {
  const { t, language } = useWords();
  const { busy, error, run } = useAction();
  const save = () =>
    run(async () => {
      const file = await callForFile("readCalendar", { params: { registrationId }, query: { language }, token });
      saveFile(file, `${conference.conferenceId}.ics`);
    });
  return (
    <section class="stack no-print">
      {error !== undefined && <ProblemNotice error={error} t={t} />}
      <Button kind="secondary" small busy={busy} onPress={save}>
        {t("calendar.add")}
      </Button>
    </section>
  );
}
