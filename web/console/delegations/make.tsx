import { useState } from "preact/hooks";
import { keyOf } from "../../api/key-of.ts";
import { loading } from "../../api/loading.ts";
import { type Faults, saidBy, worded } from "../../form/faults.ts";
import { announce } from "../../kit/announce.ts";
import { FormButtons } from "../../kit/form-buttons.tsx";
import { go, usePlace } from "../../kit/fragment.ts";
import { ErrorSummary } from "../../kit/notice.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useAction } from "../../kit/use-async.ts";
import { useTyped } from "../../kit/use-kept.ts";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import { bodyOf, emptyDraft, fieldOf } from "./draft.ts";
import { idOf, labelOf, MakeFields } from "./make-fields.tsx";

/** Makes a delegation, which may nominate at once; its focal points are told by mail. */
export function Make({ onMade }: { readonly onMade: () => void }) {
  const { t, find, language } = useWords();
  const { ask, settings } = useOffice();
  const { conferenceId } = settings;
  const { make: _, ...list } = usePlace();
  const [draft, setDraft] = useTyped(`make.${conferenceId}`, () => emptyDraft(language));
  const [tried, setTried] = useState<{ readonly faults: Faults; readonly attempt: number }>({ faults: {}, attempt: 0 });
  const { busy, error, run } = useAction();
  const attempt = tried.attempt + 1;
  const send = () =>
    run(async () => {
      const body = bodyOf(draft);
      const { checkDelegation } = await loading(import("./rules.ts"));
      const checked = checkDelegation(body);
      const faults = "faults" in checked ? byField(worded(checked.faults, find)) : {};
      setTried({ faults, attempt });
      if (Object.keys(faults).length > 0) return;
      try {
        const sent = { params: { conferenceId }, body, key: await keyOf(draft.form, body) };
        const { delegationId } = await ask("makeDelegation", sent);
        announce(t("making.made"));
        onMade();
        go({ ...list, delegation: delegationId });
      } catch (failure) {
        setTried({ faults: byField(saidBy(failure)), attempt });
        throw failure;
      }
    });
  const summary = Object.entries(tried.faults).map(([path, message]) => ({
    id: idOf(path),
    label: labelOf(path, { t, find }),
    message,
  }));
  return (
    <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), send()]}>
      <h2 tabIndex={-1}>{t("making.title")}</h2>
      <ErrorSummary title={t("error.summary")} faults={summary} attempt={tried.attempt} />
      {error !== undefined && summary.length === 0 && <ProblemNotice error={error} t={t} />}
      <MakeFields draft={draft} faults={tried.faults} onChange={(part) => setDraft({ ...draft, ...part })} />
      <FormButtons does={t("making.make")} no={t("common.cancel")} busy={busy} onNo={() => go(list)} />
    </form>
  );
}

const byField = (faults: Faults): Faults =>
  Object.fromEntries(Object.entries(faults).map(([path, message]) => [fieldOf(path), message]));
