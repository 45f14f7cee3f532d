import type { Language } from "#shared/model/conference.ts";
import { isSameQuestion } from "./merge-questions.ts";
import { getDraftText, isHeading, type QuestionDraft } from "./question-draft.ts";

/** What a change means to people who have registered: the name of a sentence, and its values. */
export interface FormChange {
  readonly kind: ChangeKind;
  readonly values: { readonly name: string; readonly option?: string };
}

type ChangeKind =
  | "acceptedText"
  | "access"
  | "added"
  | "addedApproved"
  | "addedSection"
  | "addedStaff"
  | "audience"
  | "editable"
  | "limits"
  | "optional"
  | "optionAdded"
  | "optionRemoved"
  | "optionRenamed"
  | "order"
  | "removed"
  | "required"
  | "reviewed"
  | "text"
  | "type";

const differ = (one: unknown, other: unknown) => JSON.stringify(one ?? null) !== JSON.stringify(other ?? null);

function findAddedKind({ type, staffOnly, askedAt }: QuestionDraft): ChangeKind {
  if (type === "section") return "addedSection";
  if (staffOnly) return "addedStaff";
  return askedAt === "approved" ? "addedApproved" : "added";
}

/** The changed settings of a question, as the sentences name them. */
function listChangedKinds(before: QuestionDraft, after: QuestionDraft): ChangeKind[] {
  const isChanged = (...names: readonly (keyof QuestionDraft)[]) =>
    names.some((name) => differ(before[name] || undefined, after[name] || undefined));
  const kinds: [boolean, ChangeKind][] = [
    [isChanged("type"), "type"],
    [isChanged("sensitive", "staffOnly"), "access"],
    [isChanged("label", "help"), after.type === "acknowledgement" ? "acceptedText" : "text"],
    [isChanged("required"), after.required ? "required" : "optional"],
    [isChanged("when", "categories", "roles", "askedAt", "until"), "audience"],
    [isChanged("min", "max", "maxLength", "fileTypes", "maxMegabytes"), "limits"],
    [isChanged("editable"), after.editable ? "editable" : "reviewed"],
  ];
  return kinds.flatMap(([isTrue, kind]) => (isTrue ? [kind] : []));
}

function listOptionChanges(
  before: QuestionDraft,
  after: QuestionDraft,
  name: string,
  language: Language,
): FormChange[] {
  const [was, is] = [before.options ?? [], after.options ?? []];
  const find = (options: typeof was, value: string) => options.find((each) => each.value === value);
  const toChange = (kind: ChangeKind, label: (typeof was)[number]["label"]): FormChange => ({
    kind,
    values: { name, option: getDraftText(label, language) },
  });
  return [
    ...was.filter(({ value }) => !find(is, value)).map(({ label }) => toChange("optionRemoved", label)),
    ...is.filter(({ value }) => !find(was, value)).map(({ label }) => toChange("optionAdded", label)),
    ...is
      .filter(({ value, label }) => find(was, value) && differ(find(was, value)?.label, label))
      .map(({ label }) => toChange("optionRenamed", label)),
  ];
}

/** What changes for people who have registered, from the saved questions to those of the draft. */
export function listFormChanges(
  before: readonly QuestionDraft[],
  after: readonly QuestionDraft[],
  language: Language,
): FormChange[] {
  const getName = (question: QuestionDraft) => getDraftText(question.label, language) || question.key;
  const findIn = (items: readonly QuestionDraft[], { id }: QuestionDraft) => items.find((each) => each.id === id);
  const removed = before.filter((each) => !findIn(after, each) && !isHeading(each));
  const changed = after.flatMap((each) => {
    const former = findIn(before, each);
    const name = getName(each);
    if (!former) return [{ kind: findAddedKind(each), values: { name } }];
    if (isSameQuestion(former, each)) return [];
    const kinds = listChangedKinds(former, each).map((kind) => ({ kind, values: { name } }));
    return [...kinds, ...listOptionChanges(former, each, name, language)];
  });
  return [
    ...removed.map((each) => ({ kind: "removed" as const, values: { name: getName(each) } })),
    ...changed,
    ...(isReordered(before, after) ? [{ kind: "order" as const, values: { name: "" } }] : []),
  ];
}

function isReordered(before: readonly QuestionDraft[], after: readonly QuestionDraft[]): boolean {
  const listCommon = (items: readonly QuestionDraft[], others: readonly QuestionDraft[]) =>
    items.map(({ id }) => id).filter((id) => others.some((each) => each.id === id));
  return differ(listCommon(before, after), listCommon(after, before));
}
