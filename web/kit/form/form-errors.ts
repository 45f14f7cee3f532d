import { useState } from "preact/hooks";
import { toFieldKey } from "#shared/i18n/message.ts";
import type { FieldError } from "#shared/model/domain-error.ts";
import { ApiError } from "../api/client.ts";
import type { ErrorSummaryItem } from "../components/notices.tsx";
import { loadModule } from "../hooks/use-lazy-component.ts";
import type { PageTranslator } from "../i18n/translations.tsx";
import { toFieldId } from "./form-values.ts";

/** Error texts by field path. */
export type FieldErrors = Readonly<Record<string, string>>;

type FindText = PageTranslator<never>["find"];

/** The texts of field errors that the page found with the rules of the contract. */
export const formatFieldErrors = (fieldErrors: readonly FieldError[], find: FindText): FieldErrors =>
  Object.fromEntries(
    fieldErrors.map(({ path, rule, values }) => [
      path,
      find(`validation.${rule}`, values) ?? find("validation.pattern") ?? rule,
    ]),
  );

/** The texts of field errors in a response of the API. */
export const getApiFieldErrors = (error: unknown): FieldErrors =>
  error instanceof ApiError
    ? Object.fromEntries((error.problem.errors ?? []).map(({ path, message }) => [path, message]))
    : {};

/** The field errors of a failed request. @throws the failure itself if it names no field */
export function getFieldErrorsOrThrow(failure: unknown): FieldErrors {
  const fieldErrors = getApiFieldErrors(failure);
  if (Object.keys(fieldErrors).length === 0) throw failure;
  return fieldErrors;
}

/** The label of a field. */
export const getFieldLabel = (path: string, find: FindText): string =>
  find(toFieldKey(path)) ?? find(`label.${path.replaceAll(".", "_")}`) ?? path;

/** The label of a field in a form: a full sentence if there is one. */
export const getFieldQuestion = (path: string, find: FindText): string =>
  find(`label.${path.replaceAll(".", "_")}`) ?? getFieldLabel(path, find);

/** @param findLabel the label of a field that the texts of the page do not have */
export const buildErrorSummary = (
  fieldErrors: FieldErrors,
  find: FindText,
  findLabel: (path: string) => string | undefined = () => undefined,
): ErrorSummaryItem[] =>
  Object.entries(fieldErrors).map(([path, message]) => ({
    id: toFieldId(path),
    label: findLabel(path) ?? getFieldLabel(path, find),
    message,
  }));

/** The field errors of the last attempt to submit a form, and the number of attempts. */
export function useFieldErrors() {
  const [tried, setTried] = useState<{ readonly fieldErrors: FieldErrors; readonly attempt: number }>({
    fieldErrors: {},
    attempt: 0,
  });
  const showErrors = (fieldErrors: FieldErrors) => setTried(({ attempt }) => ({ fieldErrors, attempt: attempt + 1 }));
  return { ...tried, showErrors };
}

/** Loads the rules of the contract after the first paint. @throws NetworkError */
export const loadFormRules = () => loadModule(import("./form-rules.ts"));
