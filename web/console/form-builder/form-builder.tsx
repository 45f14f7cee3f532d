import { useEffect, useState } from "preact/hooks";
import { getCategoryKind } from "#shared/model/conference.ts";
import { questionTypes } from "#shared/model/question.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { SelectField } from "../../kit/components/fields.tsx";
import { ErrorSummary, LoadNotice, ProblemNotice } from "../../kit/components/notices.tsx";
import { focusLater } from "../../kit/hooks/focus-later.ts";
import { loadModule } from "../../kit/hooks/use-lazy-component.ts";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";
import { BuilderTexts, useBuilderMessages, useBuilderTexts } from "./builder-texts.ts";
import { FormPreview } from "./form-preview.tsx";
import { FormConflict, FormSaving } from "./form-saving.tsx";
import { createQuestion, getDraftText, type QuestionDraft } from "./question-draft.ts";
import { getQuestionFieldLabel, toQuestionFieldId } from "./question-field-ids.ts";
import { QuestionList } from "./question-list.tsx";
import type { TemplateName } from "./templates.ts";
import { useFormDraft } from "./use-form-draft.ts";

/** The questions of a conference, with the form that they make beside them. */
export function FormBuilder() {
  const { t, language } = useTranslation();
  const texts = useBuilderMessages(language);
  if (!texts) return <p aria-busy="true">{t("common.loading")}</p>;
  return (
    <BuilderTexts.Provider value={texts}>
      <Builder />
    </BuilderTexts.Provider>
  );
}

function Builder() {
  const { t: translate, language } = useTranslation();
  const { t } = useBuilderTexts();
  const draft = useFormDraft();
  const [openId, setOpenId] = useState<string>();
  const { loaded, items, attempt, fieldErrors } = draft;
  if (loaded.state !== "ready" && items.length === 0)
    return <LoadNotice {...{ loaded, reload: draft.reload, t: translate }} />;
  const add = (added: readonly QuestionDraft[]) => {
    draft.change([...items, ...added]);
    const [first] = added;
    if (!first) return;
    announce(t("builder.added", { name: getDraftText(first.label, language) || t("builder.untitled") }));
    if (added.length === 1) setOpenId(first.id);
    focusLater(added.length === 1 ? toQuestionFieldId(first.id, "label.en") : toQuestionFieldId(first.id, "open"));
  };
  const summary = Object.entries(fieldErrors).map(([path, message]) => {
    const [, index, ...rest] = path.split(".");
    const question = items[Number(index)];
    const name = question && (getDraftText(question.label, language) || t("builder.untitled"));
    const label = [name, getQuestionFieldLabel(rest, t)].filter(Boolean).join(" – ");
    return { id: toQuestionFieldId(question?.id ?? "", rest.join(".")), label, message };
  });
  const open = (id: string) =>
    setOpenId(items.find((each) => id.startsWith(toQuestionFieldId(each.id, "")))?.id ?? openId);
  return (
    <form class="stack-wide" noValidate onSubmit={(event) => [event.preventDefault(), draft.save()]}>
      <p class="soft">{t("builder.lead")}</p>
      <ErrorSummary t={translate} errors={summary} attempt={attempt} onOpen={open} />
      <ProblemNotice error={draft.error} t={translate} />
      {draft.conflict && <FormConflict {...draft} conflict={draft.conflict} />}
      <div class="builder">
        <div class="stack">
          <h2>{t("builder.questions")}</h2>
          {items.length === 0 && <p class="soft">{t("builder.empty")}</p>}
          <QuestionList {...{ draft, openId, onOpen: setOpenId }} />
          <SelectField
            id="add-question"
            label={t("builder.add")}
            value=""
            empty={translate("common.choose")}
            options={questionTypes.map((value) => ({ value, label: t(`builder.type.${value}`) }))}
            onChange={(type) => type !== "" && add([createQuestion(type, items)])}
          />
          <TemplatePicker items={items} onAdd={add} />
        </div>
        <FormPreview items={items} />
      </div>
      <FormSaving {...draft} />
    </form>
  );
}

interface TemplatePickerProps {
  readonly items: readonly QuestionDraft[];
  readonly onAdd: (questions: readonly QuestionDraft[]) => void;
}

/** Buttons that add the questions of a template. */
function TemplatePicker({ items, onAdd }: TemplatePickerProps) {
  const { language } = useTranslation();
  const { t } = useBuilderTexts();
  const { settings } = useConsoleContext();
  const [titles, setTitles] = useState<ReadonlyMap<TemplateName, string>>(new Map());
  useEffect(() => {
    let isCurrent = true;
    import("./templates.ts")
      .then(({ loadTemplateTitles }) => loadTemplateTitles(language))
      .then(
        (found) => isCurrent && setTitles(found),
        () => {},
      );
    return () => {
      isCurrent = false;
    };
  }, [language]);
  const add = async (name: TemplateName) => {
    const { createTemplateQuestions } = await loadModule(import("./templates.ts"));
    onAdd(await createTemplateQuestions(name, items, name === "media" ? listMediaCategories(settings) : undefined));
  };
  if (titles.size === 0) return null;
  return (
    <section class="stack-tight" aria-labelledby="templates-title">
      <h3 id="templates-title">{t("builder.templates")}</h3>
      <p class="soft small">{t("builder.templatesHint")}</p>
      <div class="row">
        {[...titles].map(([name, title]) => (
          <Button key={name} kind="secondary" small onPress={() => void add(name)}>
            + {title}
          </Button>
        ))}
      </div>
    </section>
  );
}

/** The categories of media, if the conference has any; otherwise the template is for everyone. */
function listMediaCategories({ categories }: ReturnType<typeof useConsoleContext>["settings"]): string[] | undefined {
  const media = categories
    .filter(({ category, kind }) => getCategoryKind({ category, ...(kind && { kind }) }) === "media")
    .map(({ category }) => category);
  return media.length > 0 ? media : undefined;
}
