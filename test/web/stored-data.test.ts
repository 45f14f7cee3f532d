import { expect, test } from "vitest";
import { parseStored, stringifyForStorage } from "../../web/kit/storage/stored-data.ts";

test("stored input comes back with its empty numbers and with the parts that were taken away", () => {
  const draft = { quota: Number.NaN, minimumAge: null, title: { en: "Dialogue" }, seats: 4 };
  expect(parseStored(stringifyForStorage({ ...draft, birthDate: "1990-01-01" }) ?? "")).toEqual(draft);
});
