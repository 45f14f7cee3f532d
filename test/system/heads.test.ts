import { expect, test } from "vitest";
import { buildFormBody } from "../support/builders.ts";
import { waitFor } from "../support/wait-for.ts";
import { readEmails } from "./support/mailbox.ts";
import {
  type ApiResponse,
  asSecretariat,
  callSystem,
  createConference,
  fetchRegistration,
  getSharedSystem,
  postDecision,
  postRegistration,
  waitTimeoutMs,
} from "./support/system.ts";

const state = { category: "member-state", country: "KEN", role: "head-of-delegation" };

const register = (conferenceId: string, familyName: string, more: object = {}): Promise<ApiResponse> =>
  callSystem(
    `/v1/conferences/${conferenceId}/registrations`,
    asSecretariat({ body: buildFormBody({ ...state, ...more }, { givenName: "Achieng", familyName }) }),
  );

const summarize = ({ status, body }: ApiResponse) => [status, body.code, body.errors?.map(({ message }) => message)];

async function createDelegation(conferenceId: string, more: object = {}): Promise<string> {
  const body = {
    name: { en: "Kenya" },
    category: "member-state",
    country: "KEN",
    focalPoints: ["ken@example.org"],
    ...more,
  };
  const made = await callSystem(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body }));
  return made.body.delegationId;
}

const nominate = (delegationId: string, familyName: string, more: object = {}): Promise<ApiResponse> => {
  const person = { givenName: "Achieng", familyName, nationality: "KEN" };
  const items = [{ person, role: "head-of-delegation", ...more }];
  return callSystem(`/v1/delegations/${delegationId}/nominations`, asSecretariat({ body: { items } }));
};

test("a State has one head of delegation, whom the secretariat learns by name and may replace", async () => {
  const conferenceId = await createConference(10);
  const first = await register(conferenceId, "Odhiambo");
  expect(first.status).toBe(201);
  expect(summarize(await register(conferenceId, "Wanjiru"))).toEqual([
    409,
    "second-head",
    ["Achieng Odhiambo is the head of delegation already."],
  ]);
  for (const other of [{ country: "UGA" }, { category: "ngo" }])
    expect((await register(conferenceId, "Okello", other)).status).toBe(201);
  const second = await register(conferenceId, "Wanjiru", { replaceHead: true });
  expect(second.status).toBe(201);
  const roles = [first, second].map(
    async ({ body }) => ((await fetchRegistration(body.registrationId)).body as unknown as { role: string }).role,
  );
  expect(await Promise.all(roles)).toEqual(["delegate", "head-of-delegation"]);
  await callSystem(`/v1/registrations/${second.body.registrationId}/withdrawal`, asSecretariat({ body: {} }));
  expect((await register(conferenceId, "Mutua")).status).toBe(201);
});

test("a former head gets an e-mail with the next badge, and both histories show the role before and after", async () => {
  const conferenceId = await createConference(10);
  const addresses = ["first", "second"].map((name) => `${name}.${Date.now().toString(36)}@example.org`);
  const [first = "", second = ""] = await Promise.all(
    addresses.map(async (email, index) => {
      const body = buildFormBody({ ...state, role: index === 0 ? state.role : "delegate" }, { email });
      const path = `/v1/conferences/${conferenceId}/registrations`;
      return (await callSystem(path, asSecretariat({ body }))).body.registrationId;
    }),
  );
  for (const id of [first, second]) await postDecision(id, "approve");
  const patch = async (body: object) => {
    const headers = { "if-match": `${(await fetchRegistration(second)).body.version}` };
    return callSystem(`/v1/registrations/${second}`, asSecretariat({ method: "PATCH", headers, body }));
  };
  expect((await patch({ role: state.role })).body.code).toBe("second-head");
  expect((await patch({ role: state.role, replaceHead: true })).status).toBe(200);
  expect((await fetchRegistration(first)).body).toMatchObject({ role: "delegate", badge: { serial: 2 } });
  const kinds = async () => (await readEmails(getSharedSystem().home)).filter(({ to }) => to === addresses[0]);
  const mails = await waitFor(waitTimeoutMs, kinds, (all) => all.some(({ kind }) => kind === "head-replaced"));
  const told = mails.find(({ kind }) => kind === "head-replaced");
  expect(told?.email.attachments.map(({ mimeType }) => mimeType)).toEqual(["image/png", "application/pdf"]);
  const histories = [first, second].map(async (id) => {
    const { items } = (await callSystem(`/v1/registrations/${id}/history`, asSecretariat())).body;
    return (items[0] as unknown as { changes: unknown }).changes;
  });
  const [head, delegate] = [state.role, "delegate"];
  expect(await Promise.all(histories)).toEqual([
    [{ path: "role", before: head, after: delegate }],
    [{ path: "role", before: delegate, after: head }],
  ]);
});

test("a State has one head in and outside of its delegation, and the public names none", async () => {
  const conferenceId = await createConference(10);
  const delegationId = await createDelegation(conferenceId);
  expect((await nominate(delegationId, "Odhiambo")).status).toBe(201);
  expect((await register(conferenceId, "Wanjiru")).body.code).toBe("second-head");
  for (const more of [{}, { replaceHead: true }])
    expect((await postRegistration(conferenceId, { ...state, ...more })).status).toBe(422);
  const named = await nominate(delegationId, "Kamau");
  expect(summarize(named)).toEqual([409, "second-head", ["Achieng Odhiambo is the head of delegation already."]]);
  expect((await nominate(delegationId, "Kamau", { replaceHead: true })).status).toBe(201);
});

test("of heads who are registered at the same moment, one is accepted, and one remains where all replace", async () => {
  const conferenceId = await createConference(10);
  const names = ["A", "B", "C", "D"];
  const raced = await Promise.all(names.map((name) => register(conferenceId, name)));
  expect(raced.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409]);
  const delegationId = await createDelegation(conferenceId, { category: "ngo" });
  const replaced = await Promise.all(names.map((name) => nominate(delegationId, name, { replaceHead: true })));
  const { members } = (await callSystem(`/v1/delegations/${delegationId}`, asSecretariat())).body;
  const heads = members.filter((each) => (each as unknown as { role: string }).role === "head-of-delegation");
  expect([replaced.filter(({ status }) => status === 201).length >= 1, heads.length]).toEqual([true, 1]);
});

test("a role has at most as many members of a delegation as the conference says, also when two take it at the same moment", async () => {
  const roles = [
    { role: "delegate", assignableBy: "anyone" },
    { role: "interpreter", title: { en: "Interpreter" }, assignableBy: "secretariat", maxPerDelegation: 1 },
  ];
  const delegationId = await createDelegation(await createConference(10, { roles }));
  const ids: string[] = [];
  for (const name of ["A", "B"])
    ids.push((await nominate(delegationId, name, { role: "delegate" })).body.items[0]?.registrationId ?? "");
  const take = async (id: string) => {
    const headers = { "if-match": String((await fetchRegistration(id)).body.version) };
    return callSystem(
      `/v1/registrations/${id}`,
      asSecretariat({ method: "PATCH", headers, body: { role: "interpreter" } }),
    );
  };
  const taken = await Promise.all(ids.map(take));
  expect(taken.map(({ status }) => status).toSorted()).toEqual([200, 422]);
  const refused = taken.find(({ status }) => status === 422);
  expect(refused?.body.errors).toEqual([{ path: "role", message: "A delegation may have at most 1 in this role." }]);
});

test("a person who is confirmed as a second head is named the first, and replaces them if the focal point asks for it", async () => {
  const conferenceId = await createConference(10);
  const delegationId = await createDelegation(conferenceId, { category: "ngo" });
  expect((await nominate(delegationId, "Odhiambo")).status).toBe(201);
  const { body: claim } = await register(conferenceId, "Wanjiru", { category: "ngo", delegation: delegationId });
  const confirm = async (more: object = {}) => {
    const items = [{ registrationId: claim.registrationId, confirm: true, ...more }];
    const path = `/v1/delegations/${delegationId}/confirmations`;
    return (await callSystem(path, asSecretariat({ body: { items } }))).body.items[0];
  };
  expect((await confirm())?.problem).toMatchObject({
    code: "second-head",
    errors: [{ path: "role", message: "Achieng Odhiambo is the head of delegation already." }],
  });
  expect(await confirm({ replaceHead: true })).toMatchObject({ registrationId: claim.registrationId, seat: "held" });
  const { members } = (await callSystem(`/v1/delegations/${delegationId}`, asSecretariat())).body;
  expect((members as unknown as { role: string }[]).map(({ role }) => role)).toEqual(["delegate", state.role]);
});
