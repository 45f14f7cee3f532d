import { useState } from "preact/hooks";
import { useAction } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { ConfirmDialog } from "../../kit/components/dialog.tsx";
import { SelectField, TextArea } from "../../kit/components/fields.tsx";
import { ProblemNotice } from "../../kit/components/notices.tsx";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import { CertificateDownload } from "../attendance/certificate-download.tsx";
import { type StaffRegistration, useConsoleContext } from "../console-context.ts";
import { formatPersonName } from "../labels.tsx";
import { useTranslation } from "../translations.ts";
import { useReason } from "../use-reason.ts";
import { EditDialog } from "./edit-dialog.tsx";

interface RegistrationActionsProps {
  readonly registration: StaffRegistration;
  readonly onDone: (after: StaffRegistration) => void;
  readonly reload: () => void;
}

const liveStates = ["pending", "returned", "approved"];

/** What the secretariat does beside deciding: edit, withdraw on behalf of the person, delete. */
export function RegistrationActions({ registration, onDone, reload }: RegistrationActionsProps) {
  const { t } = useTranslation();
  const { registrationId, accreditation } = registration;
  const [open, setOpen] = useFormState<"edit" | "withdraw" | "sessions" | "erase" | "">(
    `actions.${registrationId}`,
    "",
  );
  const close = () => setOpen("");
  const isLive = liveStates.includes(accreditation);
  return (
    <div class="row">
      {isLive && (
        <Button kind="secondary" small onPress={() => setOpen("edit")}>
          {t("edit.open")}
        </Button>
      )}
      {isLive && (
        <Button kind="secondary" small onPress={() => setOpen("withdraw")}>
          {t("withdrawal.open")}
        </Button>
      )}
      {registration.person.email !== undefined && (
        <Button kind="secondary" small onPress={() => setOpen("sessions")}>
          {t("sessionEnd.open")}
        </Button>
      )}
      <CertificateDownload registration={registration} />
      <Button kind="danger" small onPress={() => setOpen("erase")}>
        {t("erasure.open")}
      </Button>
      {open === "edit" && (
        <EditDialog
          registration={registration}
          onDone={(after) => {
            announce(t("edit.saved", { name: formatPersonName(after) }));
            onDone(after);
          }}
          onClose={close}
        />
      )}
      {open === "withdraw" && <WithdrawOnBehalfDialog {...{ registration, onDone }} onClose={close} />}
      {open === "sessions" && <SessionEndDialog registration={registration} onClose={close} />}
      {open === "erase" && <ErasureDialog {...{ registration, reload }} onClose={close} />}
    </div>
  );
}

interface ActionDialogProps {
  readonly registration: StaffRegistration;
  readonly onClose: () => void;
}

function SessionEndDialog({ registration, onClose }: ActionDialogProps) {
  const { t } = useTranslation();
  const { callApi } = useConsoleContext();
  const { registrationId } = registration;
  const { busy, error, run } = useAction();
  const name = formatPersonName(registration);
  const end = () =>
    run(async () => {
      await callApi("endRegistrationSessions", { params: { registrationId } });
      announce(t("sessionEnd.done", { name }));
      onClose();
    });
  return (
    <ConfirmDialog
      title={t("sessionEnd.title", { name })}
      yes={t("sessionEnd.open")}
      no={t("common.cancel")}
      danger
      busy={busy}
      onYes={end}
      onNo={onClose}
    >
      <p>{t("sessionEnd.means")}</p>
      <ProblemNotice error={error} t={t} />
    </ConfirmDialog>
  );
}

function WithdrawOnBehalfDialog({
  registration,
  onDone,
  onClose,
}: ActionDialogProps & Pick<RegistrationActionsProps, "onDone">) {
  const { t } = useTranslation();
  const { callApi } = useConsoleContext();
  const { registrationId, version } = registration;
  const { field, submit } = useReason("withdrawal-reason", `withdrawal.${registrationId}`, false);
  const { busy, error, run } = useAction();
  const withdraw = (reason: string) =>
    run(async () => {
      const body = reason === "" ? {} : { reason };
      onDone(await callApi("withdrawRegistration", { params: { registrationId }, body, version }));
      announce(t("withdrawal.done", { name: formatPersonName(registration) }));
      onClose();
    });
  return (
    <ConfirmDialog
      title={t("withdrawal.title", { name: formatPersonName(registration) })}
      yes={t("withdrawal.open")}
      no={t("common.cancel")}
      danger
      busy={busy}
      onYes={() => submit(withdraw)}
      onNo={onClose}
    >
      <p>{t("withdrawal.means")}</p>
      <ProblemNotice error={error} t={t} />
      <TextArea label={t("decide.reason")} hint={t("decide.reasonKept")} optional={t("common.optional")} {...field} />
    </ConfirmDialog>
  );
}

const erasureReasons = ["at-their-request", "registered-by-mistake", "ordered-by-law"] as const;

function ErasureDialog({
  registration,
  reload,
  onClose,
}: ActionDialogProps & Pick<RegistrationActionsProps, "reload">) {
  const { t } = useTranslation();
  const { callApi } = useConsoleContext();
  const { registrationId } = registration;
  const [reason, setReason] = useState<string>(erasureReasons[0]);
  const { busy, error, run } = useAction();
  const erase = () =>
    run(async () => {
      await callApi("eraseRegistration", { params: { registrationId }, query: { reason } });
      announce(t("erasure.done"));
      reload();
      onClose();
    });
  return (
    <ConfirmDialog
      title={t("erasure.title", { name: formatPersonName(registration) })}
      yes={t("erasure.yes")}
      no={t("common.cancel")}
      danger
      busy={busy}
      onYes={erase}
      onNo={onClose}
    >
      <p>{t("erasure.means")}</p>
      <ProblemNotice error={error} t={t} />
      <SelectField
        id="erasure-reason"
        label={t("decide.reason")}
        value={reason}
        options={erasureReasons.map((value) => ({ value, label: t(`erasure.reason.${value}`) }))}
        onChange={setReason}
      />
    </ConfirmDialog>
  );
}
