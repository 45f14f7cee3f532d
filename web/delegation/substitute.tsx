import type * as z from "zod/mini";
import { substitution } from "#shared/contract/delegation.ts";
import { check } from "#shared/contract/faults.ts";
import { call } from "../api/client.ts";
import { keyOf } from "../api/key-of.ts";
import { saidBy, summaryOf, worded } from "../form/faults.ts";
import { FieldFor } from "../form/field-for.tsx";
import { useTried } from "../form/use-tried.ts";
import { type FormValues, nested } from "../form/values.ts";
import { Dialog } from "../kit/dialog.tsx";
import { FormButtons } from "../kit/form-buttons.tsx";
import { ErrorSummary, Notice } from "../kit/notice.tsx";
import { ProblemNotice } from "../kit/problem-notice.tsx";
import { useAction } from "../kit/use-async.ts";
import { useTyped } from "../kit/use-kept.ts";
import { nameOf } from "./names.ts";
import type { Member, Team } from "./team.ts";
import { useWords } from "./words.ts";

const fields = ["person.givenName", "person.familyName", "person.email", "person.nationality", "functionTitle"];

/** Somebody leaves, and somebody else takes the rank and the seat. */
export function Substitute({
  delegation: { delegationId },
  conference,
  token,
  again,
  leaving,
  onClose,
}: Team & { readonly leaving: Member; readonly onClose: () => void }) {
  const reader = useWords();
  const { t, find, language } = reader;
  const [values, setValues] = useTyped<FormValues>(`substitute.${leaving.registrationId}`, {});
  const { tell, ...tried } = useTried();
  const { busy, error, run } = useAction();
  const send = () =>
    run(async () => {
      const whole = { person: {}, ...nested(values), leaves: leaving.registrationId, role: leaving.role };
      const checked = check(substitution, whole);
      if ("faults" in checked) return tell(worded(checked.faults, find));
      const body = whole as unknown as z.input<typeof substitution>;
      try {
        const key = await keyOf([delegationId, leaving.registrationId], body);
        await call("substitute", { params: { delegationId }, body, token, language, key });
      } catch (failure) {
        if (Object.keys(saidBy(failure)).length === 0) throw failure;
        return tell(saidBy(failure));
      }
      again();
      onClose();
    });
  return (
    <Dialog title={t("substitute.title", { name: nameOf(leaving.person) })} onClose={onClose}>
      <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), send()]}>
        <Notice tone="warning">
          <p>{t("substitute.means")}</p>
        </Notice>
        <ErrorSummary t={t} faults={summaryOf(tried.faults, find)} attempt={tried.attempt} />
        {fields.map((path) => (
          <FieldFor
            key={path}
            {...{ path, reader, conference, values }}
            faults={tried.faults}
            set={(changed, value) => setValues({ ...values, [changed]: value })}
          />
        ))}
        {error !== undefined && <ProblemNotice error={error} t={t} />}
        <FormButtons does={t("substitute.do")} no={t("common.cancel")} busy={busy} onNo={onClose} />
      </form>
    </Dialog>
  );
}
