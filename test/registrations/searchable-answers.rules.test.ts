import { expect, test } from "vitest";
import { listSearchableAnswers } from "#shared/registrations/registration.rules.ts";

test("the search knows texts among the answers, but no other values, and no sensitive texts", () => {
  const answers = {
    topic: { value: "Remittances" },
    illness: { value: "Asthma", sensitive: true },
    visa: { value: true },
    meals: { value: ["lunch"] },
  } as const;
  expect(listSearchableAnswers({ answers })).toEqual(["Remittances"]);
  expect(listSearchableAnswers({})).toEqual([]);
});
