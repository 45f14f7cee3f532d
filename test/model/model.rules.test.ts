import { expect, test } from "vitest";
import { getTextDirection, languages } from "#shared/model/conference.ts";
import {
  documentRules,
  getAnswerFileLimits,
  parseAnnouncedFileType,
  toAnswerFileType,
} from "#shared/model/document.ts";
import { JobFailedError } from "#shared/model/job.ts";

test("staff must give a reason to open a document that identifies a person; the photo on the badge needs none", () => {
  const sensitive = Object.entries(documentRules).flatMap(([kind, { isSensitive }]) => (isSensitive ? [kind] : []));
  expect(sensitive).toEqual(["passport", "credential-letter", "import"]);
});

test("a file is announced in a type and a size that its kind allows, or refused at the field", () => {
  const { photo } = documentRules;
  expect(parseAnnouncedFileType(photo, "image/png", 1_000)).toBe("image/png");
  expect(() => parseAnnouncedFileType(photo, "application/pdf", 1_000)).toThrow("invalid-request");
  expect(() => parseAnnouncedFileType(photo, "image/png", 9 * 1_048_576)).toThrow("invalid-request");
});

test("a file that answers a question is of the types and the size that the question accepts", () => {
  const all = ["application/pdf", "image/jpeg", "image/png"];
  expect(getAnswerFileLimits({})).toEqual({ types: all, maxBytes: 10 * 1_048_576 });
  expect(getAnswerFileLimits({ fileTypes: ["image"], maxMegabytes: 2 })).toEqual({
    types: ["image/jpeg", "image/png"],
    maxBytes: 2 * 1_048_576,
  });
  expect(getAnswerFileLimits({ fileTypes: ["pdf"] }).types).toEqual(["application/pdf"]);
  expect([toAnswerFileType("application/pdf"), toAnswerFileType("image/png")]).toEqual(["pdf", "image"]);
});

test("Arabic alone is read from right to left", () => {
  expect(languages.filter((each) => getTextDirection(each) === "rtl")).toEqual(["ar"]);
});

test("a job that nothing would mend says why, and where if it knows", () => {
  expect(new JobFailedError("not-allowed").failure).toEqual({ code: "not-allowed" });
  const faults = [{ row: 3, column: "person.email", rule: "email" }] as unknown as ConstructorParameters<
    typeof JobFailedError
  >[1];
  expect(new JobFailedError("not-allowed", faults).failure).toEqual({ code: "not-allowed", cellErrors: faults });
});
