import { useState } from "preact/hooks";
import { toLocalDay } from "#shared/model/time.ts";
import { callApi, fetchFile, saveFile } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { ConfirmDialog } from "../../kit/components/dialog.tsx";
import { TextArea } from "../../kit/components/fields.tsx";
import { ProblemNotice } from "../../kit/components/notices.tsx";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import { formatDateTime } from "../../kit/i18n/format-dates.ts";
import { useTranslation } from "../translations.ts";
import type { OwnRegistrationProps } from "./registration-state.ts";

/** An offered seat with its deadline: accept or decline. */
export function SeatOffer({
  registration,
  conference,
  token,
  onChange,
  until,
}: OwnRegistrationProps & { readonly until: string }) {
  const { t, language } = useTranslation();
  const [isAsked, setAsked] = useState(false);
  const { busy, error, run } = useAction();
  const { registrationId, version } = registration;
  const answer = (id: "acceptOffer" | "declineOffer") =>
    run(async () => onChange(await callApi(id, { params: { registrationId }, body: {}, token, language, version })));
  return (
    <section class="stack">
      <p>
        <strong>{t("offer.until", { until: formatDateTime(until, conference.timeZone, language) })}</strong>
      </p>
      {!isAsked && <ProblemNotice error={error} t={t} />}
      <div class="row">
        <Button busy={busy} onPress={() => answer("acceptOffer")}>
          {t("offer.accept")}
        </Button>
        <Button kind="secondary" busy={busy} onPress={() => setAsked(true)}>
          {t("offer.decline")}
        </Button>
      </div>
      {isAsked && (
        <ConfirmDialog
          title={t("offer.declineTitle")}
          yes={t("offer.decline")}
          no={t("common.cancel")}
          danger
          busy={busy}
          onYes={() => answer("declineOffer")}
          onNo={() => setAsked(false)}
        >
          <p>{t("offer.declineMeans")}</p>
          <ProblemNotice error={error} t={t} />
        </ConfirmDialog>
      )}
    </section>
  );
}

/** Requests a seat again; the person joins the end of the waiting list. */
export function RequestSeatAgain({ registration: { registrationId, version }, token, onChange }: OwnRegistrationProps) {
  const { t, language } = useTranslation();
  const { busy, error, run } = useAction();
  const ask = () =>
    run(async () =>
      onChange(await callApi("acceptOffer", { params: { registrationId }, body: {}, token, language, version })),
    );
  return (
    <section class="stack">
      <ProblemNotice error={error} t={t} />
      <Button busy={busy} onPress={ask}>
        {t("offer.again")}
      </Button>
    </section>
  );
}

interface DownloadProps extends OwnRegistrationProps {
  readonly file: "getCalendar" | "getCertificatePdf";
}

/**
 * Downloads a file of a confirmed person: the conference and the sessions as an iCalendar file, or the certificate of
 * attendance, of which the API says whether there is one.
 */
export function DownloadButton({ registration: { registrationId }, conference, token, file }: DownloadProps) {
  const { t, language } = useTranslation();
  const { busy, error, run } = useAction();
  const isCalendar = file === "getCalendar";
  const save = () =>
    run(async () => {
      const content = await fetchFile(file, { params: { registrationId }, query: { language }, token, language });
      saveFile(content, `${conference.conferenceId}.${isCalendar ? "ics" : "pdf"}`);
    });
  return (
    <section class="stack no-print">
      <ProblemNotice error={error} t={t} />
      <Button kind="secondary" small busy={busy} onPress={save}>
        {t(isCalendar ? "calendar.add" : "status.certificate")}
      </Button>
    </section>
  );
}

/** Whether a day of the conference is over, which a certificate can name. */
export const hasDayBehind = ({ startsOn, timeZone }: OwnRegistrationProps["conference"]): boolean =>
  startsOn < toLocalDay(new Date().toISOString(), timeZone);

const finalStates = ["withdrawn", "rejected", "revoked"];

/** Withdraws the registration after a confirmation. */
export function WithdrawRegistration(props: OwnRegistrationProps) {
  const { t } = useTranslation();
  const { registrationId, accreditation } = props.registration;
  const [isAsked, setAsked] = useFormState(`withdraw.${registrationId}`, false);
  if (finalStates.includes(accreditation)) return null;
  return (
    <section class="stack no-print">
      <Button kind="danger" small onPress={() => setAsked(true)}>
        {t("withdraw.ask")}
      </Button>
      {isAsked && <WithdrawalDialog {...props} onClose={() => setAsked(false)} />}
    </section>
  );
}

function WithdrawalDialog({
  registration,
  token,
  onChange,
  onClose,
}: OwnRegistrationProps & { readonly onClose: () => void }) {
  const { t, language } = useTranslation();
  const { registrationId, version } = registration;
  const [reason, setReason] = useFormState(`withdraw-reason.${registrationId}`, "");
  const { busy, error, run } = useAction();
  const withdraw = () =>
    run(async () => {
      const body = reason.trim() === "" ? {} : { reason };
      onChange(await callApi("withdrawRegistration", { params: { registrationId }, body, token, language, version }));
      onClose();
    });
  return (
    <ConfirmDialog
      title={t("withdraw.title")}
      yes={t("withdraw.yes")}
      no={t("withdraw.no")}
      danger
      busy={busy}
      onYes={withdraw}
      onNo={onClose}
    >
      <p>{t("withdraw.means")}</p>
      <ProblemNotice error={error} t={t} />
      <TextArea
        id="withdraw-reason"
        label={t("withdraw.reason")}
        optional={t("common.optional")}
        value={reason}
        onInput={setReason}
      />
    </ConfirmDialog>
  );
}
