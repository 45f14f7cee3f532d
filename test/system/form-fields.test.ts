import { expect, test } from "vitest";
import { buildFormBody, draftBody } from "../support/builders.ts";
import { asSecretariat, buildOpenPeriod, callSystem, postRegistration } from "./support/system.ts";

/** A conference whose settings name no required field, as a body that was written before there were any. */
async function createUsualConference(): Promise<string> {
  const conferenceId = `fields-${process.pid}-${Date.now().toString(36)}`;
  const categories = draftBody.categories.map(({ requires: _requires, ...category }) => category);
  const body = { ...draftBody, categories, registration: buildOpenPeriod() };
  const put = await callSystem(`/v1/conferences/${conferenceId}`, asSecretariat({ method: "PUT", body }));
  expect(put.status).toBe(200);
  return conferenceId;
}

test("the form is refused at each field that is missing, not plausible or not the public's to choose", async () => {
  const conferenceId = await createUsualConference();
  const findErrors = async (body: object, person: object = {}) => {
    const { status, body: answer } = await postRegistration(conferenceId, { ...body }, { ...person });
    return [status, answer.errors?.map(({ path }) => path)];
  };
  expect(await findErrors({ category: "member-state" })).toEqual([422, ["country"]]);
  expect(await findErrors({ category: "ngo", role: "speaker" }, { birthDate: "2130-01-01" })).toEqual([
    422,
    ["person.birthDate"],
  ]);
  expect(await findErrors({ category: "ngo", role: "speaker" }, { birthDate: "2090-01-01" })).toEqual([
    422,
    ["organization", "person.birthDate", "role"],
  ]);
  expect(await findErrors({ category: "ngo", organization: "Open Cities" })).toEqual([201, undefined]);
  const { body } = await callSystem(`/v1/conferences/${conferenceId}`);
  const { categories, roles } = body as unknown as {
    readonly categories: readonly { readonly requires: readonly string[] }[];
    readonly roles: readonly { readonly role: string; readonly assignableBy: string }[];
  };
  expect(categories.map(({ requires }) => requires)).toEqual([["country"], ["organization"], ["organization"]]);
  expect(roles.filter(({ assignableBy }) => assignableBy === "anyone").map(({ role }) => role)).toEqual(["delegate"]);
});

test("a speaker is registered by the secretariat, and the category's fields are required there too", async () => {
  const conferenceId = await createUsualConference();
  const register = (more: object) =>
    callSystem(
      `/v1/conferences/${conferenceId}/registrations`,
      asSecretariat({ body: buildFormBody({ role: "speaker", ...more }) }),
    );
  expect((await register({})).body.errors.map(({ path }) => path)).toEqual(["organization"]);
  expect((await register({ organization: "Open Cities" })).status).toBe(201);
});
