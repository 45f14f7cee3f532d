import { describe, expect, test } from "vitest";
import { buildPdf } from "../support/files.ts";
import { waitFor } from "../support/wait-for.ts";
import { postTestFile } from "./support/documents.ts";
import { type DeliveredEmail, waitForEmails } from "./support/mailbox.ts";
import { signInByEmail } from "./support/sign-in.ts";
import {
  type ApiResponseBody,
  asDesk,
  asSecretariat,
  callSystem,
  createConference,
  fetchRegistration,
  getSharedSystem,
  postDecision,
  postRegistration,
  waitTimeoutMs,
} from "./support/system.ts";

let serial = 0;
const address = (who: string) => {
  serial += 1;
  return `${who}.${process.pid}.${Date.now()}.${serial}@example.org`;
};

const person = (name: string, email?: string) => ({
  person: {
    givenName: name,
    familyName: "Diallo",
    nationality: "SEN",
    birthDate: "1980-02-01",
    ...(email && { email }),
  },
});

const draft = (focalPoint: string) => ({
  name: { en: "Union of Migrant Associations" },
  category: "ngo",
  focalPoints: [focalPoint],
});

/** Waits for the email of a kind to an address. */
async function waitForEmail(to: string, kind: string, count = 1): Promise<DeliveredEmail> {
  const all = await waitFor(
    waitTimeoutMs,
    () => waitForEmails(getSharedSystem().home, to, count),
    (found) => found.filter((mail) => mail.kind === kind).length >= count,
  );
  const found = all.findLast((mail) => mail.kind === kind);
  if (!found) throw new Error(`no email ${kind}`);
  return found;
}

/** A person names a delegation in the form, and opens a link, so that the delegation sees the request. */
async function requestMembership(conferenceId: string, delegationId: string, email: string): Promise<ApiResponseBody> {
  const { body } = await postRegistration(conferenceId, { delegation: delegationId }, { email });
  await signInByEmail(conferenceId, email);
  return body;
}

async function readPool(conferenceId: string, name: string) {
  const { body } = await callSystem(`/v1/conferences/${conferenceId}/capacity`, asSecretariat());
  const found = body.items.find(({ pool }) => pool === name);
  return { limit: found?.limit, taken: found?.taken };
}

/** A delegation that the secretariat created, and its focal point, signed in. */
async function createDelegation(conferenceId: string, more: Record<string, unknown> = {}) {
  const focalPoint = address("focal");
  const made = await callSystem(
    `/v1/conferences/${conferenceId}/delegations`,
    asSecretariat({ body: { ...draft(focalPoint), ...more } }),
  );
  expect(made.status).toBe(201);
  const { accessToken } = await signInByEmail(conferenceId, focalPoint);
  const path = `/v1/delegations/${made.body.delegationId}`;
  const act = (what: string, body: unknown, method = "POST") =>
    callSystem(path + what, { token: accessToken, body, method });
  const nominate = (...names: string[]) => act("/nominations", { items: names.map((name) => person(name)) });
  const members = async () => (await callSystem(path, { token: accessToken })).body.members;
  return { id: made.body.delegationId, path, focalPoint, token: accessToken, act, nominate, members };
}

/** The focal point uploads the delegation's letter and waits until it is checked. */
async function uploadLetter(path: string, token: string): Promise<void> {
  const body = { kind: "credential-letter", contentType: "application/pdf", size: buildPdf().length };
  const form = await callSystem(`${path}/documents`, { token, body });
  expect([form.status, await postTestFile(form.body, buildPdf())]).toEqual([201, 204]);
  const letters = async () => (await callSystem(path, { token })).body.letters;
  await waitFor(waitTimeoutMs, letters, (all) => all.length === 1);
}

const listSeats = (members: readonly ApiResponseBody[]) =>
  members.map(({ person, seat }) => `${person.givenName} ${seat}`);

describe("the process from the request of an organization to the seats of its members", () => {
  test("accredits with a quota of four, nominates nine, corrects one, approves four, replaces one, and promotes the next of the reserve", async () => {
    const conference = await createConference(20);
    const focalPoint = address("focal");
    const justification = "Twelve associations of migrants.";
    const body = { ...draft(focalPoint), justification };
    const asked = await callSystem(`/v1/conferences/${conference}/delegation-requests`, { body });
    expect([asked.status, asked.body.status]).toEqual([201, "requested"]);
    expect(Object.keys(asked.body)).not.toContain("justification");
    await waitForEmail(focalPoint, "delegation-requested");
    const { delegationId } = asked.body;
    const path = `/v1/delegations/${delegationId}`;
    const pool = () => readPool(conference, `delegation:${delegationId}`);

    const requested = await callSystem(path, asSecretariat());
    expect(requested.body).toMatchObject({ justification, requestedAt: expect.any(String) });
    const { version } = requested.body;
    const accredited = await callSystem(
      path,
      asSecretariat({
        method: "PATCH",
        body: { status: "accredited", quota: 4 },
        headers: { "if-match": `${version}` },
      }),
    );
    expect([accredited.status, accredited.body.status]).toEqual([200, "accredited"]);
    expect((await waitForEmail(focalPoint, "delegation-accredited")).email.text).toContain("4 seats");
    expect(await pool()).toEqual({ limit: 4, taken: 0 });

    const session = await signInByEmail(conference, focalPoint);
    expect([session.registrations, session.delegations]).toEqual([[], [delegationId]]);
    const token = session.accessToken;
    expect((await callSystem(path, { token })).body).toMatchObject({ justification });
    const own = address("n1");
    const items = Array.from({ length: 9 }, (_, index) => person(`N${index + 1}`, index === 0 ? own : undefined));
    const nominated = await callSystem(`${path}/nominations`, { token, body: { items } });
    expect(nominated.status).toBe(201);
    const ids = nominated.body.items.map(({ registrationId }) => registrationId);
    expect(nominated.body.items.map(({ seat }) => seat)).toEqual([
      ...Array(4).fill("held"),
      ...Array(5).fill("waiting"),
    ]);
    expect(nominated.body.items[4]?.waitingFor).toEqual([`delegation:${delegationId}`]);
    expect(await pool()).toEqual({ limit: 4, taken: 4 });
    await waitForEmail(own, "received");
    await waitForEmail(focalPoint, "waiting", 5);

    await uploadLetter(path, token);
    const countNamedInLetter = async () =>
      (await callSystem(path, { token })).body.members.filter((each) => each.isNamedInLetter).length;
    expect(await countNamedInLetter()).toBe(0);
    const reading = { method: "PUT", body: { version: 1, registrationIds: ids.slice(0, 8) } };
    const named = await callSystem(`${path}/credential-review`, asSecretariat(reading));
    expect(named.body.members.map((each) => each.isNamedInLetter)).toEqual([...Array(8).fill(true), false]);
    expect(await pool()).toEqual({ limit: 4, taken: 4 });

    const [first = "", second = "", third = "", fourth = "", fifth = ""] = ids;
    expect(
      (await postDecision(first, "return", { fields: ["functionTitle"], reason: "Your function, please" })).body,
    ).toMatchObject({ accreditation: "returned" });
    await waitForEmail(own, "returned");
    const delegate = await signInByEmail(conference, own);
    const { version: returned } = (await fetchRegistration(first)).body;
    const corrected = await callSystem(`/v1/registrations/${first}`, {
      token: delegate.accessToken,
      method: "PATCH",
      body: { functionTitle: "President" },
      headers: { "if-match": `${returned}` },
    });
    expect([corrected.status, corrected.body.accreditation, corrected.body.seat]).toEqual([200, "pending", "held"]);

    for (const id of [first, second, third, fourth]) expect((await postDecision(id, "approve")).body.seat).toBe("held");
    await waitForEmail(own, "approved");
    expect(await pool()).toEqual({ limit: 4, taken: 4 });

    const { body: badge } = await callSystem(`/v1/registrations/${second}/badges`, asDesk({ body: {} }));
    const replaced = await callSystem(`${path}/substitutions`, {
      token,
      body: { leaves: second, ...person("Substitute") },
    });
    expect([replaced.status, replaced.body.seat, replaced.body.accreditation]).toEqual([201, "held", "pending"]);
    expect(replaced.body).toMatchObject({ isNamedInLetter: false });
    expect(replaced.body).not.toHaveProperty("substitutes");
    await waitForEmail(focalPoint, "substituted");
    expect(await pool()).toEqual({ limit: 4, taken: 4 });
    const scans = [{ scanId: address("scan"), token: badge.token, at: new Date().toISOString() }];
    const gate = { gate: "main", direction: "in", scans };
    const scanned = await callSystem(`/v1/conferences/${conference}/scans`, asDesk({ body: gate }));
    expect(scanned.body.items[0]).toMatchObject({ verdict: "refuse", reason: "withdrawn" });

    const withdrawn = await callSystem(`/v1/registrations/${third}/withdrawal`, { token, body: {} });
    expect(withdrawn.body.accreditation).toBe("withdrawn");
    expect((await fetchRegistration(fifth)).body.seat).toBe("held");
    await waitForEmail(focalPoint, "seat-given");
    expect(await pool()).toEqual({ limit: 4, taken: 4 });
    expect(await readPool(conference, "venue")).toEqual({ limit: 20, taken: 4 });
  }, 90_000);
});

describe("a focal point", () => {
  test("manages their own delegation alone, and no longer once they are removed", async () => {
    const conference = await createConference(10);
    const [one, other] = [
      await createDelegation(conference, { quota: 2 }),
      await createDelegation(conference, { quota: 2 }),
    ];
    const [theirs] = (await other.nominate("Theirs")).body.items;
    const registration = `/v1/registrations/${theirs?.registrationId}`;
    for (const [path, body] of [
      [other.path, undefined],
      [`${other.path}/nominations`, { items: [person("X")] }],
      [`${other.path}/substitutions`, { leaves: theirs?.registrationId, ...person("X") }],
      [registration, undefined],
      [`${registration}/withdrawal`, {}],
    ] as const) {
      const answer = await callSystem(path, { token: one.token, body });
      expect([path, answer.status, answer.body.code]).toEqual([path, 404, "not-found"]);
    }
    expect((await callSystem(`/v1/conferences/${conference}/delegations`, { token: one.token })).status).toBe(403);
    expect((await callSystem(registration, { token: other.token })).status).toBe(200);
    const { version } = (await callSystem(other.path, asSecretariat())).body;
    const body = { focalPoints: [address("new")] };
    await callSystem(other.path, asSecretariat({ method: "PATCH", body, headers: { "if-match": `${version}` } }));
    expect((await callSystem(other.path, { token: other.token })).status).toBe(404);
    expect((await callSystem(registration, { token: other.token })).status).toBe(404);
  });

  test("nominates people without an email address; the same name and date of birth in any case is the same person, another spelling is not", async () => {
    const conference = await createConference(10);
    const { nominate, act, focalPoint } = await createDelegation(conference);
    expect((await nominate("Amina")).status).toBe(201);
    const again = await act("/nominations", { items: [person("AMINA", focalPoint), person("Amína", focalPoint)] });
    expect(again.body.items.map(({ problem, seat }) => problem?.code ?? seat)).toEqual(["already-registered", "held"]);
  });

  test("nominates people whose names differ in a vowel sign, a voicing mark or an accent, each as a person", async () => {
    const { nominate } = await createDelegation(await createConference(20));
    const names = ["राम कुमार", "रमा कुमारी", "नि", "नी", "นิด", "นัด", "バナ", "ハナ", "Müller", "Muller"];
    const { status, body } = await nominate(...names);
    expect([status, body.items.map(({ problem, seat }) => problem?.code ?? seat)]).toEqual([
      201,
      names.map(() => "held"),
    ]);
  });

  test("can't replace a member who has entered: refused in their language, and nothing changes", async () => {
    const conference = await createConference(10);
    const { path, token, nominate, members } = await createDelegation(conference, { quota: 1 });
    const [inside] = (await nominate("Inside")).body.items;
    const leaves = inside?.registrationId ?? "";
    await postDecision(leaves, "approve");
    const { body: badge } = await callSystem(`/v1/registrations/${leaves}/badges`, asDesk({ body: {} }));
    const scans = [{ scanId: address("scan"), token: badge.token, at: new Date().toISOString() }];
    const gate = { gate: "main", direction: "in", scans };
    const scanned = await callSystem(`/v1/conferences/${conference}/scans`, asDesk({ body: gate }));
    expect(scanned.body.items[0]).toMatchObject({ verdict: "admit" });
    const before = await members();
    const ask = (language: string) =>
      callSystem(`${path}/substitutions`, {
        token,
        body: { leaves, ...person("Other") },
        headers: { "accept-language": language },
      });
    const [english, french] = [await ask("en"), await ask("fr")];
    for (const { status, body } of [english, french]) expect([status, body.code]).toEqual([409, "inside-already"]);
    expect(french.body).not.toMatchObject({ title: (english.body as unknown as { title: string }).title });
    expect(await members()).toEqual(before);
  });

  test("can't exceed the reserve limit, name a second head, or rank a person of another delegation: nothing changes", async () => {
    const conference = await createConference(10);
    const { nominate, act, members } = await createDelegation(conference, { quota: 1, reserve: 1 });
    expect((await nominate("A", "B", "C")).body.code).toBe("reserve-full");
    expect(await members()).toEqual([]);
    const head = { ...person("A"), role: "head-of-delegation" };
    expect((await act("/nominations", { items: [head] })).status).toBe(201);
    const second = await act("/nominations", { items: [{ ...head, ...person("B") }] });
    expect([second.status, second.body.code]).toEqual([409, "second-head"]);
    const ranking = await act("/ranking", { registrationIds: ["a".repeat(26)] }, "PUT");
    expect([ranking.status, ranking.body.code]).toEqual([422, "invalid-request"]);
    expect(listSeats(await members())).toEqual(["A held"]);
  });

  test("confirms people who named the delegation in the form; until then they take no seat", async () => {
    const conference = await createConference(10);
    const { id, act, token, members } = await createDelegation(conference, { quota: 1 });
    const unknown = await postRegistration(conference, { delegation: "a".repeat(26) });
    expect([unknown.status, unknown.body.errors[0]?.path]).toEqual([422, "delegation"]);
    const email = address("claim");
    const { body: claim } = await postRegistration(conference, { delegation: id }, { email });
    expect(claim.seat).toBe("none");
    expect(await readPool(conference, "venue")).toMatchObject({ taken: 0 });
    const own = `/v1/registrations/${claim.registrationId}`;
    const items = [{ registrationId: claim.registrationId, confirm: true }];
    expect((await callSystem(own, { token })).status).toBe(404);
    expect((await act("/confirmations", { items })).body.items[0]?.problem?.code).toBe("not-a-member");
    await signInByEmail(conference, email);
    const read = await callSystem(own, { token });
    expect(read.status).toBe(200);
    // A delegation that is only named reads the registration, and changes nothing of it.
    const headers = { "if-match": String(read.body.version) };
    const writes = [
      callSystem(`${own}/withdrawal`, { token, body: {} }),
      callSystem(own, { method: "PATCH", token, headers, body: { organization: "Taken over" } }),
      callSystem(`${own}/documents`, { token, body: { kind: "photo", contentType: "image/png", size: 100 } }),
    ];
    for (const { status, body } of await Promise.all(writes)) expect([status, body.code]).toEqual([404, "not-found"]);
    const confirmed = await act("/confirmations", { items });
    expect([confirmed.status, confirmed.body.items.map(({ seat }) => seat)]).toEqual([200, ["held"]]);
    expect(await readPool(conference, `delegation:${id}`)).toEqual({ limit: 1, taken: 1 });
    expect(await members()).toHaveLength(1);
  });

  test("lists the people who wait, tells both sides of each decision, and lets a declined person go on alone", async () => {
    const conference = await createConference(10);
    const { id, path, focalPoint, token, act } = await createDelegation(conference, { quota: 5 });
    const { body: offered } = await callSystem(`/v1/conferences/${conference}/organizations`);
    expect(offered.items.map(({ delegationId }) => delegationId)).toEqual([id]);
    const addresses = [address("yes"), address("no")];
    const claims: ApiResponseBody[] = [];
    for (const email of addresses) claims.push(await requestMembership(conference, id, email));
    const [yes, no] = claims.map(({ registrationId }) => registrationId) as [string, string];
    await waitForEmail(focalPoint, "membership-requested", 2);
    const readRequests = async () =>
      ((await callSystem(path, { token })).body as unknown as { requests: ApiResponseBody[] }).requests;
    expect((await readRequests()).map(({ registrationId }) => registrationId)).toEqual([yes, no]);
    const read = async (part: string) => (await callSystem(`/v1/registrations/${yes}${part}`, { token })).status;
    expect([await read(""), await read("/history"), await read("/data")]).toEqual([200, 404, 404]);
    const early = await postDecision(yes, "approve");
    expect([early.status, early.body.code]).toEqual([409, "delegation-unconfirmed"]);

    const items = [
      { registrationId: yes, confirm: true },
      { registrationId: no, confirm: false },
      { registrationId: "a".repeat(26), confirm: true },
    ];
    const { body: decided } = await act("/confirmations", { items });
    expect(decided.items.map(({ seat, problem }) => problem?.code ?? seat)).toEqual(["held", "none", "not-a-member"]);
    expect(await readRequests()).toEqual([]);
    await waitForEmail(addresses[0] ?? "", "membership-confirmed");
    await waitForEmail(addresses[1] ?? "", "membership-declined");
    await waitForEmail(focalPoint, "membership-decided", 2);
    expect((await postDecision(yes, "approve")).body.accreditation).toBe("approved");
    expect([await read(""), await read("/history")]).toEqual([200, 200]);
    expect((await callSystem(`/v1/registrations/${no}`, { token })).status).toBe(404);

    const alone = { method: "PUT", body: { delegation: null } };
    const own = await signInByEmail(conference, addresses[1] ?? "");
    const renamed = await callSystem(`/v1/registrations/${no}/requested-delegation`, {
      ...alone,
      token: own.accessToken,
    });
    expect([renamed.status, renamed.body.seat]).toEqual([200, "held"]);
  });

  test("reads no one who withdrew, or whom the secretariat protected, before it decided", async () => {
    const conference = await createConference(10);
    const { id, token } = await createDelegation(conference, { quota: 5 });
    const gone = await requestMembership(conference, id, address("gone"));
    const hidden = await requestMembership(conference, id, address("hidden"));
    const read = async ({ registrationId }: ApiResponseBody) =>
      (await callSystem(`/v1/registrations/${registrationId}`, { token })).status;
    expect([await read(gone), await read(hidden)]).toEqual([200, 200]);
    const withdrawal = asSecretariat({
      body: { reason: "asked by phone" },
      headers: { "if-match": String((await fetchRegistration(gone.registrationId)).body.version) },
    });
    expect((await callSystem(`/v1/registrations/${gone.registrationId}/withdrawal`, withdrawal)).status).toBe(200);
    const body = { alias: { nameOnBadge: "Guest" }, readers: ["reviewer@palais.local"], reason: "threatened at home" };
    const protection = asSecretariat({ method: "PUT", body });
    expect((await callSystem(`/v1/registrations/${hidden.registrationId}/protection`, protection)).status).toBe(200);
    expect([await read(gone), await read(hidden)]).toEqual([404, 404]);
  });

  test("decides once if two focal points confirm at the same moment, and never seats a person who withdraws meanwhile", async () => {
    const conference = await createConference(10);
    const { id, act, members } = await createDelegation(conference, { quota: 5 });
    const confirm = (registrationId: string) => act("/confirmations", { items: [{ registrationId, confirm: true }] });
    const twice = await requestMembership(conference, id, address("twice"));
    const both = await Promise.all([confirm(twice.registrationId), confirm(twice.registrationId)]);
    expect(both.map(({ body }) => body.items[0]?.problem?.code ?? body.items[0]?.seat).toSorted()).toEqual([
      "held",
      "wrong-state",
    ]);
    const leaves = await requestMembership(conference, id, address("leaves"));
    await Promise.all([
      confirm(leaves.registrationId),
      callSystem(`/v1/registrations/${leaves.registrationId}/withdrawal`, asSecretariat({ body: {} })),
    ]);
    expect((await fetchRegistration(leaves.registrationId)).body).toMatchObject({
      accreditation: "withdrawn",
      seat: "none",
    });
    expect(await members()).toHaveLength(1);
    expect(await readPool(conference, `delegation:${id}`)).toEqual({ limit: 5, taken: 1 });
  });
});

describe("the quota of a delegation", () => {
  test("seats the next of the reserve when it is raised; keeps all members and shows the excess when it is lowered", async () => {
    const conference = await createConference(10);
    const { id, path, nominate, members } = await createDelegation(conference, { quota: 1 });
    await nominate("A", "B", "C");
    const change = async (quota: number) => {
      const { version } = (await callSystem(path, asSecretariat())).body;
      const headers = { "if-match": `${version}` };
      return callSystem(path, asSecretariat({ method: "PATCH", body: { quota }, headers }));
    };
    await change(2);
    await waitFor(waitTimeoutMs, members, (all) => listSeats(all).join() === "A held,B held,C waiting");
    await change(1);
    expect(await readPool(conference, `delegation:${id}`)).toEqual({ limit: 1, taken: 2 });
    expect(listSeats(await members())).toEqual(["A held", "B held", "C waiting"]);
    const [first] = await members();
    await callSystem(`/v1/registrations/${first?.registrationId}/withdrawal`, asSecretariat({ body: {} }));
    expect(listSeats(await members())).toEqual(["B held", "C waiting"]);
    expect((await change(1)).status).toBe(200);
  });

  test("is not changed by a stale version", async () => {
    const conference = await createConference(10);
    const { path } = await createDelegation(conference, { quota: 1 });
    const patch = (headers: Record<string, string>) =>
      callSystem(path, asSecretariat({ method: "PATCH", body: { quota: 3 }, headers }));
    expect((await patch({})).body.code).toBe("version-required");
    expect((await patch({ "if-match": "9" })).body.code).toBe("changed-meanwhile");
  });
});
