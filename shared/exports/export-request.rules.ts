import { toAnswerColumn } from "#shared/feed/feed-columns.rules.ts";
import type { FieldError } from "#shared/model/domain-error.ts";
import type { Job } from "#shared/model/job.ts";
import type { Question } from "#shared/model/question.ts";
import { findExportColumn, findQuestionKey } from "./export-columns.rules.ts";
import type { PeopleFilter } from "./people-filter.rules.ts";

/** The most exports of one member of staff that are made at a time: each reads the whole conference. */
const maxExportsUnderWay = 5;

/** Whether a member of staff may start another export. @param recent their latest ones at the conference */
export const canStartExport = (recent: readonly Pick<Job, "status">[]): boolean =>
  recent.filter(({ status: { state } }) => state !== "done" && state !== "failed").length < maxExportsUnderWay;

/** What a request for an export names. */
interface NamedData {
  /** By path. */
  readonly columns?: readonly string[] | undefined;
  readonly filter?: Pick<PeopleFilter, "answers"> | undefined;
  readonly reason?: string | undefined;
}

const listColumnKeys = ({ columns = [] }: NamedData) => columns.flatMap((path) => findQuestionKey(path) ?? []);

const listFilterKeys = ({ filter }: NamedData) => Object.keys(filter?.answers ?? {});

/** Whether a request names a question, as a column or in its filter. */
export const namesQuestions = (request: NamedData): boolean =>
  listColumnKeys(request).length + listFilterKeys(request).length > 0;

/**
 * The errors of a request: a question that does not exist, a filter by a sensitive question, which would tell who has
 * answered it, and a sensitive column without a reason.
 * @param questions those of the form before the removed ones: a key that both have is that of the form
 */
export function findExportErrors(request: NamedData, questions: readonly Question[]): FieldError[] {
  const { columns = [], reason } = request;
  const find = (key: string) => questions.find((each) => each.key === key && each.type !== "section");
  const keys = listColumnKeys(request);
  const unknown = keys.filter((key) => !find(key));
  const refused = listFilterKeys(request).filter((key) => find(key)?.sensitive ?? !find(key));
  const isSensitive =
    columns.some((path) => findExportColumn(path)?.isSensitive) || keys.some((key) => find(key)?.sensitive);
  return [
    ...unknown.map((key) => ({ path: `columns.${columns.indexOf(toAnswerColumn(key))}`, rule: "notOneOf" })),
    ...refused.map((key) => ({ path: `filter.answers.${key}`, rule: "notOneOf" })),
    ...(isSensitive && reason === undefined ? [{ path: "reason", rule: "required" }] : []),
  ];
}
