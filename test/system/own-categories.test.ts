import { expect, test } from "vitest";
import { buildFormBody, draftBody } from "../support/builders.ts";
import { waitFor } from "../support/wait-for.ts";
import {
  asSecretariat,
  buildOpenPeriod,
  callSystem,
  createConference,
  postRegistration,
  waitTimeoutMs,
} from "./support/system.ts";

const category = (name: string, more: object = {}) => ({
  category: name,
  title: { en: name },
  colour: "#2e7d32",
  requires: [],
  ...more,
});

const ministers = category("ministers", { kind: "member-state", listOrder: 1 });
const experts = category("experts", { kind: "member-state" });
const youth = category("ngo-youth", { kind: "ngo" });
const friends = category("friends");

const putCategories = (conferenceId: string, categories: readonly object[]) => {
  const body = { ...draftBody, categories, registration: buildOpenPeriod() };
  return callSystem(`/v1/conferences/${conferenceId}`, asSecretariat({ method: "PUT", body }));
};

const withdraw = (id: string) => callSystem(`/v1/registrations/${id}/withdrawal`, asSecretariat({ body: {} }));

test("a conference has categories of its own, which statistics and States' heads know by their kind", async () => {
  const conferenceId = await createConference(10, { categories: [ministers, experts, youth, friends] });
  const { body } = await callSystem(`/v1/conferences/${conferenceId}`);
  const { categories } = body as unknown as { readonly categories: readonly { readonly kind: string }[] };
  expect(categories.map(({ kind }) => kind)).toEqual(["member-state", "member-state", "ngo", "other"]);
  const register = (name: string) =>
    callSystem(
      `/v1/conferences/${conferenceId}/registrations`,
      asSecretariat({ body: buildFormBody({ category: name, country: "KEN", role: "head-of-delegation" }) }),
    );
  expect((await register("ministers")).status).toBe(201);
  expect((await register("experts")).body.code).toBe("second-head");
  expect((await register("ngo-youth")).status).toBe(201);
  const unknown = await postRegistration(conferenceId, { category: "ngo" });
  expect(unknown.body.errors).toMatchObject([{ path: "category" }]);
  const listKinds = async () => {
    const answer = await callSystem(`/v1/conferences/${conferenceId}/statistics`, asSecretariat());
    const { kind } = answer.body as unknown as { readonly kind: readonly { value: string; registrations: number }[] };
    return kind.map(({ value, registrations }) => [value, registrations]);
  };
  const kinds = await waitFor(waitTimeoutMs, listKinds, (all) => all.length === 2);
  expect(kinds).toEqual([
    ["member-state", 1],
    ["ngo", 1],
  ]);
});

test("a category is added, retitled, reordered while people are registered, and removed only when none is", async () => {
  const conferenceId = await createConference(10, { categories: [youth, friends] });
  const made = await postRegistration(conferenceId, { category: "friends" });
  const id = made.body.registrationId;
  const retitled = { ...youth, title: { en: "Young people" } };
  const errors = ({ status, body: answer }: Awaited<ReturnType<typeof putCategories>>) => [
    status,
    answer.errors?.map(({ path }) => path),
  ];
  await waitFor(
    waitTimeoutMs,
    async () => (await putCategories(conferenceId, [retitled])).status,
    (status) => status === 409,
  );
  expect(errors(await putCategories(conferenceId, [retitled]))).toEqual([409, ["categories"]]);
  expect(errors(await putCategories(conferenceId, [{ ...friends, kind: "media" }, youth]))).toEqual([
    409,
    ["categories.0.kind"],
  ]);
  const grown = await putCategories(conferenceId, [category("cities"), friends, retitled]);
  expect(grown.status).toBe(200);
  expect((await postRegistration(conferenceId, { category: "cities" })).status).toBe(201);
  await withdraw(id);
  await waitFor(
    waitTimeoutMs,
    async () => (await putCategories(conferenceId, [category("cities"), retitled])).status,
    (status) => status === 200,
  );
  expect((await postRegistration(conferenceId, { category: "friends" })).status).toBe(422);
  // Who withdrew from it can still be opened, and counts in the history of the conference.
  expect((await callSystem(`/v1/registrations/${id}`, asSecretariat())).body).toMatchObject({ category: "friends" });
});

test("a category with a delegation can't be removed", async () => {
  const conferenceId = await createConference(10, { categories: [youth, friends] });
  const body = { name: { en: "Friends of Geneva" }, category: "friends", focalPoints: ["friends@example.org"] };
  await callSystem(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body }));
  const remove = async () => (await putCategories(conferenceId, [youth])).status;
  expect(await waitFor(waitTimeoutMs, remove, (status) => status === 409)).toBe(409);
});
