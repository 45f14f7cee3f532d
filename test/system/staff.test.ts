import { expect, test } from "vitest";
import { asReviewer } from "./people.ts";
import { asDesk, asSecretariat, call, newConference } from "./system.ts";

const introduce = (as: typeof asSecretariat) => call("/v1/staff/me", as({ method: "PUT" }));
const staffOf = async (conferenceId: string) =>
  (await call(`/v1/conferences/${conferenceId}/staff`, asSecretariat())).body.items as unknown as { email: string }[];

test("the staff go by their addresses where histories have identifiers", async () => {
  const id = await newConference(1);
  const me = await introduce(asSecretariat);
  expect(me).toMatchObject({ status: 200, body: { email: "secretariat@palais.local" } });
  expect(await introduce(asSecretariat)).toMatchObject({ status: 200, body: me.body });
  await introduce(asReviewer);
  await introduce(asDesk);
  const listed = (await staffOf(id)).map(({ email }) => email);
  const all = ["desk@palais.local", "reviewer@palais.local", "secretariat@palais.local"];
  expect(listed).toEqual(expect.arrayContaining(all));
  const conference = await call(
    `/v1/conferences/${id}/participants-versions`,
    asSecretariat({ body: { status: "draft" } }),
  );
  expect(await staffOf(id)).toContainEqual({ id: conference.body.by, email: "secretariat@palais.local" });
});

test("a conference that names its staff tells of those alone", async () => {
  for (const as of [asSecretariat, asReviewer, asDesk]) await introduce(as);
  const staff = [{ email: "secretariat@palais.local", groups: ["secretariat"] }];
  const id = await newConference(1, { staff });
  expect((await staffOf(id)).map(({ email }) => email)).toEqual(["secretariat@palais.local"]);
});

test("nobody goes by another's address: the token says which it is", async () => {
  const body = { id: "somebody", email: "secretariat@palais.local" };
  const { body: answer } = await call("/v1/staff/me", asReviewer({ method: "PUT", body }));
  expect(answer).toMatchObject({ email: "reviewer@palais.local" });
});
