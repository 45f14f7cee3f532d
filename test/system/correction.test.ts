import { describe, expect, test } from "vitest";
import { buildFormBody, newAddress } from "../support/builders.ts";
import { waitFor } from "../support/wait-for.ts";
import { getReasonOrVerdict, issueTestBadge, scanOnline } from "./support/gate-desk.ts";
import { getSignInToken, readEmails } from "./support/mailbox.ts";
import { registerPerson, waitForSearchResult } from "./support/people.ts";
import {
  type ApiResponse,
  asSecretariat,
  callSystem,
  createConference,
  fetchRegistration,
  getSharedSystem,
  postDecision,
  postRegistration,
  readVenuePool,
  waitTimeoutMs,
} from "./support/system.ts";

const { home } = getSharedSystem();

async function patch(registrationId: string, body: object, token = asSecretariat().token): Promise<ApiResponse> {
  const { version } = (await fetchRegistration(registrationId)).body;
  const headers = { "if-match": `${version}` };
  return callSystem(`/v1/registrations/${registrationId}`, { method: "PATCH", body, token, headers });
}

async function postChangeDecision(registrationId: string, body: object, more = asSecretariat()): Promise<ApiResponse> {
  const { version } = (await fetchRegistration(registrationId)).body;
  const headers = { "if-match": `${version}` };
  return callSystem(`/v1/registrations/${registrationId}/change-request-decisions`, { ...more, body, headers });
}

const waitForKind = (address: string, kind: string) =>
  waitFor(
    waitTimeoutMs,
    async () => (await readEmails(home)).filter((each) => each.to === address && each.kind === kind),
    (found) => found.length > 0,
  );

async function requestLink(conferenceId: string, email: string): Promise<string> {
  const before = (await readEmails(home)).filter(({ to, kind }) => to === email && kind === "sign-in").length;
  await callSystem("/v1/sign-in-links", { body: { email, conferenceId } });
  const mails = await waitFor(
    waitTimeoutMs,
    async () => (await readEmails(home)).filter(({ to, kind }) => to === email && kind === "sign-in"),
    (found) => found.length > before,
  );
  const last = mails.at(-1);
  if (!last) throw new Error("no link");
  return getSignInToken(last);
}

const redeem = (token: string) => callSystem("/v1/sign-ins", { body: { token } });
const signIn = async (conferenceId: string, email: string) =>
  (await redeem(await requestLink(conferenceId, email))).body.accessToken;

describe("the secretariat corrects an approved person in a full room", () => {
  test("the seat is kept, the old badge is refused, the new one admits, and both addresses are told", async () => {
    const id = await createConference(1);
    const [wrong, right] = [newAddress("wrnog"), newAddress("right")];
    const registrationId = await registerPerson(id, { email: wrong, familyName: "Dialo" });
    expect((await postRegistration(id)).body.seat).toBe("waiting");
    await postDecision(registrationId, "approve");
    const old = await issueTestBadge(registrationId);
    const answer = await patch(registrationId, { person: { familyName: "Diallo", email: right } });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(answer.body).toMatchObject({
      accreditation: "approved",
      seat: "held",
      badge: { serial: 2 },
      person: { familyName: "Diallo", email: right },
    });
    expect((await readVenuePool(id)).taken).toBe(1);
    expect(getReasonOrVerdict(await scanOnline(id, old.token))).toBe("replaced");
    expect(getReasonOrVerdict(await scanOnline(id, (await issueTestBadge(registrationId)).token))).toBe("admit");
    const [mail] = await waitForKind(right, "badge-reissued");
    expect(mail?.email.attachments.map(({ mimeType }) => mimeType)).toContain("application/pdf");
    const [told] = await waitForKind(wrong, "address-changed");
    expect(told?.email.text).not.toContain(right);
    // The former address may be that of a stranger.
    expect([told?.email.to?.[0]?.name, told?.email.text]).toEqual(["", expect.not.stringContaining("Diallo")]);
    await waitForSearchResult(id, right, [registrationId]);
    await waitForSearchResult(id, wrong, []);
  });

  test("links and sessions of the former address open nothing, and the new address signs in", async () => {
    const id = await createConference(3);
    const [wrong, right] = [newAddress("wrong"), newAddress("right")];
    const registrationId = await registerPerson(id, { email: wrong });
    await postDecision(registrationId, "approve");
    const session = await signIn(id, wrong);
    const link = await requestLink(id, wrong);
    const readOwn = (token: string) => callSystem(`/v1/registrations/${registrationId}`, { token });
    expect((await readOwn(session)).status).toBe(200);
    await patch(registrationId, { person: { email: right } });
    expect((await readOwn(session)).status).toBe(401);
    const redeemed = await redeem(link);
    expect([redeemed.status, redeemed.body.code]).toEqual([401, "link-used-or-expired"]);
    expect((await readOwn(await signIn(id, right))).body.person.email).toBe(right);
    await callSystem("/v1/sign-in-links", { body: { email: wrong, conferenceId: id } });
    expect((await postRegistration(id, {}, { email: wrong })).body.registrationId).not.toBe(registrationId);
  });

  test("an address of another person is refused by its code, and nothing changes", async () => {
    const id = await createConference(3);
    const taken = newAddress("taken");
    await registerPerson(id, { email: taken });
    const registrationId = await registerPerson(id);
    const { person, version } = (await fetchRegistration(registrationId)).body;
    const refused = await patch(registrationId, { person: { email: taken }, organization: "IOM" });
    expect([refused.status, refused.body.code]).toEqual([409, "already-registered"]);
    expect((await fetchRegistration(registrationId)).body).toMatchObject({ person, version });
  });

  test("a corrected address is not flagged for the bounces of the former one, and gets e-mails", async () => {
    const id = await createConference(3);
    const [bounce, right] = [newAddress("bounce"), newAddress("right")];
    const registrationId = await registerPerson(id, { email: bounce });
    await waitFor(
      waitTimeoutMs,
      () => fetchRegistration(registrationId),
      ({ body }) => "undeliverable" in body,
    );
    expect((await patch(registrationId, { person: { email: right } })).body).not.toHaveProperty("undeliverable");
    await waitForKind(right, "corrected");
    await postDecision(registrationId, "approve");
    await waitForKind(right, "approved");
    expect((await fetchRegistration(registrationId)).body).not.toHaveProperty("undeliverable");
    const back = await patch(registrationId, { person: { email: bounce } });
    expect(back.body).toMatchObject({ undeliverable: { reason: "bounce" } });
  });

  test("no e-mail is sent if the officer says so, and a delegate cannot say so", async () => {
    const id = await createConference(3);
    const email = newAddress("quiet");
    const registrationId = await registerPerson(id, { email });
    await postDecision(registrationId, "approve");
    await patch(registrationId, { organization: "Forum", notify: false });
    await patch(registrationId, { functionTitle: "President" });
    await waitForKind(email, "badge-reissued");
    const reissued = (await readEmails(home)).filter((each) => each.to === email && each.kind === "badge-reissued");
    expect(reissued.length).toBe(1);
    expect((await fetchRegistration(registrationId)).body).toMatchObject({ badge: { serial: 3 } });
    const own = await patch(registrationId, { language: "fr", notify: false }, await signIn(id, email));
    expect([own.status, own.body.errors?.[0]?.path]).toEqual([422, "notify"]);
  });
});

test("a person whom the secretariat adds and approves without e-mails gets none, and only the secretariat says so", async () => {
  const id = await createConference(3);
  const email = newAddress("added");
  const path = `/v1/conferences/${id}/registrations`;
  const body = buildFormBody({ notify: false }, { email });
  const { registrationId } = (await callSystem(path, asSecretariat({ body }))).body;
  const approval = asSecretariat({ body: { decision: "approve", notify: false } });
  const approved = await callSystem(`/v1/registrations/${registrationId}/decisions`, approval);
  expect(approved.body).toMatchObject({ accreditation: "approved", seat: "held" });
  await patch(registrationId, { functionTitle: "President" });
  await waitForKind(email, "badge-reissued");
  expect((await readEmails(home)).filter(({ to }) => to === email).map(({ kind }) => kind)).toEqual(["badge-reissued"]);
  const own = await postRegistration(id, { notify: false });
  expect([own.status, own.body.errors?.[0]?.path]).toEqual([422, "notify"]);
});

describe("a delegate after the approval", () => {
  test("takes back the consent to the published list at once, and requests the name of the secretariat", async () => {
    const id = await createConference(3);
    const email = newAddress("own");
    const registrationId = await registerPerson(id, { email, familyName: "Diallo" });
    await postDecision(registrationId, "approve");
    const token = await signIn(id, email);
    const consent = { listOfParticipants: false, photo: false };
    const requested = await patch(registrationId, { consent, person: { familyName: "Ba" } }, token);
    const changes = [{ path: "person.familyName", before: "Diallo", after: "Ba" }];
    expect(requested.status, JSON.stringify(requested.body)).toBe(200);
    expect(requested.body).toMatchObject({
      consent,
      person: { familyName: "Diallo" },
      accreditation: "approved",
      badge: { serial: 1 },
      changeRequest: { changes },
    });
    const readQueue = async () => {
      const path = `/v1/conferences/${id}/registrations?accreditation=approved&changeRequested=yes`;
      return (await callSystem(path, asSecretariat())).body.items.map((each) => each.registrationId);
    };
    await waitFor(waitTimeoutMs, readQueue, (found) => found.join() === registrationId);
    const data = (await callSystem(`/v1/registrations/${registrationId}/data`, { token })).body;
    expect(data).toMatchObject({ registration: { changeRequest: { changes } } });
    const decide = (body: object, more = asSecretariat()) => postChangeDecision(registrationId, body, more);
    const unseen = { ...asSecretariat(), body: { decision: "accept" } };
    const { body: refused } = await callSystem(`/v1/registrations/${registrationId}/change-request-decisions`, unseen);
    expect(refused.code).toBe("version-required");
    expect((await decide({ decision: "accept" }, { token })).status).toBe(403);
    expect((await decide({ decision: "decline" })).body.errors?.[0]?.path).toBe("reason");
    const accepted = await decide({ decision: "accept" });
    expect(accepted.body).toMatchObject({ person: { familyName: "Ba" }, seat: "held", badge: { serial: 2 } });
    expect(accepted.body).not.toHaveProperty("changeRequest");
    await waitForKind(email, "badge-reissued");
    expect((await decide({ decision: "accept" })).body.code).toBe("wrong-state");
    await waitFor(waitTimeoutMs, readQueue, (found) => found.length === 0);
  });

  test("learns why a request is declined, and an erasure removes an open one", async () => {
    const id = await createConference(3);
    const email = newAddress("declined");
    const registrationId = await registerPerson(id, { email });
    await postDecision(registrationId, "approve");
    const token = await signIn(id, email);
    await patch(registrationId, { organization: "Forum" }, token);
    const body = { decision: "decline", reason: "Please send a letter of the Forum." };
    const path = `/v1/registrations/${registrationId}`;
    const declined = await postChangeDecision(registrationId, body);
    expect(declined.body).not.toHaveProperty("changeRequest");
    const [mail] = await waitForKind(email, "change-declined");
    expect(mail?.email.text).toContain(body.reason);
    const history = (await callSystem(`${path}/history`, { token })).body;
    expect(history.items.slice(0, 2).map(({ action }) => action)).toEqual(["decline-change", "request-change"]);
    expect(history.items[0]).toMatchObject({ reason: body.reason });
    const requested = await patch(registrationId, { organization: "Secret Forum" }, token);
    expect(JSON.stringify(requested.body)).toContain("Secret Forum");
    expect((await callSystem(path, { method: "DELETE", token })).status).toBe(200);
    expect(JSON.stringify((await fetchRegistration(registrationId)).body)).not.toContain("Secret Forum");
  });
});

describe("a request for changes that is not decided yet", () => {
  async function openRequest(fields: object) {
    const id = await createConference(3);
    const email = newAddress("open");
    const registrationId = await registerPerson(id, { email, familyName: "Dialo" });
    await postDecision(registrationId, "approve");
    const token = await signIn(id, email);
    await patch(registrationId, fields, token);
    const readActions = async () => {
      const { body } = await callSystem(`/v1/registrations/${registrationId}/history`, { token });
      return body.items.map(({ action }) => action);
    };
    return { registrationId, token, readActions };
  }

  test("is taken back by the present values, or as a whole by its owner alone", async () => {
    const { registrationId, token, readActions } = await openRequest({ person: { familyName: "Diallo" } });
    const ended = await patch(registrationId, { person: { familyName: "Dialo" } }, token);
    expect(ended.status, JSON.stringify(ended.body)).toBe(200);
    expect(ended.body).not.toHaveProperty("changeRequest");
    expect((await readActions()).slice(0, 2)).toEqual(["take-back-change", "request-change"]);
    await patch(registrationId, { person: { passportNumber: "NEW12345" } }, token);
    expect((await patch(registrationId, { changeRequest: null })).body.code).toBe("not-allowed");
    const whole = await patch(registrationId, { changeRequest: null }, token);
    expect(whole.status, JSON.stringify(whole.body)).toBe(200);
    expect(whole.body).not.toHaveProperty("changeRequest");
    expect((await patch(registrationId, { changeRequest: null }, token)).body.code).toBe("wrong-state");
  });

  test("does not overwrite a correction that the secretariat made after it", async () => {
    const { registrationId } = await openRequest({ person: { familyName: "Ba" } });
    const { body: corrected } = await patch(registrationId, { person: { familyName: "Diallo" } });
    expect(corrected).toMatchObject({
      changeRequest: { changes: [{ path: "person.familyName", before: "Diallo", after: "Ba" }] },
    });
    const { body: refused } = await postChangeDecision(registrationId, { decision: "accept" });
    expect([refused.code, refused.errors?.[0]?.path]).toEqual(["changed-meanwhile", "person.familyName"]);
    expect((await fetchRegistration(registrationId)).body.person).toMatchObject({ familyName: "Diallo" });
  });
});

describe("a member who moves to another delegation", () => {
  test("takes the seat along, keeps the quota, and is in the new list alone", async () => {
    const id = await createConference(5);
    const create = async (name: string) => {
      const body = { name: { en: name }, category: "ngo", focalPoints: [newAddress("focal")], quota: 1 };
      return (await callSystem(`/v1/conferences/${id}/delegations`, asSecretariat({ body }))).body.delegationId;
    };
    const [from, to] = [await create("Union"), await create("Forum")];
    const nominate = async (delegationId: string, givenName: string) => {
      const items = [{ person: { givenName, nationality: "SEN" } }];
      const path = `/v1/delegations/${delegationId}/nominations`;
      return (await callSystem(path, asSecretariat({ body: { items } }))).body.items[0]?.registrationId ?? "";
    };
    const listMembers = async (delegationId: string) =>
      (
        (await callSystem(`/v1/delegations/${delegationId}`, asSecretariat())).body as unknown as {
          readonly members: readonly { readonly registrationId: string }[];
        }
      ).members.map(({ registrationId }) => registrationId);
    const [first, second] = [await nominate(from, "Amina"), await nominate(from, "Fatou")];
    await postDecision(first, "approve");
    expect((await patch(first, { delegation: to })).body).toMatchObject({ delegationId: to, seat: "held" });
    expect([await listMembers(from), await listMembers(to)]).toEqual([[second], [first]]);
    await waitFor(
      waitTimeoutMs,
      () => fetchRegistration(second),
      ({ body }) => body.seat === "held",
    );
    const full = await patch(second, { delegation: to });
    expect([full.status, full.body.code]).toEqual([409, "delegation-full"]);
    const unknown = await patch(first, { delegation: "nowhere" });
    expect([unknown.status, unknown.body.errors?.[0]?.path]).toEqual([422, "delegation"]);
  });

  test("is in the order of the delegation again after a withdrawal and a reopening", async () => {
    const id = await createConference(5);
    const body = { name: { en: "Union" }, category: "ngo", focalPoints: [newAddress("focal")] };
    const { delegationId } = (await callSystem(`/v1/conferences/${id}/delegations`, asSecretariat({ body }))).body;
    const nominate = async (givenName: string) => {
      const items = [{ person: { givenName, nationality: "SEN" } }];
      const path = `/v1/delegations/${delegationId}/nominations`;
      return (await callSystem(path, asSecretariat({ body: { items } }))).body.items[0]?.registrationId ?? "";
    };
    const first = await nominate("Amina");
    await callSystem(`/v1/registrations/${first}/withdrawal`, asSecretariat({ body: {} }));
    const second = await nominate("Fatou");
    expect((await postDecision(first, "reopen")).body).toMatchObject({ accreditation: "pending", seat: "held" });
    const { members } = (await callSystem(`/v1/delegations/${delegationId}`, asSecretariat())).body as unknown as {
      readonly members: readonly { readonly registrationId: string }[];
    };
    expect(members.map(({ registrationId }) => registrationId)).toEqual([second, first]);
  });
});

describe("a withdrawn registration", () => {
  test("is reopened, at the end of the waiting list if the room is full", async () => {
    const id = await createConference(1);
    const first = (await postRegistration(id)).body.registrationId;
    const second = (await postRegistration(id)).body.registrationId;
    await callSystem(`/v1/registrations/${first}/withdrawal`, asSecretariat({ body: {} }));
    await waitFor(
      waitTimeoutMs,
      () => fetchRegistration(second),
      ({ body }) => body.seat === "held",
    );
    const third = (await postRegistration(id)).body.registrationId;
    const reopened = await postDecision(first, "reopen");
    expect(reopened.body).toMatchObject({ accreditation: "pending", seat: "waiting", waitingFor: ["venue"] });
    const line = await waitFor(
      waitTimeoutMs,
      () => callSystem(`/v1/conferences/${id}/waiting-list`, asSecretariat()),
      ({ body }) => body.items.length === 2,
    );
    expect(line.body.items.map(({ registrationId }) => registrationId)).toEqual([third, first]);
  });
});

describe("the history of a correction", () => {
  test("has the values before and after, of a passport number that it changed, until the erasure", async () => {
    const id = await createConference(3);
    const registrationId = await registerPerson(id, { familyName: "Dialo" });
    await patch(registrationId, { person: { familyName: "Diallo", passportNumber: "NEW12345" } });
    const read = async () => (await callSystem(`/v1/registrations/${registrationId}/history`, asSecretariat())).body;
    expect((await read()).items[0]).toMatchObject({
      action: "amend",
      changes: [{ path: "person.familyName", before: "Dialo", after: "Diallo" }, { path: "person.passportNumber" }],
    });
    expect(JSON.stringify(await read())).not.toContain("NEW12345");
    await callSystem(
      `/v1/registrations/${registrationId}/protection`,
      asSecretariat({
        method: "PUT",
        body: { alias: { nameOnBadge: "A. Guest" }, readers: ["secretariat@palais.example"] },
        headers: { "if-match": `${(await fetchRegistration(registrationId)).body.version}` },
      }),
    );
    expect(JSON.stringify(await read())).not.toContain("Dial");
    await callSystem(`/v1/registrations/${registrationId}`, asSecretariat({ method: "DELETE" }));
    await waitFor(
      waitTimeoutMs,
      () => read(),
      (history) => !JSON.stringify(history).includes('person.familyName","before'),
    );
  });
});
