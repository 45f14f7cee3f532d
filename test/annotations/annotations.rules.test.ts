import { describe, expect, test } from "vitest";
import {
  addNote,
  assertCanAnnotate,
  canBeAssigned,
  changeAssignee,
  changeTags,
  findAssignee,
  getAnnotationsVersion,
  maxNotes,
  noAnnotations,
} from "#shared/annotations/annotations.rules.ts";
import { assigneeRequest, noteRequest, tagsRequest } from "#shared/annotations/contract.ts";
import { validate } from "#shared/contracts/validate.ts";

const staff = [
  { email: "Officer@Example.org", groups: ["secretariat"] as const, holder: "one" },
  { email: "reviewer@example.org", groups: ["reviewer", "entry-desk"] as const, holder: "two" },
  { email: "desk@example.org", groups: ["entry-desk"] as const, holder: "three" },
];

describe("annotations of a registration", () => {
  test("have at most a hundred notes, and none once the person is erased", () => {
    expect(addNote(noAnnotations)).toEqual({ ...noAnnotations, notes: 1 });
    expect(addNote({ ...noAnnotations, notes: maxNotes - 1 }).notes).toBe(100);
    expect(() => addNote({ ...noAnnotations, notes: maxNotes })).toThrow("too-many-notes");
    assertCanAnnotate({});
    const erasure = { startedAt: "2027-03-01T12:00:00.000Z", reason: "at-their-request" } as const;
    expect(() => assertCanAnnotate({ erasure })).toThrow("wrong-state");
  });

  test("have a version that changes of tags and assignee raise, and notes do not", () => {
    const tagged = { ...noAnnotations, version: 1, tags: ["visa"] };
    const noted = { ...addNote(tagged), version: 2 };
    expect([noAnnotations, tagged, noted].map(getAnnotationsVersion)).toEqual([0, 1, 1]);
  });

  test("do not change if the tags or the assignee are the same", () => {
    const before = { ...noAnnotations, tags: ["vip", "visa"], assignee: "officer@example.org" };
    expect(changeTags(before, ["vip", "visa"])).toBeUndefined();
    expect(changeTags(before, ["visa", "vip"])?.tags).toEqual(["visa", "vip"]);
    expect(changeTags(before, ["vip"])?.tags).toEqual(["vip"]);
    expect(changeAssignee(before, "officer@example.org")).toBeUndefined();
    expect(changeAssignee(before, "reviewer@example.org")?.assignee).toBe("reviewer@example.org");
    expect(changeAssignee(before, undefined)).toEqual({ ...noAnnotations, tags: ["vip", "visa"] });
    expect(changeAssignee(noAnnotations, undefined)).toBeUndefined();
  });
});

describe("a registration is assigned", () => {
  test("to the secretariat and the reviewers of the list of staff; without a list, to any address", () => {
    const can = (email: string) => canBeAssigned({ staff }, email);
    expect(["officer@example.org", "reviewer@example.org", "desk@example.org", "else@example.org"].map(can)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(canBeAssigned({}, "else@example.org")).toBe(true);
  });

  test("to no one who has left the list", () => {
    expect(findAssignee({ staff }, { assignee: "reviewer@example.org" })).toBe("reviewer@example.org");
    expect(findAssignee({ staff }, { assignee: "former@example.org" })).toBeUndefined();
    expect(findAssignee({ staff }, {})).toBeUndefined();
  });
});

test("notes and tags have limits, and two tags differ in more than case", () => {
  const findErrors = (schema: Parameters<typeof validate>[0], value: unknown) => {
    const checked = validate(schema, value);
    return "fieldErrors" in checked ? checked.fieldErrors.map(({ path, rule }) => `${path} ${rule}`) : [];
  };
  const note = (text: string) => findErrors(noteRequest, { text });
  expect([note("First line\nsecond"), note("x".repeat(2000))]).toEqual([[], []]);
  expect([note("  "), note("x".repeat(2001)), note("bell\u0007")].flat()).toEqual([
    "text tooShort",
    "text tooLong",
    "text forbiddenCharacter",
  ]);
  const tags = (...list: string[]) => findErrors(tagsRequest, { tags: list });
  expect([tags(), tags("visa", "متابعة", "二次审核"), tags("x".repeat(40))]).toEqual([[], [], []]);
  expect([tags(" "), tags("x".repeat(41)), tags("two\nlines")].flat()).toHaveLength(3);
  expect(tags("Visa", "ＶＩＳＡ")).toEqual(["tags duplicate"]);
  expect(tags(...Array.from({ length: 21 }, (_, index) => `tag ${index}`))).toHaveLength(1);
  expect(findErrors(assigneeRequest, { email: "no-address" })).toHaveLength(1);
  expect(findErrors(assigneeRequest, { email: null })).toEqual([]);
});
