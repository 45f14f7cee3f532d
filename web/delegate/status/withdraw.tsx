import { call } from "../../api/client.ts";
import { Button } from "../../kit/button.tsx";
import { Confirm } from "../../kit/dialog.tsx";
import { TextArea } from "../../kit/inputs.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useAction } from "../../kit/use-async.ts";
import { useTyped } from "../../kit/use-kept.ts";
import { useWords } from "../words.ts";
import type { Standing } from "./open-registration.ts";

const over = ["withdrawn", "rejected", "revoked"];

/** Gives the registration up, after saying what that means. */
export function Withdraw(standing: Standing) {
  const { t } = useWords();
  const { registrationId, accreditation } = standing.registration;
  const [isAsked, setAsked] = useTyped(`withdraw.${registrationId}`, false);
  if (over.includes(accreditation)) return null;
  return (
    <section class="stack no-print">
      <Button kind="danger" small onPress={() => setAsked(true)}>
        {t("withdraw.ask")}
      </Button>
      {isAsked && <Reason {...standing} onClose={() => setAsked(false)} />}
    </section>
  );
}

function Reason({ registration, token, onChange, onClose }: Standing & { readonly onClose: () => void }) {
  const { t, language } = useWords();
  const { registrationId, version } = registration;
  const [reason, setReason] = useTyped(`withdraw-reason.${registrationId}`, "");
  const { busy, error, run } = useAction();
  const withdraw = () =>
    run(async () => {
      const body = reason.trim() === "" ? {} : { reason };
      onChange(await call("withdrawRegistration", { params: { registrationId }, body, token, language, version }));
      onClose();
    });
  return (
    <Confirm
      title={t("withdraw.title")}
      yes={t("withdraw.yes")}
      no={t("withdraw.no")}
      danger
      busy={busy}
      onYes={withdraw}
      onNo={onClose}
    >
      <p>{t("withdraw.means")}</p>
      {error !== undefined && <ProblemNotice error={error} t={t} />}
      <TextArea
        id="withdraw-reason"
        label={t("withdraw.reason")}
        optional={t("common.optional")}
        value={reason}
        onInput={setReason}
      />
    </Confirm>
  );
}
