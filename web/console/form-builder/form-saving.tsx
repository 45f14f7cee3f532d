import { Button } from "../../kit/components/button.tsx";
import { Notice, TextList } from "../../kit/components/notices.tsx";
import { isolateText } from "../../kit/i18n/languages.ts";
import { useTranslation } from "../translations.ts";
import { useBuilderTexts } from "./builder-texts.ts";
import { listFormChanges } from "./question-changes.ts";
import { getDraftText, type QuestionDraft } from "./question-draft.ts";
import type { FormDraft } from "./use-form-draft.ts";

/** The changes from some questions to others, a sentence each. */
function useChangeTexts() {
  const { t } = useBuilderTexts();
  const { language } = useTranslation();
  return (before: readonly QuestionDraft[], after: readonly QuestionDraft[]): string[] =>
    listFormChanges(before, after, language).map(({ kind, values: { name, option = "" } }) =>
      t(`builder.change.${kind}`, { name: isolateText(name), option: isolateText(option) }),
    );
}

/** More sentences than these leave too little room for the questions. */
const maxOpenTexts = 3;

/** Says what the draft changes for people who have registered, and saves or discards it. */
export function FormSaving({ items, base, retired, isChanged, busy, change, discard }: FormDraft) {
  const { language } = useTranslation();
  const { t } = useBuilderTexts();
  const getTexts = useChangeTexts();
  const left = retired.filter(({ key }) => !items.some((each) => each.key === key));
  const texts = isChanged ? getTexts(base, items) : [];
  return (
    <div class="stack-wide">
      {left.length > 0 && (
        <details class="part">
          <summary>{t("builder.retired")}</summary>
          <ul class="plain-list stack-tight">
            {left.map((question) => (
              <li key={question.id}>
                <Button kind="quiet" small onPress={() => change([...items, question])}>
                  {t("builder.again", { name: getDraftText(question.label, language) })}
                </Button>
              </li>
            ))}
          </ul>
        </details>
      )}
      {isChanged && (
        <section class="builder-saving stack" aria-labelledby="changes-title">
          <h2 id="changes-title" class="hidden-visually">
            {t("builder.save")}
          </h2>
          {texts.length > 0 && (
            <details open={texts.length <= maxOpenTexts}>
              <summary>
                {t("builder.change.title")} ({texts.length})
              </summary>
              <TextList texts={texts} />
            </details>
          )}
          <div class="row">
            <Button type="submit" busy={busy}>
              {t("builder.save")}
            </Button>
            <Button kind="secondary" onPress={discard}>
              {t("builder.discard")}
            </Button>
          </div>
        </section>
      )}
    </div>
  );
}

type FormConflictProps = Pick<FormDraft, "base" | "merge" | "discard"> & {
  readonly conflict: readonly QuestionDraft[];
};

/** Says that another officer saved other questions meanwhile, and lets this one choose how to go on. */
export function FormConflict({ base, conflict, merge, discard }: FormConflictProps) {
  const { t } = useTranslation();
  const getTexts = useChangeTexts();
  return (
    <Notice tone="warning" urgent>
      <h2>{t("setup.changedMeanwhile")}</h2>
      <p>{t("setup.changedMeanwhileDetail")}</p>
      <h3>{t("setup.otherChanges")}</h3>
      <TextList texts={getTexts(base, conflict)} />
      <div class="row">
        <Button onPress={merge}>{t("setup.mergeOwn")}</Button>
        <Button kind="secondary" onPress={discard}>
          {t("setup.takeSaved")}
        </Button>
      </div>
    </Notice>
  );
}
