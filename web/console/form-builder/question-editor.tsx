import { type AnswerFileType, answerFileTypes, questionStages, questionTypes } from "#shared/model/question.ts";
import { findSensitiveQuestions } from "#shared/questions/question-changes.rules.ts";
import { listRoles } from "#shared/registrations/roles.rules.ts";
import { Checkbox, FieldSet, SelectField, TextField } from "../../kit/components/fields.tsx";
import type { FieldErrors } from "../../kit/form/form-errors.ts";
import { getRoleTitle, toCategoryOptions, toggleItem } from "../../kit/form/form-values.ts";
import { TextsField } from "../../kit/form/texts-field.tsx";
import { useConsoleContext } from "../console-context.ts";
import { parseLocalInputValue, toLocalInputValue } from "../local-input-value.ts";
import { useTranslation } from "../translations.ts";
import { useBuilderTexts } from "./builder-texts.ts";
import { ConditionField } from "./condition-field.tsx";
import { OptionList } from "./option-list.tsx";
import { changeType, findBoundedType, hasOptions, isHeading, type QuestionDraft } from "./question-draft.ts";
import { type QuestionEditing, toQuestionFieldId } from "./question-field-ids.ts";

/** The first error of a setting or of a part of it. */
const findError = (fieldErrors: FieldErrors, path: string): string | undefined =>
  Object.entries(fieldErrors).find(([each]) => each === path || each.startsWith(`${path}.`))?.[1];

/** All settings of a question. */
export function QuestionEditor(editing: QuestionEditing) {
  const { t: translate } = useTranslation();
  const { t } = useBuilderTexts();
  const { settings } = useConsoleContext();
  const { question, items, fieldErrors, onChange } = editing;
  const { id, type } = question;
  const texts = (path: "label" | "help") => ({
    id: toQuestionFieldId(id, path),
    t: translate,
    languages: settings.languages,
    getErrorText: (language: string) => fieldErrors[`${path}.${language}`],
  });
  return (
    <>
      <SelectField
        id={toQuestionFieldId(id, "type")}
        label={t("builder.field.type")}
        errorText={fieldErrors["type"]}
        value={type}
        options={questionTypes.map((value) => ({ value, label: t(`builder.type.${value}`) }))}
        onChange={(next) => onChange(changeType(question, questionTypes.find((each) => each === next) ?? type))}
      />
      <TextsField
        {...texts("label")}
        label={t(isHeading(question) ? "builder.field.heading" : "builder.field.label")}
        value={question.label}
        onTexts={(label) => onChange({ ...question, label })}
      />
      {hasOptions(question) && <OptionList {...editing} />}
      {!isHeading(question) && type !== "acknowledgement" && <Flag {...editing} name="required" />}
      <ConditionField {...{ question, items, onChange }} errorText={findError(fieldErrors, "when")} />
      <details class="part">
        <summary>{t("builder.field.help")}</summary>
        <TextsField
          {...texts("help")}
          label={t("builder.field.help")}
          value={question.help ?? { en: "" }}
          onTexts={(help) => onChange({ ...question, help })}
        />
      </details>
      <details class="part">
        <summary>{t("builder.who")}</summary>
        <div class="stack">
          <AudienceFields {...editing} />
          <StageFields {...editing} />
        </div>
      </details>
      <details class="part">
        <summary>{t("builder.more")}</summary>
        <div class="stack">
          {!isHeading(question) && type !== "acknowledgement" && !question.staffOnly && (
            <Flag {...editing} name="editable" />
          )}
          {!isHeading(question) && <Flag {...editing} name="sensitive" />}
          {type !== "acknowledgement" && <Flag {...editing} name="staffOnly" />}
          <LimitFields {...editing} />
          <TextField
            id={toQuestionFieldId(id, "key")}
            label={t("builder.field.key")}
            hint={t("builder.keyHint")}
            errorText={fieldErrors["key"]}
            dir="ltr"
            short
            value={question.key}
            onInput={(key) => onChange({ ...question, key, hasOwnKey: true })}
          />
        </div>
      </details>
    </>
  );
}

/** A setting that is on or off. */
function Flag({
  question,
  items,
  name,
  fieldErrors,
  onChange,
}: QuestionEditing & { readonly name: "required" | "sensitive" | "staffOnly" | "editable" }) {
  const { t } = useBuilderTexts();
  const set = (isOn: boolean) => {
    const { editable: _, until: _until, ...others } = question;
    // The person cannot change an answer that only staff give.
    onChange(name === "staffOnly" && isOn ? { ...others, staffOnly: true } : { ...question, [name]: isOn });
  };
  // Saving the questions sets it.
  const isImplied = name === "sensitive" && findSensitiveQuestions({ items }).followed.has(question.key);
  return (
    <div>
      <Checkbox
        id={toQuestionFieldId(question.id, name)}
        label={t(`builder.field.${name}`)}
        hint={isImplied ? t("builder.sensitiveHint") : undefined}
        checked={isImplied || (question[name] ?? false)}
        onChange={set}
      />
      {fieldErrors[name] && <p class="fault">{fieldErrors[name]}</p>}
    </div>
  );
}

/** The categories and roles that are asked; without a mark, all. */
function AudienceFields({ question, fieldErrors, onChange }: QuestionEditing) {
  const reader = useTranslation();
  const { t } = useBuilderTexts();
  const { settings } = useConsoleContext();
  const roles = (settings.roles ?? listRoles({})).map(({ role: value }) => ({
    value,
    label: getRoleTitle(settings.roles, value, reader),
  }));
  const all = { categories: toCategoryOptions(settings.categories, reader.language), roles };
  return (
    <>
      {(["categories", "roles"] as const).map((name) => (
        <FieldSet
          key={name}
          id={toQuestionFieldId(question.id, name)}
          label={t(`builder.field.${name}`)}
          hint={t("builder.everyoneHint")}
          errorText={findError(fieldErrors, name)}
        >
          {all[name].map(({ value, label }) => (
            <Checkbox
              key={value}
              id={toQuestionFieldId(question.id, `${name}.${value}`)}
              label={<bdi>{label}</bdi>}
              checked={question[name]?.includes(value) ?? false}
              onChange={(on) => onChange({ ...question, [name]: toggleItem<string>(question[name] ?? [], value, on) })}
            />
          ))}
        </FieldSet>
      ))}
    </>
  );
}

/** When the question is asked. */
function StageFields({ question, fieldErrors, onChange }: QuestionEditing) {
  const { t } = useBuilderTexts();
  const { timeZone } = useConsoleContext().settings;
  const { id, askedAt = "registration", until } = question;
  const setUntil = (local: string) => {
    const { until: _, ...others } = question;
    onChange(local === "" ? others : { ...question, until: parseLocalInputValue(local, timeZone) });
  };
  const setStage = (value: string) => {
    const { until: _, askedAt: _was, ...others } = question;
    onChange(value === "approved" ? { ...question, askedAt: "approved" } : others);
  };
  return (
    <>
      <SelectField
        id={toQuestionFieldId(id, "askedAt")}
        label={t("builder.field.askedAt")}
        errorText={fieldErrors["askedAt"]}
        value={askedAt}
        options={questionStages.map((value) => ({ value, label: t(`builder.stage.${value}`) }))}
        onChange={setStage}
      />
      {askedAt === "approved" && !question.staffOnly && !isHeading(question) && (
        <TextField
          id={toQuestionFieldId(id, "until")}
          label={t("builder.field.until")}
          hint={t("builder.untilHint")}
          errorText={fieldErrors["until"]}
          type="datetime-local"
          dir="ltr"
          short
          value={until === undefined || Number.isNaN(Date.parse(until)) ? "" : toLocalInputValue(until, timeZone)}
          onInput={setUntil}
        />
      )}
    </>
  );
}

/** What a file may be. */
function FileTypeField({ question, fieldErrors, onChange }: QuestionEditing) {
  const { t } = useBuilderTexts();
  const { id, fileTypes = [] } = question;
  return (
    <FieldSet
      id={toQuestionFieldId(id, "fileTypes")}
      label={t("builder.field.fileTypes")}
      hint={t("builder.fileTypesHint")}
      errorText={findError(fieldErrors, "fileTypes")}
    >
      {answerFileTypes.map((type) => (
        <Checkbox
          key={type}
          id={toQuestionFieldId(id, `fileTypes.${type}`)}
          label={t(`builder.fileType.${type}`)}
          checked={fileTypes.includes(type)}
          onChange={(on) => onChange({ ...question, fileTypes: toggleItem<AnswerFileType>(fileTypes, type, on) })}
        />
      ))}
    </FieldSet>
  );
}

type LimitName = "min" | "max" | "maxLength" | "maxMegabytes";

/** The bounds of the answers that have some. */
function LimitFields(editing: QuestionEditing) {
  const { question, fieldErrors, onChange } = editing;
  const { t } = useBuilderTexts();
  const { id, type } = question;
  const bounded = findBoundedType(question);
  const set = (name: LimitName, text: string, isNumber: boolean) => {
    const { [name]: _, ...others } = question;
    onChange((text === "" ? others : { ...question, [name]: isNumber ? Number(text) : text }) as QuestionDraft);
  };
  const isNumber = bounded === "number" || bounded === "choices";
  const field = (name: LimitName, label: string, kind: "number" | "date" | "time") => (
    <TextField
      id={toQuestionFieldId(id, name)}
      label={label}
      errorText={fieldErrors[name]}
      type={kind}
      dir="ltr"
      short
      value={question[name] === undefined ? "" : String(question[name])}
      onInput={(text) => set(name, text, kind === "number")}
    />
  );
  if (type === "text" || type === "long-text") return field("maxLength", t("builder.field.maxLength"), "number");
  if (type === "file")
    return (
      <>
        <FileTypeField {...editing} />
        {field("maxMegabytes", t("builder.field.maxMegabytes"), "number")}
      </>
    );
  if (!bounded) return null;
  const kind = isNumber ? "number" : (bounded as "date" | "time");
  return (
    <div class="pair">
      {field("min", t(`builder.least.${bounded}`), kind)}
      {field("max", t(`builder.most.${bounded}`), kind)}
    </div>
  );
}
