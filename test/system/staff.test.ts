import { expect, test } from "vitest";
import { createId } from "#shared/dynamodb/keys.ts";
import { draftBody } from "../support/builders.ts";
import { asReviewer } from "./support/people.ts";
import { asDesk, asSecretariat, callSystem, createConference, findConferenceSettings } from "./support/system.ts";

const registerStaff = (as: typeof asSecretariat) => callSystem("/v1/staff/me", as({ method: "PUT" }));
const listStaff = async (conferenceId: string) =>
  (await callSystem(`/v1/conferences/${conferenceId}/staff`, asSecretariat())).body.items as unknown as {
    email: string;
  }[];

test("staff are listed with the addresses for the identifiers in histories", async () => {
  const id = await createConference(1);
  const me = await registerStaff(asSecretariat);
  expect(me).toMatchObject({ status: 200, body: { email: "secretariat@palais.local" } });
  expect(await registerStaff(asSecretariat)).toMatchObject({ status: 200, body: me.body });
  await registerStaff(asReviewer);
  await registerStaff(asDesk);
  const listed = (await listStaff(id)).map(({ email }) => email);
  const all = ["desk@palais.local", "reviewer@palais.local", "secretariat@palais.local"];
  expect(listed).toEqual(expect.arrayContaining(all));
  const conference = await callSystem(
    `/v1/conferences/${id}/participants-versions`,
    asSecretariat({ body: { status: "draft" } }),
  );
  expect(await listStaff(id)).toContainEqual({ id: conference.body.by, email: "secretariat@palais.local" });
});

test("a conference that names its staff lists those alone", async () => {
  for (const as of [asSecretariat, asReviewer, asDesk]) await registerStaff(as);
  const staff = [{ email: "secretariat@palais.local", groups: ["secretariat"] }];
  const id = await createConference(1, { staff });
  expect((await listStaff(id)).map(({ email }) => email)).toEqual(["secretariat@palais.local"]);
});

test("a list of staff has a secretariat who is the caller or has signed in, and nothing changes otherwise", async () => {
  const toSecretariat = (email: string) => ({ email, groups: ["secretariat"] });
  const own = [toSecretariat("secretariat@palais.local"), { email: "reviewer@palais.local", groups: ["reviewer"] }];
  const id = await createConference(1, { staff: own });
  const mistyped = toSecretariat(`secretariat.${createId()}@palais.example`);
  const url = `/v1/conferences/${id}`;
  const put = (staff: readonly object[]) =>
    callSystem(url, asSecretariat({ method: "PUT", body: { ...draftBody, staff } }));
  const refused = await put([mistyped, ...own.slice(1)]);
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: "staff" }] } });
  expect(await findConferenceSettings(id)).toMatchObject({ staff: own });
  expect((await put([mistyped, ...own])).status).toBe(200);
});

test("the token determines the address of a member of staff", async () => {
  const body = { id: "unknown", email: "secretariat@palais.local" };
  const { body: answer } = await callSystem("/v1/staff/me", asReviewer({ method: "PUT", body }));
  expect(answer).toMatchObject({ email: "reviewer@palais.local" });
});
