import type { AnswerValue, Question } from "#shared/model/question.ts";
import { Table } from "../components/table.tsx";
import type { PageTranslator } from "../i18n/translations.tsx";
import { findQuestionAtPath, formatAnswer, getQuestionLabel } from "./answer-text.ts";
import { getFieldLabel } from "./form-errors.ts";
import { type FormattedConference, formatRegistrationField } from "./format-field.ts";

interface FieldChangesProps {
  readonly caption: string;
  readonly changes: readonly { readonly path: string; readonly before?: unknown; readonly after?: unknown }[];
  readonly conference: FormattedConference;
  readonly reader: PageTranslator<
    `fieldChange.${"field" | "before" | "after"}` | `common.${"no" | "yes"}` | "questions.file"
  >;
  /** Those of the conference, by which changed answers are shown. */
  readonly questions?: readonly Question[] | undefined;
}

/** Changed fields, each with its values before and after. */
export function FieldChanges({ caption, changes, conference, reader, questions = [] }: FieldChangesProps) {
  const { t, find, language } = reader;
  const show = (path: string, value: unknown) => {
    const question = findQuestionAtPath(questions, path);
    if (question) return formatAnswer(question, value as AnswerValue | undefined, reader) || "–";
    if (value === undefined) return "–";
    return formatRegistrationField({ [path]: value }, path, { conference, language, find }) ?? "–";
  };
  return (
    <Table caption={caption} head={[t("fieldChange.field"), t("fieldChange.before"), t("fieldChange.after")]}>
      {changes.map(({ path, before, after }) => (
        <tr key={path}>
          <th scope="row">{getQuestionLabel(questions, path, language) ?? getFieldLabel(path, find)}</th>
          <td>
            <bdi>{show(path, before)}</bdi>
          </td>
          <td>
            <strong>
              <bdi>{show(path, after)}</bdi>
            </strong>
          </td>
        </tr>
      ))}
    </Table>
  );
}
