import { describe, expect, test } from "vitest";
import {
  assertFiltersByChoice,
  canChangeView,
  findViewToChange,
  findViewToReplace,
  isVisibleView,
  maxOwnViews,
} from "#shared/feed/saved-views.rules.ts";
import type { QuestionType } from "#shared/model/question.ts";

const owner = { staffId: "owner", isSecretariat: false };
const officer = { staffId: "officer", isSecretariat: true };
const reviewer = { staffId: "reviewer", isSecretariat: false };

const own = { viewId: "own", version: 3, ownerId: "owner", shared: false };
const shared = { ...own, viewId: "shared", shared: true };
const views = [own, shared];

describe("a saved view", () => {
  test.each([
    ["own", own, [true, false, false], [true, false, false]],
    ["shared", shared, [true, true, true], [true, true, false]],
  ])("that is %s is read and changed by the right staff", (_, view, readers, changers) => {
    const staff = [owner, officer, reviewer];
    expect(staff.map((each) => isVisibleView(view, each))).toEqual(readers);
    expect(staff.map((each) => canChangeView(view, each))).toEqual(changers);
  });

  test("is changed in the version that the caller has read, and without one in any", () => {
    expect(findViewToChange(views, { viewId: "own", version: 3 }, owner)).toBe(own);
    expect(findViewToChange(views, { viewId: "own", version: undefined }, owner)).toBe(own);
    expect(() => findViewToChange(views, { viewId: "own", version: 2 }, owner)).toThrow("changed-meanwhile");
  });

  test("of another is as unknown as one that does not exist", () => {
    expect(() => findViewToChange(views, { viewId: "none", version: 3 }, officer)).toThrow("not-found");
    expect(() => findViewToChange(views, { viewId: "own", version: 2 }, officer)).toThrow("not-found");
    expect(() => findViewToChange(views, { viewId: "shared", version: 2 }, reviewer)).toThrow("not-allowed");
  });

  test("replaces none in version 0, and one that exists in its version alone", () => {
    const named = { viewId: "new", version: 0, shared: true };
    expect(findViewToReplace(views, named, reviewer)).toBeUndefined();
    expect(() => findViewToReplace(views, { ...named, version: 1 }, reviewer)).toThrow("not-found");
    expect(() => findViewToReplace(views, { ...named, viewId: "shared" }, owner)).toThrow("changed-meanwhile");
    expect(findViewToReplace(views, { ...named, viewId: "shared", version: 3 }, officer)).toBe(shared);
  });

  test("is taken back from the others by its owner alone", () => {
    const named = { viewId: "shared", version: 3, shared: false };
    expect(findViewToReplace(views, named, owner)).toBe(shared);
    expect(() => findViewToReplace(views, named, officer)).toThrow("not-allowed");
  });

  test("is refused as a new one to an owner of fifty, who changes those that exist", () => {
    const many = Array.from({ length: maxOwnViews }, (_, index) => ({ ...own, viewId: `view-${index}` }));
    const named = { viewId: "new", version: 0, shared: false };
    expect(() => findViewToReplace(many, named, owner)).toThrow("invalid-request");
    expect(findViewToReplace(many.slice(1), named, owner)).toBeUndefined();
    expect(findViewToReplace(many, named, reviewer)).toBeUndefined();
    expect(findViewToReplace(many, { ...named, viewId: "view-7", version: 3 }, owner)).toBe(many[7]);
  });
});

describe("the answers by which a view filters", () => {
  const question = (key: string, type: QuestionType, sensitive = false) => ({ key, type, sensitive });
  const questions = [
    question("meal", "choice"),
    question("arrival", "date"),
    question("remarks", "long-text"),
    question("health", "choices", true),
  ];

  test("are chosen ones", () => {
    expect(() => assertFiltersByChoice(["meal", "arrival"], questions)).not.toThrow();
  });

  test.each(["remarks", "health", "unknown"])(
    "are refused if people write them, they are sensitive, or no question asks for them: %s",
    (key) => {
      const fieldErrors = [{ path: `filter.answers.${key}`, rule: "notOneOf" }];
      expect(() => assertFiltersByChoice(["meal", key], questions)).toThrow(expect.objectContaining({ fieldErrors }));
    },
  );
});
