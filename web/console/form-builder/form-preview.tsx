import loaders from "virtual:messages/preview";
import { useState } from "preact/hooks";
import { getTextDirection, type Language } from "#shared/model/conference.ts";
import { type QuestionStage, questionStages } from "#shared/model/question.ts";
import { listRaisedKeys } from "#shared/questions/questions.rules.ts";
import { listRoles } from "#shared/registrations/roles.rules.ts";
import { SelectField } from "../../kit/components/fields.tsx";
import { AnswerFields } from "../../kit/form/answer-fields.tsx";
import { readFormAnswers } from "../../kit/form/answer-values.ts";
import { type FormValue, type FormValues, getRoleTitle, toCategoryOptions } from "../../kit/form/form-values.ts";
import { listTextLanguages } from "../../kit/form/texts-field.tsx";
import { languageNames } from "../../kit/i18n/languages.ts";
import type { PageMessages } from "../../kit/i18n/page-messages.ts";
import { usePartMessages } from "../../kit/i18n/translations.tsx";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";
import { useBuilderTexts } from "./builder-texts.ts";
import { type QuestionDraft, toQuestions } from "./question-draft.ts";

/** The fields of the public form as a person of a category and role sees them, in any language of the conference. */
export function FormPreview({ items }: { readonly items: readonly QuestionDraft[] }) {
  const reader = useTranslation();
  const { t } = useBuilderTexts();
  const { settings } = useConsoleContext();
  const languages = listTextLanguages(settings.languages);
  const roles = settings.roles ?? listRoles({});
  const [language, setLanguage] = useState<Language>(languages.includes(reader.language) ? reader.language : "en");
  const [category, setCategory] = useState(settings.categories[0]?.category ?? "");
  const [role, setRole] = useState(roles.find((each) => each.role === "delegate")?.role ?? roles[0]?.role ?? "");
  const [stage, setStage] = useState<QuestionStage>("registration");
  return (
    <section class="stack builder-preview" aria-labelledby="preview-title">
      <h2 id="preview-title">{t("builder.preview.title")}</h2>
      <p class="soft small">{t("builder.preview.lead")}</p>
      <div class="preview-choices">
        <SelectField
          id="preview-category"
          label={t("builder.preview.category")}
          value={category}
          options={toCategoryOptions(settings.categories, reader.language)}
          onChange={setCategory}
        />
        <SelectField
          id="preview-role"
          label={t("builder.preview.role")}
          value={role}
          options={roles.map(({ role: value }) => ({ value, label: getRoleTitle(settings.roles, value, reader) }))}
          onChange={setRole}
        />
        <SelectField
          id="preview-language"
          label={t("builder.preview.language")}
          value={language}
          options={languages.map((value) => ({ value, label: languageNames[value] }))}
          onChange={(value) => setLanguage(languages.find((each) => each === value) ?? "en")}
        />
        {items.some(({ askedAt }) => askedAt === "approved") && (
          <SelectField
            id="preview-stage"
            label={t("builder.field.askedAt")}
            value={stage}
            options={questionStages.map((value) => ({ value, label: t(`builder.stage.${value}`) }))}
            onChange={(value) => setStage(questionStages.find((each) => each === value) ?? "registration")}
          />
        )}
      </div>
      <PreviewForm {...{ items, language, category, role }} askedAt={stage} />
    </section>
  );
}

interface PreviewFormProps {
  readonly items: readonly QuestionDraft[];
  readonly language: Language;
  readonly category: string;
  readonly role: string;
  readonly askedAt: QuestionStage;
}

function PreviewForm({ items, language, category, role, askedAt }: PreviewFormProps) {
  const { t } = useBuilderTexts();
  const reader = usePartMessages<PageMessages<"preview">>(loaders, language);
  const [values, setValues] = useState<FormValues>({});
  const questions = toQuestions(items.map((each) => ({ ...each, label: fillEmptyText(each, t("builder.untitled")) })));
  const raised = listRaisedKeys(questions, readFormAnswers(questions, values), { category, role });
  const shown = questions.filter(
    (each) => raised.has(each.key) && (each.askedAt ?? "registration") === askedAt && !each.staffOnly,
  );
  const set = (path: string, value: FormValue) => setValues((before) => ({ ...before, [path]: value }));
  if (!reader) return <p aria-busy="true" />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter in a preview must not save the form around it.
    <div
      class="preview-form stack-wide"
      lang={reader.language}
      dir={getTextDirection(reader.language)}
      onKeyDown={(event) => event.key === "Enter" && event.target instanceof HTMLInputElement && event.preventDefault()}
    >
      {shown.length === 0 ? (
        <p class="soft">{t("builder.preview.nothing")}</p>
      ) : (
        <AnswerFields {...{ reader, values, set }} questions={shown} fieldErrors={{}} upload={pretendUpload} />
      )}
    </div>
  );
}

/** A preview sends no file. */
const pretendUpload = async ({ key }: Pick<QuestionDraft, "key">) => key;

const fillEmptyText = ({ label }: QuestionDraft, text: string) =>
  Object.values(label).some(Boolean) ? label : { en: text };
