import { expect, test } from "vitest";
import { toEmailSubject } from "#shared/model/change.ts";

test("an e-mail is about a registration or a delegation; an invitation of staff is about neither", () => {
  expect(toEmailSubject({ kind: "received", registrationId: "r" })).toEqual({ registrationId: "r" });
  expect(toEmailSubject({ kind: "membership-decided", delegationId: "d" })).toEqual({ delegationId: "d" });
  expect(toEmailSubject({ kind: "staff-invited", holder: "h" })).toEqual({});
});
