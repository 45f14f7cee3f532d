import type { Gender, Role } from "#shared/domain/registration.ts";
import { labelOf } from "../../form/faults.ts";
import { listOf, textOf } from "../../form/values.ts";
import { countryName } from "../../i18n/countries.ts";
import { day } from "../../i18n/dates.ts";
import { textIn } from "../../i18n/words.tsx";
import { Button } from "../../kit/button.tsx";
import { useWords } from "../words.ts";
import type { StepProps } from "./step-props.ts";
import { documentsOf, fieldsOf, type Step, steps } from "./steps.ts";

/** All answers once more, with a way back to each step. */
export function Review({ draft, conference, goTo }: StepProps) {
  const { t, find } = useWords();
  const shown = useShown(draft.values, conference);
  const handedIn = documentsOf(draft, conference).flatMap((each) => {
    if (each !== "photo" && each !== "letter") return [];
    const isThere = draft.uploads[each === "photo" ? "photo" : "credential-letter"] !== undefined;
    return [[t(`${each}.label`), t(isThere ? `${each}.done` : "step.notYet")] as const];
  });
  const before = steps.filter((step): step is Exclude<Step, "review"> => step !== "review");
  return (
    <>
      {before.map((step) => (
        <section key={step} class="stack">
          <div class="row">
            <h2>{t(`step.${step}`)}</h2>
            <Button
              kind="quiet"
              small
              label={`${t("step.change")}${t("common.colon")}${t(`step.${step}`)}`}
              onPress={() => goTo(steps.indexOf(step))}
            >
              {t("step.change")}
            </Button>
          </div>
          <Facts
            rows={[
              ...fieldsOf(step, draft, conference).map((path) => [labelOf(path, find), shown(path)] as const),
              ...(step === "needs" ? handedIn : []),
            ]}
          />
        </section>
      ))}
      <h2>{t("step.consent")}</h2>
    </>
  );
}

/** What was given of a step. */
function Facts({ rows }: { readonly rows: readonly (readonly [name: string, text: string])[] }) {
  const { t } = useWords();
  const given = rows.filter(([, text]) => text !== "");
  if (given.length === 0) return <p class="soft">{t("step.nothing")}</p>;
  return (
    <dl class="facts">
      {given.map(([name, text]) => [
        <dt key={`${name}-t`}>{name}</dt>,
        <dd key={`${name}-d`}>
          <bdi>{text}</bdi>
        </dd>,
      ])}
    </dl>
  );
}

/** An answer as people read it. */
function useShown(values: StepProps["draft"]["values"], conference: StepProps["conference"]) {
  const { t, language } = useWords();
  const titleOf = (texts: Readonly<Record<string, string>> | undefined, fallback: string) =>
    textIn(texts ?? { en: fallback }, language);
  const kinds: Readonly<Record<string, (text: string) => string>> = {
    "person.nationality": (text) => countryName(text, language),
    country: (text) => countryName(text, language),
    "person.birthDate": (text) => day(text, language),
    "person.gender": (text) => t(`gender.${text as Gender}`),
    role: (text) => t(`role.${text as Role}`),
    category: (text) => titleOf(conference?.categories.find(({ category }) => category === text)?.title, text),
  };
  return (path: string): string => {
    if (path === "sessions") {
      const chosen = listOf(values, path);
      const sessions = conference?.sessions.filter(({ sessionId }) => chosen.includes(sessionId)) ?? [];
      return sessions.map(({ sessionId, title }) => titleOf(title, sessionId)).join("; ");
    }
    const text = values[path] === true ? t("common.yes") : textOf(values, path);
    return text === "" ? "" : (kinds[path]?.(text) ?? text);
  };
}
