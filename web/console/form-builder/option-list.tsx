import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { FieldSet } from "../../kit/components/fields.tsx";
import { moveItem } from "../../kit/form/form-values.ts";
import { TextsField } from "../../kit/form/texts-field.tsx";
import { focusLater } from "../../kit/hooks/focus-later.ts";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";
import { useBuilderTexts } from "./builder-texts.ts";
import { createOption, getDraftText, type OptionDraft } from "./question-draft.ts";
import { type QuestionEditing, toQuestionFieldId } from "./question-field-ids.ts";

/** The answers that a question offers: added, renamed, removed and moved. */
export function OptionList({ question, fieldErrors, onChange }: QuestionEditing) {
  const { t: translate, language } = useTranslation();
  const { t } = useBuilderTexts();
  const { languages } = useConsoleContext().settings;
  const { id, options = [] } = question;
  const put = (next: readonly OptionDraft[]) => onChange({ ...question, options: next });
  const getName = (index: number) =>
    getDraftText(options[index]?.label ?? { en: "" }, language) || t("builder.option", { number: index + 1 });
  const move = (from: number, to: number) => {
    put(moveItem(options, from, to));
    announce(translate("setup.moved", { name: getName(from), position: to + 1 }));
  };
  const add = () => {
    put([...options, createOption(options)]);
    focusLater(toQuestionFieldId(id, `options.${options.length}.label.en`));
  };
  return (
    <FieldSet
      id={toQuestionFieldId(id, "options")}
      label={t("builder.field.options")}
      errorText={fieldErrors["options"]}
    >
      <ol class="plain-list stack-tight">
        {options.map((option, index) => (
          <li key={index} class="part stack-tight">
            <TextsField
              id={toQuestionFieldId(id, `options.${index}.label`)}
              label={t("builder.option", { number: index + 1 })}
              value={option.label}
              t={translate}
              languages={languages}
              getErrorText={(each) =>
                fieldErrors[`options.${index}.label.${each}`] ??
                (each === "en" ? fieldErrors[`options.${index}.value`] : undefined)
              }
              onTexts={(label) => put(options.with(index, { ...option, label }))}
            />
            <div class="row">
              {index > 0 && (
                <Button kind="quiet" small onPress={() => move(index, index - 1)}>
                  {translate("setup.moveUp", { name: getName(index) })}
                </Button>
              )}
              {index < options.length - 1 && (
                <Button kind="quiet" small onPress={() => move(index, index + 1)}>
                  {translate("setup.moveDown", { name: getName(index) })}
                </Button>
              )}
              <Button kind="quiet" small onPress={() => put(options.toSpliced(index, 1))}>
                {translate("setup.remove", { name: getName(index) })}
              </Button>
            </div>
          </li>
        ))}
      </ol>
      <Button kind="secondary" small onPress={add}>
        {t("builder.addOption")}
      </Button>
    </FieldSet>
  );
}
