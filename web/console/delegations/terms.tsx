import { useState } from "preact/hooks";
import type { AnswerOf, CallOptions } from "../../api/client.ts";
import { saidBy } from "../../form/faults.ts";
import { announce } from "../../kit/announce.ts";
import { Button } from "../../kit/button.tsx";
import { Dialog } from "../../kit/dialog.tsx";
import { TextArea } from "../../kit/inputs.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useAction } from "../../kit/use-async.ts";
import { useTyped } from "../../kit/use-kept.ts";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import { limits } from "./draft.ts";
import { LimitFields } from "./limit-fields.tsx";

interface Props {
  readonly delegation: AnswerOf<"readDelegation">;
  readonly changed: () => void;
}

type Amendment = CallOptions<"changeDelegation">["body"];

/** With how many a delegation comes; accredits or refuses one that asked. */
export function Terms({ delegation, changed }: Props) {
  const { t } = useWords();
  const { ask } = useOffice();
  const { delegationId, version, status } = delegation;
  const { quota = "", reserve = "", insideAtOnce = "" } = delegation;
  const [typed, setTyped] = useTyped(`terms.${delegationId}.${version}`, {
    quota: String(quota),
    reserve: String(reserve),
    insideAtOnce: String(insideAtOnce),
  });
  const [isRefusing, setRefusing] = useTyped(`refuse.${delegationId}`, false);
  const { busy, error, run } = useAction();
  const faults = saidBy(error);
  const send = (amendment: Amendment, said: string) =>
    run(async () => {
      await ask("changeDelegation", { params: { delegationId }, body: amendment, version });
      announce(said);
      setRefusing(false);
      changed();
    });
  const numbers = Object.fromEntries(
    limits.flatMap((each) => (typed[each].trim() ? [[each, Number(typed[each])]] : [])),
  );
  const accredit = () =>
    send({ ...numbers, ...(status === "accredited" ? {} : { status: "accredited" as const }) }, t("delegations.saved"));
  return (
    <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), accredit()]}>
      <h3>{t("delegations.terms")}</h3>
      <LimitFields typed={typed} faults={faults} onChange={setTyped} />
      {error !== undefined && !isRefusing && Object.keys(faults).length === 0 && <ProblemNotice error={error} t={t} />}
      <div class="row">
        <Button type="submit" busy={busy}>
          {t(status === "accredited" ? "delegations.save" : "delegations.accredit")}
        </Button>
        {status === "requested" && (
          <Button kind="danger" onPress={() => setRefusing(true)}>
            {t("delegations.refuse")} …
          </Button>
        )}
      </div>
      {isRefusing && (
        <Refuse
          {...{ delegationId, busy, error }}
          onClose={() => setRefusing(false)}
          onSend={(reason) => send({ status: "refused", reason }, t("delegations.saved"))}
        />
      )}
    </form>
  );
}

interface RefuseProps {
  readonly delegationId: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onClose: () => void;
  readonly onSend: (reason: string) => void;
}

function Refuse({ delegationId, busy, error, onClose, onSend }: RefuseProps) {
  const { t } = useWords();
  const [reason, setReason] = useTyped(`refusal.${delegationId}`, "");
  const [tried, setTried] = useState(false);
  const isMissing = reason.trim() === "";
  const submit = () => {
    setTried(true);
    if (isMissing) document.getElementById("refusal")?.focus();
    else onSend(reason.trim());
  };
  return (
    <Dialog title={t("delegations.refuse")} onClose={onClose}>
      <div class="stack">
        <p>{t("delegations.refuseMeans")}</p>
        <TextArea
          id="refusal"
          label={t("decide.reason")}
          hint={t("decide.reasonMailed")}
          fault={tried && isMissing ? t("decide.reasonMissing") : undefined}
          value={reason}
          onInput={setReason}
        />
        {error !== undefined && <ProblemNotice error={error} t={t} />}
        <div class="row">
          <Button kind="danger" busy={busy} onPress={submit}>
            {t("delegations.refuse")}
          </Button>
          <Button kind="secondary" onPress={onClose}>
            {t("common.cancel")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
