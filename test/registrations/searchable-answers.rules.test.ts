import { expect, test } from "vitest";
import { listFileIds, listSearchableAnswers } from "#shared/registrations/registration.rules.ts";
import { aConference, buildRegistration, noon } from "../support/builders.ts";

test("a registration has its documents and every file among its answers, also of staff and in a request", () => {
  const file = (value: string) => ({ value, file: true }) as const;
  const registration = {
    ...buildRegistration(aConference()),
    documents: { photo: "photo" },
    answers: { cv: file("cv"), topic: { value: "Remittances" } },
    staffAnswers: { scan: file("scan") },
    changeRequest: { at: noon, changes: [], answers: { cv: { from: file("cv"), to: file("new") }, map: { to: null } } },
  };
  expect([...listFileIds(registration)]).toEqual(["photo", "cv", "scan", "new"]);
  expect([...listFileIds(buildRegistration(aConference()))]).toEqual([]);
});

test("the search knows texts among the answers, but no other values, and no sensitive texts or files", () => {
  const answers = {
    topic: { value: "Remittances" },
    illness: { value: "Asthma", sensitive: true },
    visa: { value: true },
    meals: { value: ["lunch"] },
    cv: { value: "upload", file: true },
  } as const;
  expect(listSearchableAnswers({ answers })).toEqual(["Remittances"]);
  expect(listSearchableAnswers({})).toEqual([]);
});
