import { expect, test } from "vitest";
import { createId } from "#shared/dynamodb/keys.ts";
import { asReviewer, registerPerson } from "./support/people.ts";
import {
  asSecretariat,
  callSuccessfully,
  callSystem,
  createConference,
  type RequestOptions,
} from "./support/system.ts";

const view = {
  name: "To review",
  shared: false,
  columns: ["name", "country", "tags"],
  sort: { column: "submittedAt", isDescending: true },
  group: "country",
  filter: { accreditation: ["pending"], tags: ["press"] },
};

const sharedView = { ...view, shared: true, filter: { accreditation: ["pending"] } };

type As = (options?: RequestOptions) => RequestOptions;

const open = async () => {
  const conferenceId = await createConference(5);
  const path = `/v1/conferences/${conferenceId}/views`;
  const save = (viewId: string, body: object, version: number, as: As = asSecretariat) =>
    callSystem(`${path}/${viewId}`, as({ method: "PUT", body, headers: { "if-match": `"${version}"` } }));
  const remove = (viewId: string, version: number, as: As = asSecretariat) =>
    callSystem(`${path}/${viewId}`, as({ method: "DELETE", headers: { "if-match": `"${version}"` } }));
  const list = async (as: As = asSecretariat) =>
    (await callSystem(path, as())).body.items as unknown as readonly {
      viewId: string;
      canChange: boolean;
      isOwn: boolean;
    }[];
  return { conferenceId, save, remove, list };
};

test("a view is saved in versions, and another one at the same time is refused", async () => {
  const { save, remove, list } = await open();
  const viewId = createId();
  const { status, body } = await save(viewId, view, 0);
  expect([status, body]).toEqual([200, { ...view, viewId, version: 1, isOwn: true, canChange: true }]);
  expect(await list()).toEqual([body]);
  expect((await save(viewId, { ...view, name: "Mine" }, 1)).body).toMatchObject({ name: "Mine", version: 2 });
  for (const late of [0, 1]) expect((await save(viewId, view, late)).body.code).toBe("changed-meanwhile");
  expect((await remove(viewId, 1)).body.code).toBe("changed-meanwhile");
  expect((await remove(viewId, 2)).status).toBe(200);
  expect(await list()).toEqual([]);
  expect((await save(viewId, view, 2)).body.code).toBe("not-found");
});

test("others have shared views alone, and only the owner and the secretariat change these", async () => {
  const { save, remove, list } = await open();
  const [own, shared, ofReviewer] = [createId(), createId(), createId()];
  await save(own, view, 0);
  await save(shared, sharedView, 0);
  await save(ofReviewer, sharedView, 0, asReviewer);
  expect((await list(asReviewer)).map(({ viewId, canChange, isOwn }) => [viewId, canChange, isOwn]).toSorted()).toEqual(
    [
      [shared, false, false],
      [ofReviewer, true, true],
    ].toSorted(),
  );
  expect((await save(own, view, 1, asReviewer)).body.code).toBe("not-found");
  expect((await save(shared, view, 1, asReviewer)).body.code).toBe("not-allowed");
  expect((await remove(shared, 1, asReviewer)).body.code).toBe("not-allowed");
  expect((await save(ofReviewer, { ...sharedView, name: "Ours" }, 1)).body).toMatchObject({ name: "Ours" });
  expect((await save(ofReviewer, view, 2)).body.code).toBe("not-allowed");
  expect((await remove(ofReviewer, 2)).status).toBe(200);
});

test.each([
  ["organization", { organization: ["City of Dakar"] }],
  ["email", { email: ["amina@example.org"] }],
  ["answers", { answers: { unknown: ["x"] } }],
  ["a name in place of a code", { role: ["Amina Fall"] }],
])("a view does not keep what people wrote, nor unknown answers: %s", async (_, filter) => {
  const { save, list } = await open();
  expect((await save(createId(), { ...view, filter }, 0)).status).toBe(422);
  expect(await list()).toEqual([]);
});

test("a tag that only protected people have is in no shared view", async () => {
  const { save, list, conferenceId } = await open();
  const registrationId = await registerPerson(conferenceId);
  const tagged = { ...view, shared: true, filter: { tags: ["front row"] } };
  const put = (id: string, part: string, body: object) =>
    callSuccessfully(`/v1/registrations/${id}/${part}`, asSecretariat({ method: "PUT", body }));
  await put(registrationId, "tags", { tags: ["Front row"] });
  const shared = createId();
  expect((await save(shared, tagged, 0)).status).toBe(200);
  const protection = { alias: { nameOnBadge: "Speaker Seven" }, readers: ["secretariat@palais.local"] };
  await put(registrationId, "protection", protection);
  expect((await save(createId(), tagged, 0)).body).toMatchObject({ errors: [{ path: "filter.tags" }] });
  expect((await save(createId(), { ...tagged, shared: false }, 0)).status).toBe(200);
  // The others have it already.
  expect((await save(shared, { ...tagged, name: "Front" }, 1)).status).toBe(200);
  expect(await list(asReviewer)).toHaveLength(1);
  await put(await registerPerson(conferenceId), "tags", { tags: ["Front row"] });
  expect((await save(createId(), tagged, 0)).status).toBe(200);
});

test("a view that is too long for the list of all views is refused", async () => {
  const { save, list } = await open();
  const filter = { assignee: Array.from({ length: 100 }, () => '"'.repeat(199)) };
  expect((await save(createId(), { ...sharedView, filter }, 0, asReviewer)).body).toMatchObject({
    errors: [{ path: "filter" }],
  });
  expect(await list()).toEqual([]);
});

test("one member of staff has at most fifty views", async () => {
  const { save } = await open();
  for (let count = 0; count < 50; count += 1) expect((await save(createId(), view, 0)).status).toBe(200);
  expect((await save(createId(), view, 0)).body).toMatchObject({ errors: [{ path: "name" }] });
  expect((await save(createId(), view, 0, asReviewer)).status).toBe(200);
});
