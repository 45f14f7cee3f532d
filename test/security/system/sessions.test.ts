import { expect, test } from "vitest";
import { createSession } from "../../system/authorization/tokens.ts";
import { createFreshSignIn } from "../../system/support/id-token.ts";
import { registerPerson } from "../../system/support/people.ts";
import { asSecretariat, callSystem, createConference } from "../../system/support/system.ts";

/** A registered person with two sessions. */
async function signInTwice() {
  const conferenceId = await createConference(5);
  const email = `sessions.${Date.now().toString(36)}@example.org`;
  const registrationId = await registerPerson(conferenceId, { email });
  const openSession = () => createSession(conferenceId, email, [registrationId]);
  return { conferenceId, email, registrationId, tokens: [await openSession(), await openSession()] as const };
}

const read = async (registrationId: string, token: string) =>
  (await callSystem(`/v1/registrations/${registrationId}`, { token })).status;

test("a person lists their own sessions and ends all others", async () => {
  const { registrationId, tokens } = await signInTwice();
  const listed = await callSystem("/v1/sessions", { token: tokens[0] });
  expect([listed.status, listed.body.items.length]).toEqual([200, 2]);
  const ended = await callSystem("/v1/session-ends", { token: tokens[0], body: {} });
  expect(ended.body.items).toEqual([expect.objectContaining({ isCurrent: true })]);
  expect([await read(registrationId, tokens[0]), await read(registrationId, tokens[1])]).toEqual([200, 401]);
});

test("the secretariat ends all sessions of a person by a route that is forbidden to reviewers and to the person", async () => {
  const { registrationId, tokens } = await signInTwice();
  const path = `/v1/registrations/${registrationId}/session-ends`;
  for (const token of [tokens[0], await createFreshSignIn("reviewer")])
    expect((await callSystem(path, { token, method: "POST" })).status).toBe(403);
  expect((await callSystem(path, asSecretariat({ method: "POST" }))).status).toBe(200);
  expect([await read(registrationId, tokens[0]), await read(registrationId, tokens[1])]).toEqual([401, 401]);
});

test("all sessions of an address end when the secretariat corrects the address", async () => {
  const { registrationId, tokens } = await signInTwice();
  const { version } = (await callSystem(`/v1/registrations/${registrationId}`, asSecretariat())).body;
  const body = { person: { email: `changed.${Date.now().toString(36)}@example.org` }, notify: false };
  const headers = { "if-match": `${version}` };
  const changed = await callSystem(
    `/v1/registrations/${registrationId}`,
    asSecretariat({ method: "PATCH", body, headers }),
  );
  expect(changed.status).toBe(200);
  expect([await read(registrationId, tokens[0]), await read(registrationId, tokens[1])]).toEqual([401, 401]);
});

test("an erasure ends the sessions of the address, except the one that requested it", async () => {
  const own = await signInTwice();
  const erased = await callSystem(`/v1/registrations/${own.registrationId}`, {
    method: "DELETE",
    token: own.tokens[0],
  });
  expect(erased.status).toBe(200);
  expect([await read(own.registrationId, own.tokens[0]), await read(own.registrationId, own.tokens[1])]).toEqual([
    200, 401,
  ]);
  const byStaff = await signInTwice();
  const path = `/v1/registrations/${byStaff.registrationId}?reason=ordered-by-law`;
  expect((await callSystem(path, asSecretariat({ method: "DELETE" }))).status).toBe(200);
  for (const token of byStaff.tokens) expect(await read(byStaff.registrationId, token)).toBe(401);
});

test("a member of staff lists their own sessions and ends another one", async () => {
  const [here, elsewhere] = [await createFreshSignIn("reviewer"), await createFreshSignIn("reviewer")];
  const use = async (token: string) => (await callSystem("/v1/sessions", { token })).status;
  expect([await use(here), await use(elsewhere)]).toEqual([200, 200]);
  const current = (await callSystem("/v1/sessions", { token: elsewhere })).body.items as unknown as {
    sessionId: string;
    isCurrent: boolean;
  }[];
  const body = { sessionId: current.find(({ isCurrent }) => isCurrent)?.sessionId };
  expect((await callSystem("/v1/session-ends", { token: here, body })).status).toBe(200);
  expect([await use(here), await use(elsewhere)]).toEqual([200, 401]);
});
