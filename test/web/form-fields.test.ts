import { expect, test } from "vitest";
import { amendmentRequest, registrationRequest, registrationResponse } from "#shared/registrations/contract.ts";
import { personPaths } from "../../web/kit/form/form-values.ts";

/** No form asks for it: only its digest is stored. */
const withoutField = ["person.passportNumber"];

const listPaths = (shape: object) => Object.keys(shape).map((name) => `person.${name}`);

test("forms show every field of a person that the API accepts and answers", () => {
  const shown = personPaths.filter((path) => path.startsWith("person.")).toSorted();
  const listShown = (shape: object) =>
    listPaths(shape)
      .filter((path) => !withoutField.includes(path))
      .toSorted();
  expect(listShown(registrationRequest.shape.person.shape)).toEqual(shown);
  expect(listShown(amendmentRequest.shape.person.def.innerType.shape)).toEqual(shown);
  expect(listShown(registrationResponse.shape.person.shape)).toEqual(shown);
});
