import { useState } from "preact/hooks";
import { validate } from "#shared/contracts/validate.ts";
import type { Question } from "#shared/model/question.ts";
import { questionsDraft } from "#shared/questions/contract.ts";
import { type ApiAnswer, isChangedMeanwhile } from "../../kit/api/client.ts";
import { useAction, useLoaded } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import {
  type FieldErrors,
  formatFieldErrors,
  getFieldErrorsOrThrow,
  useFieldErrors,
} from "../../kit/form/form-errors.ts";
import { useStoredState } from "../../kit/hooks/use-stored-state.ts";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";
import { useBuilderTexts } from "./builder-texts.ts";
import { isSameForm, mergeQuestions } from "./merge-questions.ts";
import {
  type QuestionDraft,
  type QuestionsBody,
  replaceQuestion,
  toQuestionDraft,
  toQuestions,
} from "./question-draft.ts";

/** Edited questions, with the saved ones that they change. */
interface FormEdit {
  readonly version: number;
  readonly base: readonly QuestionDraft[];
  readonly items: readonly QuestionDraft[];
}

type StoredQuestions = ApiAnswer<"getQuestions">;

const toDrafts = (questions: readonly unknown[]) => (questions as readonly Question[]).map(toQuestionDraft);

const toEdit = ({ version, items }: StoredQuestions): FormEdit => {
  const drafts = toDrafts(items);
  return { version, base: drafts, items: drafts };
};

/** The errors of single questions by their id: `label.en` and so on. */
const groupErrors = (fieldErrors: FieldErrors, items: readonly QuestionDraft[]): ReadonlyMap<string, FieldErrors> => {
  const groups = new Map<string, Record<string, string>>();
  for (const [path, message] of Object.entries(fieldErrors)) {
    const [, index, ...rest] = path.split(".");
    const id = items[Number(index)]?.id;
    if (id !== undefined) groups.set(id, { ...groups.get(id), [rest.join(".")]: message });
  }
  return groups;
};

/** The draft of a conference's questions. It stays in this tab until it is saved or discarded, or until sign-out. */
export function useFormDraft() {
  const { find } = useTranslation();
  const { t } = useBuilderTexts();
  const { callApi, settings, reloadSettings } = useConsoleContext();
  const params = { conferenceId: settings.conferenceId };
  const { loaded, reload, set } = useLoaded(
    (signal) => callApi("getQuestions", { params, signal }),
    [settings.conferenceId],
  );
  const [edit, setEdit, removeEdit] = useStoredState<FormEdit | undefined>(`form.${settings.conferenceId}`, undefined);
  const [serverErrors, setServerErrors] = useState<FieldErrors>({});
  const { attempt, showErrors } = useFieldErrors();
  const { busy, error, run } = useAction();
  const [isOutdated, setOutdated] = useState(false);
  const stored = loaded.state === "ready" ? loaded.value : undefined;
  const saved = stored && toEdit(stored);
  const current = edit ?? saved;
  const items = current?.items ?? [];
  const body = { items: toQuestions(items) };
  const checked = attempt > 0 ? validate(questionsDraft, body) : undefined;
  const ownErrors = checked && "fieldErrors" in checked ? formatFieldErrors(checked.fieldErrors, find) : {};
  const fieldErrors = { ...serverErrors, ...ownErrors };
  const forget = () => {
    removeEdit();
    setEdit(undefined);
    setServerErrors({});
    setOutdated(false);
  };
  const change = (next: readonly QuestionDraft[]) => {
    if (!current) return;
    setServerErrors({});
    if (isSameForm(next, current.base)) forget();
    else setEdit({ ...current, items: next });
  };
  const submit = async (version: number) => {
    try {
      set(await callApi("putQuestions", { params, body: body as QuestionsBody, version }));
      forget();
      // They name the version of the questions, by which other views know that there are any.
      reloadSettings();
      announce(t("builder.saved"));
    } catch (failure) {
      if (isChangedMeanwhile(failure)) {
        setOutdated(true);
        return reload();
      }
      setServerErrors(getFieldErrorsOrThrow(failure));
      showErrors({});
    }
  };
  return {
    loaded,
    reload,
    items,
    /** The version that the draft changes. */
    version: current?.version ?? 0,
    base: current?.base ?? [],
    retired: toDrafts(stored?.retired ?? []),
    isChanged: edit !== undefined,
    attempt,
    fieldErrors,
    errorsById: groupErrors(fieldErrors, items),
    busy,
    error,
    change,
    replace: (question: QuestionDraft) => change(replaceQuestion(items, question)),
    save: () =>
      run(async () => {
        if (!current) return;
        showErrors({});
        if (!("fieldErrors" in validate(questionsDraft, body))) await submit(current.version);
      }),
    discard: forget,
    /** The questions that another officer saved meanwhile, once they are loaded. */
    conflict: isOutdated && edit && saved && saved.version !== edit.version ? saved.items : undefined,
    merge: () => {
      if (!edit || !saved) return;
      setOutdated(false);
      setEdit({ ...saved, items: mergeQuestions(edit.base, edit.items, saved.items) });
    },
  };
}

export type FormDraft = ReturnType<typeof useFormDraft>;
