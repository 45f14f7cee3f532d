import { useState } from "preact/hooks";
import { isFirstDayOver } from "#shared/certificates/certificates.rules.ts";
import { type ExportFormat, tableFormats } from "#shared/model/job.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { ProblemNotice } from "../../kit/components/notices.tsx";
import { useSendOnce } from "../../kit/hooks/use-send-once.ts";
import { useConsoleContext } from "../console-context.ts";
import { AnnouncementButton } from "../emails/announcement-button.tsx";
import { formatTitles, RecentExports } from "../register/export/recent-exports.tsx";
import { useTranslation } from "../translations.ts";

/** The table of who came, and the certificates of all who came, as files and by email. */
export function AttendanceFiles() {
  const { t, language } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const [latest, setLatest] = useState<string>();
  const { busy, error, run } = useAction();
  const sendOnce = useSendOnce();
  const make = (what: "attendance" | "certificates", format: ExportFormat) =>
    run(async () => {
      const body = { what, format, language };
      const { jobId } = await sendOnce(body, (idempotencyKey) =>
        callApi("startExport", { params: { conferenceId }, body, idempotencyKey }),
      );
      setLatest(jobId);
      announce(t("exports.making"));
    });
  const send = async () => {
    await callApi("sendCertificates", { params: { conferenceId }, body: {} });
    return t("attendanceFiles.queued");
  };
  return (
    <section class="stack" aria-labelledby="attendance-files">
      <h2 id="attendance-files">{t("attendanceFiles.title")}</h2>
      <div class="row">
        {tableFormats.map((format) => (
          <Button key={format} kind="secondary" small busy={busy} onPress={() => make("attendance", format)}>
            {t("attendanceFiles.export", { format: formatTitles[format] })}
          </Button>
        ))}
      </div>
      {isFirstDayOver(settings, new Date().toISOString()) && (
        <div class="row">
          <Button kind="secondary" small busy={busy} onPress={() => make("certificates", "pdf")}>
            {t("attendanceFiles.make")}
          </Button>
          <AnnouncementButton label={t("attendanceFiles.send")} means={t("attendanceFiles.means")} send={send} />
        </div>
      )}
      <ProblemNotice error={error} t={t} />
      <RecentExports latest={latest} />
    </section>
  );
}
