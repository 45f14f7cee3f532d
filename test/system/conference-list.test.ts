import { expect, test } from "vitest";
import { createListTag, encodeCursor, parseIdentifiers, sealListCursor } from "#shared/http/request.ts";
import { draftBody } from "../support/builders.ts";
import { asReviewer } from "./support/people.ts";
import { asSecretariat, buildOpenPeriod, callSuccessfully } from "./support/system.ts";

test("a page of the conferences is not empty while the caller belongs to a later one", async () => {
  const prefix = `zz${Date.now().toString(36)}`;
  const others = ["secretariat@palais.local", "another.person@example.org"];
  const staff = others.map((email) => ({ email, groups: ["secretariat"] }));
  const save = (name: string, more: object) => {
    const body = { ...draftBody, registration: buildOpenPeriod(), ...more };
    return callSuccessfully(`/v1/conferences/${prefix}-${name}`, asSecretariat({ method: "PUT", body }));
  };
  for (const name of ["a", "b", "c"]) await save(name, { staff });
  await save("d", {});
  const tag = createListTag("listConferences", parseIdentifiers({}), {});
  const cursor = sealListCursor({ next: encodeCursor(prefix) }, tag).next;
  const page = await callSuccessfully(`/v1/conferences?limit=1&cursor=${cursor}`, asReviewer());
  expect(page.items.map(({ conferenceId }) => conferenceId)).toEqual([`${prefix}-d`]);
});
