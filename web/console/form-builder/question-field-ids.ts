import type { MessageKey } from "#shared/i18n/message.ts";
import type { FieldErrors } from "../../kit/form/form-errors.ts";
import type { PageMessages } from "../../kit/i18n/page-messages.ts";
import type { QuestionDraft } from "./question-draft.ts";

/** What the fields of a question share. */
export interface QuestionEditing {
  readonly question: QuestionDraft;
  readonly items: readonly QuestionDraft[];
  /** By the path of the setting, such as `label.en`. */
  readonly fieldErrors: FieldErrors;
  readonly onChange: (question: QuestionDraft) => void;
}

type BuilderTranslate = (key: MessageKey<PageMessages<"builder">>, values?: Readonly<Record<string, number>>) => string;

/** The element id of a setting of a question; the error summary links to it. */
export const toQuestionFieldId = (id: string, path: string): string => `q-${id}--${path.replaceAll(".", "-")}`;

const settings = [
  "type",
  "label",
  "help",
  "key",
  "required",
  "sensitive",
  "staffOnly",
  "editable",
  "maxLength",
  "fileTypes",
  "maxMegabytes",
  "askedAt",
  "until",
  "options",
  "when",
  "categories",
  "roles",
] as const;

/** The label of the setting that an error is about; empty if it has none of its own. */
export function getQuestionFieldLabel([name, index, ...rest]: readonly string[], t: BuilderTranslate): string {
  if (name === "options" && rest.length > 0) return t("builder.option", { number: Number(index) + 1 });
  const setting = settings.find((each) => each === name);
  return setting ? t(`builder.field.${setting}`) : "";
}
