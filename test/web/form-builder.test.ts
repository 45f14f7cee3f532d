import { describe, expect, test } from "vitest";
import { validate } from "#shared/contracts/validate.ts";
import { type Question, questionTypes } from "#shared/model/question.ts";
import { questionsDraft } from "#shared/questions/contract.ts";
import { mergeQuestions } from "../../web/console/form-builder/merge-questions.ts";
import { listFormChanges } from "../../web/console/form-builder/question-changes.ts";
import {
  changeType,
  createQuestion,
  duplicateQuestion,
  listConditionSources,
  type QuestionDraft,
  replaceQuestion,
  toQuestionDraft,
  toQuestions,
} from "../../web/console/form-builder/question-draft.ts";

const visa: Question = { key: "visa", type: "yes-no", label: { en: "Visa needed" }, required: true };
const hotel: Question = {
  key: "hotel",
  type: "choice",
  label: { en: "Hotel" },
  options: [
    { value: "lake", label: { en: "Lake" } },
    { value: "city", label: { en: "City" } },
  ],
};
const embassy: Question = {
  key: "embassy",
  type: "country",
  label: { en: "Embassy" },
  when: { question: "visa", in: [true] },
};
const saved = [visa, hotel, embassy].map(toQuestionDraft);
const [visaDraft, hotelDraft, embassyDraft] = saved as [QuestionDraft, QuestionDraft, QuestionDraft];

describe("a question in the builder", () => {
  test("is sent as it was saved", () => expect(toQuestions(saved)).toEqual([visa, hotel, embassy]));

  test("has a key that follows its English text until it is saved, also in conditions", () => {
    const source = createQuestion("yes-no", saved);
    const dependent = { ...createQuestion("text", [...saved, source]), when: { question: source.key, in: [true] } };
    const renamed = replaceQuestion([...saved, source, dependent], { ...source, label: { en: "Visa!" } });
    expect(renamed.slice(3)).toMatchObject([{ key: "visa2" }, { when: { question: "visa2" } }]);
    const again = replaceQuestion(renamed, { ...visaDraft, label: { en: "Other" } });
    expect(again[0]).toMatchObject({ key: "visa", label: { en: "Other" } });
  });

  test.each([
    ["Day of arrival", "dayOfArrival"],
    ["Été à Genève", "eteAGeneve"],
    ["2nd choice", "ndChoice"],
    ["وصول", "question"],
    ["to string", "question"],
    ["A", "question"],
  ])("%s gets the key %s", (en, key) => {
    const question = createQuestion("text", []);
    expect(replaceQuestion([question], { ...question, label: { en } })[0]?.key).toBe(key);
  });

  test("has answers whose values follow their texts until they are saved, also in conditions", () => {
    const question = createQuestion("choice", []);
    const first = question.options?.[0]?.value ?? "";
    const dependent = { ...createQuestion("text", [question]), when: { question: question.key, in: [first] } };
    const options = question.options?.map((each, index) => ({
      ...each,
      label: { en: ["By train", "By train"][index] },
    }));
    const [named, after] = replaceQuestion([question, dependent], { ...question, options } as QuestionDraft);
    expect(named?.options?.map(({ value }) => value)).toEqual(["byTrain", "byTrain2"]);
    expect(after?.when?.in).toEqual(["byTrain"]);
    const renamed = hotelDraft.options?.map((each) => ({ ...each, label: { en: "Town" } })) ?? [];
    const [kept] = replaceQuestion([hotelDraft], { ...hotelDraft, options: renamed });
    expect(kept?.options?.map(({ value }) => value)).toEqual(["lake", "city"]);
  });

  test("of every type is accepted once it has its texts, whatever type it had before", () => {
    for (const before of questionTypes)
      for (const type of questionTypes) {
        const question = changeType(
          { ...createQuestion(before, []), required: true, sensitive: true, maxLength: 9, editable: true },
          type,
        );
        const options = question.options?.map((each) => ({ ...each, label: { en: "Answer" } }));
        const items = toQuestions([{ ...question, label: { en: "Text" }, ...(options && { options }) }]);
        expect(validate(questionsDraft, { items }), `${before} → ${type}`).not.toHaveProperty("fieldErrors");
      }
  });

  test("can be asked after an earlier question with fixed answers that the same people see", () => {
    const late: QuestionDraft = { ...visaDraft, id: "late", key: "late", askedAt: "approved" };
    const own: QuestionDraft = { ...visaDraft, id: "own", key: "own", staffOnly: true };
    const items = [visaDraft, late, own, embassyDraft];
    const listKeys = (question: QuestionDraft) =>
      listConditionSources([...items.slice(0, 3), question], question).map(({ key }) => key);
    expect(listKeys(embassyDraft)).toEqual(["visa"]);
    expect(listKeys({ ...embassyDraft, askedAt: "approved" })).toEqual(["visa", "late"]);
    expect(listKeys({ ...embassyDraft, staffOnly: true })).toEqual(["visa", "own"]);
  });

  test("is duplicated under another key", () => {
    expect(duplicateQuestion(hotelDraft, saved)).toMatchObject({ key: "hotel2", label: { en: "Hotel" } });
  });
});

describe("two officers who change the questions at the same time", () => {
  const added = toQuestionDraft({ key: "diet", type: "text", label: { en: "Diet" } });
  const changedHotel = { ...hotelDraft, label: { en: "Your hotel" } };

  test("keep the changes of both, and new questions stay where they were added", () => {
    const other = [visaDraft, added, { ...hotelDraft, required: true }, embassyDraft];
    const own = [{ ...visaDraft, help: { en: "By June" } }, hotelDraft, embassyDraft];
    expect(mergeQuestions(saved, own, other)).toEqual([own[0], added, other[2], embassyDraft]);
  });

  test("keep one's own version of a question that both changed, and lose what either removed", () => {
    const other = [{ ...hotelDraft, required: true }, embassyDraft];
    expect(mergeQuestions(saved, [visaDraft, changedHotel], other)).toEqual([changedHotel]);
  });
});

describe("what changes for people who have registered", () => {
  const list = (after: readonly QuestionDraft[]) =>
    listFormChanges(saved, after, "en").map(({ kind, values }) => [kind, ...Object.values(values)].join(" "));

  test("is nothing without a change", () => expect(list(saved)).toEqual([]));

  test("has a sentence for each change", () => {
    const options = [
      { value: "lake", label: { en: "At the lake" } },
      { value: "hill", label: { en: "Hill" } },
    ];
    const { when: _, ...always } = embassyDraft;
    const after = [
      { ...always, type: "text", maxLength: 9, sensitive: true, editable: true } as const,
      { ...hotelDraft, label: { en: "Your hotel" }, options },
      toQuestionDraft({ key: "late", type: "text", label: { en: "Late" }, askedAt: "approved" }),
      toQuestionDraft({ key: "note", type: "text", label: { en: "Note" }, staffOnly: true }),
      toQuestionDraft({ key: "more", type: "section", label: { en: "More" } }),
    ];
    expect(list(after)).toEqual([
      "removed Visa needed",
      "type Embassy",
      "access Embassy",
      "audience Embassy",
      "limits Embassy",
      "editable Embassy",
      "text Your hotel",
      "optionRemoved Your hotel City",
      "optionAdded Your hotel Hill",
      "optionRenamed Your hotel At the lake",
      "addedApproved Late",
      "addedStaff Note",
      "addedSection More",
      "order ",
    ]);
  });
});
