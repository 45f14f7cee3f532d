import { useState } from "preact/hooks";
import type * as z from "zod/mini";
import type { amendment } from "#shared/contract/registration.ts";
import { call } from "../../api/client.ts";
import { saidBy, summaryOf, worded } from "../../form/faults.ts";
import { FieldFor } from "../../form/field-for.tsx";
import { loadRules } from "../../form/load-rules.ts";
import { useTried } from "../../form/use-tried.ts";
import { type FormValues, flat, nested } from "../../form/values.ts";
import { moment } from "../../i18n/dates.ts";
import { Button } from "../../kit/button.tsx";
import { ErrorSummary, Notice } from "../../kit/notice.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useAction } from "../../kit/use-async.ts";
import { isKept, useKept } from "../../kit/use-kept.ts";
import { useWords } from "../words.ts";
import { editable } from "./editable.ts";
import type { Standing } from "./open-registration.ts";

interface Returned {
  readonly reason: string;
  readonly fields: readonly string[];
  readonly until?: string | undefined;
}

/** A correction of an older version would undo what came in between. */
const keptAs = ({ registrationId, version }: Standing["registration"]) => `correction.${registrationId}.${version}`;

/** What may be corrected: on a returned registration the fields that an officer marked, with their reason; else most. */
export function Corrections(props: Standing & { readonly returned?: Returned }) {
  const { returned, conference, registration } = props;
  const { t, language } = useWords();
  const [isOpen, setOpen] = useState(returned !== undefined || isKept(keptAs(registration)));
  if (!isOpen)
    return (
      <Button kind="secondary" small onPress={() => setOpen(true)}>
        {t("amend.open")}
      </Button>
    );
  return (
    <section class="stack-wide">
      <h2>{t(returned ? "amend.returned" : "amend.title")}</h2>
      {returned && (
        <Notice tone="warning">
          <p>{t("amend.reason")}</p>
          <blockquote dir="auto">{returned.reason}</blockquote>
          {returned.until !== undefined && (
            <p>{t("amend.until", { until: moment(returned.until, conference.timeZone, language) })}</p>
          )}
        </Notice>
      )}
      <CorrectionForm {...props} onDone={() => setOpen(false)} />
    </section>
  );
}

function CorrectionForm({
  registration,
  conference,
  token,
  returned,
  onChange,
  onDone,
}: Standing & { readonly returned?: Returned; readonly onDone: () => void }) {
  const reader = useWords();
  const { t, find, language } = reader;
  const [changed, setChanged, forget] = useKept<FormValues>(keptAs(registration), {});
  const { tell, ...tried } = useTried();
  const { busy, error, run } = useAction();
  const { registrationId, version } = registration;
  const set = (path: string, value: FormValues[string]) => setChanged({ ...changed, [path]: value });
  const send = () =>
    run(async () => {
      const { checkAmendment } = await loadRules();
      const checked = checkAmendment(whole(changed, registration));
      if ("faults" in checked) return tell(worded(checked.faults, find));
      const body = checked.value as z.input<typeof amendment>;
      try {
        onChange(await call("amendRegistration", { params: { registrationId }, body, token, language, version }));
        forget();
        onDone();
      } catch (failure) {
        if (Object.keys(saidBy(failure)).length === 0) throw failure;
        tell(saidBy(failure));
      }
    });
  return (
    <form class="stack-wide" noValidate onSubmit={(event) => [event.preventDefault(), send()]}>
      <ErrorSummary t={t} faults={summaryOf(tried.faults, find)} attempt={tried.attempt} />
      {editable(registration, returned?.fields).map((path) => (
        <FieldFor
          key={path}
          {...{ path, reader, conference, set }}
          faults={tried.faults}
          values={{ ...flat(registration), ...changed }}
        />
      ))}
      {error !== undefined && <ProblemNotice error={error} t={t} />}
      <Button type="submit" busy={busy}>
        {t("amend.send")}
      </Button>
    </form>
  );
}

/** Consent and needs are replaced whole, so what stands goes with what changed. */
function whole(changed: FormValues, { consent, needs }: Standing["registration"]): Record<string, unknown> {
  const body = nested(changed);
  return {
    ...body,
    ...("consent" in body && { consent: { ...consent, ...(body["consent"] as object) } }),
    ...("needs" in body && { needs: { ...needs, ...(body["needs"] as object) } }),
  };
}
