import exportsMessages from "virtual:messages/exports";
import { type AttendanceDimension, attendanceDimensions } from "#shared/model/check-in.ts";
import { useLoaded } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { LoadNotice } from "../../kit/components/notices.tsx";
import { buildHref, useLocation } from "../../kit/hooks/use-location.ts";
import { useConsoleContext } from "../console-context.ts";
import { useTimeFormat } from "../labels.tsx";
import { createLazyView } from "../lazy-view.tsx";
import { LocalizedNumber } from "../localized-number.tsx";
import { useTranslation } from "../translations.ts";
import { type Attendance, AttendanceTables } from "./attendance-tables.tsx";
import { RegisterCount } from "./register-count.tsx";

const AttendanceFiles = createLazyView(
  () => import("./attendance-files.tsx").then((part) => part.AttendanceFiles),
  exportsMessages,
);

/** Who came, counted from the scans at the gates, by the dimension in the address. */
export function AttendanceView() {
  const { t } = useTranslation();
  const { callApi, settings, canDecide } = useConsoleContext();
  const { conferenceId } = settings;
  const chosen = useLocation()["by"];
  const by = attendanceDimensions.find((each) => each === chosen) ?? "day";
  // Counting reads every scan of the conference, so the view counts again by its button alone.
  const { loaded, reload } = useLoaded(
    (signal) => callApi("getAttendance", { params: { conferenceId }, query: { by }, signal }),
    [conferenceId, callApi, by],
  );
  // While another dimension loads, the last one is not shown under its name.
  const attendance = loaded.state === "ready" && loaded.value.by === by ? loaded.value : undefined;
  return (
    <div class="sheet dense-sheet stack-wide">
      <h1>{t("nav.attendance")}</h1>
      <p class="soft">{t("attendance.lead")}</p>
      <nav aria-label={t("attendance.by.label")}>
        <ul class="tabs">
          {attendanceDimensions.filter(isOffered(settings.sessions.length > 0)).map((each) => (
            <li key={each}>
              <a
                href={buildHref({ conference: conferenceId, view: "attendance", by: each })}
                aria-current={each === by ? "page" : undefined}
              >
                {t(`attendance.by.${each}`)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {attendance ? (
        <Counted attendance={attendance} reload={reload} />
      ) : (
        <LoadNotice loaded={loaded.state === "failed" ? loaded : { state: "loading" }} {...{ reload, t }} />
      )}
      {canDecide && <AttendanceFiles />}
    </div>
  );
}

const isOffered =
  (hasSessions: boolean) =>
  (dimension: AttendanceDimension): boolean =>
    hasSessions || dimension !== "session";

function Counted({ attendance, reload }: { readonly attendance: Attendance; readonly reload: () => void }) {
  const { t } = useTranslation();
  const formatTime = useTimeFormat();
  const { confirmed, attended, noShows } = attendance.total;
  return (
    <>
      <dl class="facts dense narrow">
        <div>
          <dt>{t("attendance.confirmed")}</dt>
          <dd>
            <RegisterCount name={t("attendance.confirmed")} count={confirmed} filter={{}} />
          </dd>
        </div>
        <div>
          <dt>{t("attendance.attended")}</dt>
          <dd class="number">
            <LocalizedNumber value={attended} />
          </dd>
        </div>
        <div>
          <dt>{t("attendance.noShows")}</dt>
          <dd>
            <RegisterCount name={t("attendance.noShows")} count={noShows} filter={{ scannedAt: "" }} />
          </dd>
        </div>
      </dl>
      <p class="row">
        <span class="small soft" role="status">
          {t("shares.asOf", { time: formatTime(attendance.asOf) })}
        </span>
        <Button kind="secondary" small onPress={reload}>
          {t("shares.countAgain")}
        </Button>
      </p>
      {attendance.total.attended === 0 && <p>{t("attendance.none")}</p>}
      <AttendanceTables attendance={attendance} />
    </>
  );
}
