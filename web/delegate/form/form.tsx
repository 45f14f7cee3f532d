import { useEffect, useState } from "preact/hooks";
import type { AnswerOf } from "../../api/client.ts";
import { call, Refused } from "../../api/client.ts";
import { type Faults, saidBy, summaryOf, worded } from "../../form/faults.ts";
import { loadRules } from "../../form/load-rules.ts";
import { textIn } from "../../i18n/words.tsx";
import { Button } from "../../kit/button.tsx";
import { go } from "../../kit/fragment.ts";
import { ErrorSummary } from "../../kit/notice.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { Stepper } from "../../kit/progress.tsx";
import { useAction } from "../../kit/use-async.ts";
import { useConference } from "../use-conference.ts";
import { useWords } from "../words.ts";
import { Done } from "./done.tsx";
import { type Draft, readDraft, removeDraft, saveDraft } from "./draft.ts";
import { StepFields } from "./step-fields.tsx";
import { fieldsOf, type Step, stepOf, steps } from "./steps.ts";
import { bodyOf } from "./submission.ts";

interface Props {
  readonly conferenceId: string;
  /** From 1, as it stands in the address. */
  readonly step: string;
}

/** The form in short steps. Whatever is typed is kept on this machine until it is sent. */
export function Form({ conferenceId, step: given }: Props) {
  const reader = useWords();
  const { t, find, language } = reader;
  const { loaded } = useConference(conferenceId, language);
  const conference = loaded.state === "ready" ? loaded.value : undefined;
  const [draft, setDraft] = useState(() => readDraft(conferenceId));
  const [tried, setTried] = useState<{ faults: Faults; attempt: number }>({ faults: {}, attempt: 0 });
  const [answer, setAnswer] = useState<AnswerOf<"submitRegistration">>();
  const { busy, error, run } = useAction();
  const at = Math.min(Math.max(Number(given) || 1, 1), steps.length) - 1;
  const step = steps[at] ?? "you";

  const change = (changed: Draft) => {
    setDraft(changed);
    saveDraft(conferenceId, changed);
  };
  const goTo = (index: number, faults: Faults = {}) => {
    setTried(({ attempt }) => ({ faults, attempt: Object.keys(faults).length > 0 ? attempt + 1 : attempt }));
    if (index !== at) go({ conference: conferenceId, step: String(index + 1) });
  };
  const submit = async () => {
    try {
      const body = bodyOf(draft, conference, language);
      setAnswer(await call("submitRegistration", { params: { conferenceId }, body, language, key: draft.key }));
      removeDraft(conferenceId);
    } catch (failure) {
      const faults = saidBy(failure);
      if (Object.keys(faults).length === 0) throw failure;
      goTo(Math.min(...Object.keys(faults).map((path) => stepOf(path, draft, conference))), faults);
    }
  };
  const next = () =>
    run(async () => {
      const { checkApplication } = await loadRules();
      const body = bodyOf(draft, conference, language);
      // A person without any name yet isn't a person without a name: each missing part is told at its own field.
      const checked = checkApplication({ ...body, person: body.person ?? {} });
      const found = "faults" in checked ? checked.faults : [];
      // In the order of the form, as they are met on the way down.
      const faultsAt = (each: Step) =>
        fieldsOf(each, draft, conference).flatMap((field) => found.filter(({ path }) => path === field));
      const index = steps.findIndex((each, before) => before <= at && faultsAt(each).length > 0);
      if (index >= 0) goTo(index, worded(faultsAt(steps[index] ?? step), find));
      else if (at < steps.length - 1) goTo(at + 1);
      else await submit();
    });
  useEffect(() => void loadRules().catch(() => {}), []);
  useFocusOnStep(step);
  if (answer)
    return <Done answer={answer} conference={conference} email={String(draft.values["person.email"] ?? "")} />;
  return (
    <form class="sheet stack-wide" noValidate onSubmit={(event) => [event.preventDefault(), next()]}>
      <ErrorSummary t={t} faults={summaryOf(tried.faults, find)} attempt={tried.attempt} />
      <div class="stack">
        {conference && (
          <p class="soft">
            <bdi>{textIn(conference.title, language)}</bdi>
          </p>
        )}
        <h1 id="step-title" tabIndex={-1}>
          {t(`step.${step}`)}
        </h1>
        <Stepper step={at} steps={steps.length} label={t("step.of", { step: at + 1, steps: steps.length })} />
      </div>
      <StepFields {...{ step, draft, change, conference, conferenceId }} faults={tried.faults} goTo={goTo} />
      {error !== undefined && (
        <ProblemNotice error={error} t={t} {...(!(error instanceof Refused) && { onRetry: next })} />
      )}
      <div class="row">
        <Button type="submit" busy={busy}>
          {step === "review" ? t("step.send") : t("step.next")}
        </Button>
        {at > 0 && (
          <Button kind="secondary" onPress={() => goTo(at - 1)}>
            {t("common.back")}
          </Button>
        )}
      </div>
      <p class="hint">{t("step.saved")}</p>
    </form>
  );
}

/** Whoever listens hears the step's title when it changes, but not at the first one, where the page is still read. */
function useFocusOnStep(step: string): void {
  const [first] = useState(step);
  useEffect(() => {
    if (step !== first) document.getElementById("step-title")?.focus();
  }, [step, first]);
}
