import loaders from "virtual:messages/prefill";
import { useState } from "preact/hooks";
import type { Question } from "#shared/model/question.ts";
import { callApi } from "../../kit/api/client.ts";
import { useAction, useLoaded } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { SelectField } from "../../kit/components/fields.tsx";
import { ProblemNotice } from "../../kit/components/notices.tsx";
import { toAnswerFormValues } from "../../kit/form/answer-values.ts";
import type { FormValues } from "../../kit/form/form-values.ts";
import { formatDay } from "../../kit/i18n/format-dates.ts";
import { isolateText } from "../../kit/i18n/languages.ts";
import type { PageMessages } from "../../kit/i18n/page-messages.ts";
import { getLocalizedText, usePartMessages } from "../../kit/i18n/translations.tsx";
import { findSession } from "../../kit/session/delegate-session.ts";
import { useTranslation } from "../translations.ts";
import type { ApplicationDraft, ChangeDraft } from "./application-draft.ts";

export interface EarlierRegistrationsProps {
  readonly conferenceId: string;
  readonly change: ChangeDraft;
}

/** The draft with these values in its empty fields: what the person has entered stays. */
function fillEmptyFields(draft: ApplicationDraft, filled: FormValues): ApplicationDraft {
  const entered = Object.entries(draft.values).filter(([, value]) => value !== "");
  return { ...draft, key: crypto.randomUUID(), values: { ...filled, ...Object.fromEntries(entered) } };
}

/**
 * Offers a signed-in person to fill in the form from one of their registrations at other conferences; nothing if they
 * have none. Nothing is read of a registration before the press.
 */
export function EarlierRegistrations({ conferenceId, change }: EarlierRegistrationsProps) {
  const { t, language } = useTranslation();
  const part = usePartMessages<PageMessages<"prefill">>(loaders, language);
  const [token] = useState(() => findSession()?.accessToken);
  const query = { conferenceId };
  const { loaded } = useLoaded(
    (signal) => callApi("listEarlierRegistrations", { query, token, language, signal }),
    [conferenceId],
  );
  const items = loaded.state === "ready" ? loaded.value.items : [];
  const [chosen, setChosen] = useState("");
  const [isFilled, setFilled] = useState(false);
  const { busy, error, run } = useAction();
  if (!part || items.length === 0) return null;
  const registrationId = chosen || (items[0]?.registrationId ?? "");
  const fill = () =>
    run(async () => {
      const { fields, answers } = await callApi("getFormPrefill", {
        params: { registrationId },
        query,
        token,
        language,
      });
      const hasAnswers = Object.keys(answers).length > 0;
      const questions = hasAnswers ? (await callApi("getQuestions", { params: { conferenceId } })).items : [];
      const filled = { ...fields, ...toAnswerFormValues(questions as readonly Question[], answers) };
      change((draft) => fillEmptyFields(draft, filled));
      setFilled(true);
      announce(part.t("prefill.filled"));
    });
  return (
    <section class="part stack-tight" aria-labelledby="prefill-title">
      <h2 id="prefill-title">{part.t("prefill.title")}</h2>
      <p class="soft">{part.t("prefill.lead")}</p>
      <SelectField
        id="prefill"
        label={part.t("prefill.choose")}
        value={registrationId}
        options={items.map((each) => ({
          value: each.registrationId,
          label: `${isolateText(getLocalizedText(each.title, language))} (${formatDay(each.startsOn, language)})`,
        }))}
        onChange={setChosen}
      />
      <ProblemNotice error={error} t={t} />
      <div>
        <Button kind="secondary" small busy={busy} onPress={fill}>
          {part.t("prefill.fill")}
        </Button>
      </div>
      {isFilled && <p>{part.t("prefill.filled")}</p>}
    </section>
  );
}
