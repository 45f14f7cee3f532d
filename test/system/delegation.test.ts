import { describe, expect, test } from "vitest";
import { aPdf } from "../support/files.ts";
import { post } from "./documents.ts";
import { type Mail, mailsTo, tokenOf } from "./mailbox.ts";
import {
  asDesk,
  asSecretariat,
  type Body,
  call,
  decide,
  newConference,
  patience,
  read,
  running,
  submit,
  within,
} from "./system.ts";

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

/** The mail of a kind to an address, once it is there. */
async function mailOf(to: string, kind: string, count = 1): Promise<Mail> {
  const all = await within(
    patience,
    () => mailsTo(running().home, to, count),
    (found) => found.filter((mail) => mail.kind === kind).length >= count,
  );
  const found = all.findLast((mail) => mail.kind === kind);
  if (!found) throw new Error(`no mail ${kind}`);
  return found;
}

async function signIn(conferenceId: string, email: string, kind = "delegation-sign-in", count = 1): Promise<Body> {
  await call("/v1/sign-in-links", { body: { email, conferenceId } });
  const token = tokenOf(await mailOf(email, kind, count));
  return (await call("/v1/sign-ins", { body: { token } })).body;
}

async function poolOf(conferenceId: string, name: string) {
  const { body } = await call(`/v1/conferences/${conferenceId}/capacity`, asSecretariat());
  const found = body.items.find(({ pool }) => pool === name);
  return { limit: found?.limit, taken: found?.taken };
}

/** A delegation of the secretariat's making, and its focal point, signed in. */
async function aDelegation(conferenceId: string, more: Record<string, unknown> = {}) {
  const focalPoint = address("focal");
  const made = await call(
    `/v1/conferences/${conferenceId}/delegations`,
    asSecretariat({ body: { ...draft(focalPoint), ...more } }),
  );
  expect(made.status).toBe(201);
  const { accessToken } = await signIn(conferenceId, focalPoint);
  const path = `/v1/delegations/${made.body.delegationId}`;
  const act = (what: string, body: unknown, method = "POST") => call(path + what, { token: accessToken, body, method });
  const nominate = (...names: string[]) => act("/nominations", { items: names.map((name) => person(name)) });
  const members = async () => (await call(path, { token: accessToken })).body.members;
  return { id: made.body.delegationId, path, focalPoint, token: accessToken, act, nominate, members };
}

/** The focal point uploads the one letter of the delegation; it is there once it has been checked. */
async function letterOf(path: string, token: string): Promise<void> {
  const body = { kind: "credential-letter", contentType: "application/pdf", size: aPdf().length };
  const form = await call(`${path}/documents`, { token, body });
  expect([form.status, await post(form.body, aPdf())]).toEqual([201, 204]);
  const letters = async () => (await call(path, { token })).body.letters;
  await within(patience, letters, (all) => all.length === 1);
}

const seatsOf = (members: readonly Body[]) => members.map(({ person, seat }) => `${person.givenName} ${seat}`);

describe("from the request of an organization to the seats of its people", () => {
  test("accredited with a quota of four, nine nominated, one corrects, four approved, one replaced, the next moves up", async () => {
    const conference = await newConference(20);
    const focalPoint = address("focal");
    const asked = await call(`/v1/conferences/${conference}/delegation-requests`, { body: draft(focalPoint) });
    expect([asked.status, asked.body.status]).toEqual([201, "requested"]);
    await mailOf(focalPoint, "delegation-requested");
    const { delegationId } = asked.body;
    const path = `/v1/delegations/${delegationId}`;
    const pool = () => poolOf(conference, `delegation:${delegationId}`);

    const { version } = (await call(path, asSecretariat())).body;
    const accredited = await call(
      path,
      asSecretariat({
        method: "PATCH",
        body: { status: "accredited", quota: 4 },
        headers: { "if-match": `${version}` },
      }),
    );
    expect([accredited.status, accredited.body.status]).toEqual([200, "accredited"]);
    expect((await mailOf(focalPoint, "delegation-accredited")).email.text).toContain("4 places");
    expect(await pool()).toEqual({ limit: 4, taken: 0 });

    const session = await signIn(conference, focalPoint);
    expect([session.registrations, session.delegations]).toEqual([[], [delegationId]]);
    const token = session.accessToken;
    const own = address("n1");
    const items = Array.from({ length: 9 }, (_, index) => person(`N${index + 1}`, index === 0 ? own : undefined));
    const nominated = await call(`${path}/nominations`, { token, body: { items } });
    expect(nominated.status).toBe(201);
    const ids = nominated.body.items.map(({ registrationId }) => registrationId);
    expect(nominated.body.items.map(({ seat }) => seat)).toEqual([
      ...Array(4).fill("held"),
      ...Array(5).fill("waiting"),
    ]);
    expect(nominated.body.items[4]?.waitingFor).toEqual([`delegation:${delegationId}`]);
    expect(await pool()).toEqual({ limit: 4, taken: 4 });
    await mailOf(own, "received");
    await mailOf(focalPoint, "waiting", 5);

    await letterOf(path, token);
    const onLetter = async () => (await call(path, { token })).body.members.filter((each) => each.onLetter).length;
    expect(await onLetter()).toBe(0);
    const reading = { method: "PUT", body: { version: 1, registrationIds: ids.slice(0, 8) } };
    const named = await call(`${path}/letter`, asSecretariat(reading));
    expect(named.body.members.map((each) => each.onLetter)).toEqual([...Array(8).fill(true), false]);
    expect(await pool()).toEqual({ limit: 4, taken: 4 });

    const [first = "", second = "", third = "", fourth = "", fifth = ""] = ids;
    expect(
      (await decide(first, "return", { fields: ["functionTitle"], reason: "Your function, please" })).body,
    ).toMatchObject({ accreditation: "returned" });
    await mailOf(own, "returned");
    const delegate = await signIn(conference, own, "sign-in");
    const { version: returned } = (await read(first)).body;
    const corrected = await call(`/v1/registrations/${first}`, {
      token: delegate.accessToken,
      method: "PATCH",
      body: { functionTitle: "President" },
      headers: { "if-match": `${returned}` },
    });
    expect([corrected.status, corrected.body.accreditation, corrected.body.seat]).toEqual([200, "pending", "held"]);

    for (const id of [first, second, third, fourth]) expect((await decide(id, "approve")).body.seat).toBe("held");
    await mailOf(own, "approved");
    expect(await pool()).toEqual({ limit: 4, taken: 4 });

    const { body: badge } = await call(`/v1/registrations/${second}/badges`, asDesk({ body: {} }));
    const replaced = await call(`${path}/substitutions`, { token, body: { leaves: second, ...person("Substitute") } });
    expect([replaced.status, replaced.body.seat, replaced.body.accreditation]).toEqual([201, "held", "pending"]);
    expect(replaced.body).toMatchObject({ substitutes: second, onLetter: false });
    await mailOf(focalPoint, "substituted");
    expect(await pool()).toEqual({ limit: 4, taken: 4 });
    const scans = [{ scanId: address("scan"), token: badge.token, at: new Date().toISOString() }];
    const gate = { gate: "main", direction: "in", scans };
    const scanned = await call(`/v1/conferences/${conference}/scans`, asDesk({ body: gate }));
    expect(scanned.body.items[0]).toMatchObject({ verdict: "refuse", reason: "withdrawn" });

    const withdrawn = await call(`/v1/registrations/${third}/withdrawal`, { token, body: {} });
    expect(withdrawn.body.accreditation).toBe("withdrawn");
    expect((await read(fifth)).body.seat).toBe("held");
    await mailOf(focalPoint, "seat-given");
    expect(await pool()).toEqual({ limit: 4, taken: 4 });
    expect(await poolOf(conference, "venue")).toEqual({ limit: 20, taken: 4 });
  }, 90_000);
});

describe("a focal point", () => {
  test("acts for their own delegation and nobody else's, and no longer once they are taken off", async () => {
    const conference = await newConference(10);
    const [one, other] = [await aDelegation(conference, { quota: 2 }), await aDelegation(conference, { quota: 2 })];
    const [theirs] = (await other.nominate("Theirs")).body.items;
    const registration = `/v1/registrations/${theirs?.registrationId}`;
    for (const [path, body] of [
      [other.path, undefined],
      [`${other.path}/nominations`, { items: [person("X")] }],
      [`${other.path}/substitutions`, { leaves: theirs?.registrationId, ...person("X") }],
      [registration, undefined],
      [`${registration}/withdrawal`, {}],
    ] as const) {
      const answer = await call(path, { token: one.token, body });
      expect([path, answer.status, answer.body.code]).toEqual([path, 404, "not-found"]);
    }
    expect((await call(`/v1/conferences/${conference}/delegations`, { token: one.token })).status).toBe(403);
    expect((await call(registration, { token: other.token })).status).toBe(200);
    const { version } = (await call(other.path, asSecretariat())).body;
    const body = { focalPoints: [address("new")] };
    await call(other.path, asSecretariat({ method: "PATCH", body, headers: { "if-match": `${version}` } }));
    expect((await call(other.path, { token: other.token })).status).toBe(404);
    expect((await call(registration, { token: other.token })).status).toBe(404);
  });

  test("nominates people without an address of their own; the same name and day of birth is the same person", async () => {
    const conference = await newConference(10);
    const { nominate, act, focalPoint } = await aDelegation(conference);
    expect((await nominate("Amina")).status).toBe(201);
    const again = await act("/nominations", { items: [person("AMÍNA", focalPoint), person("Binta", focalPoint)] });
    expect(again.body.items.map(({ problem, seat }) => problem?.code ?? seat)).toEqual(["already-registered", "held"]);
  });

  test("can't replace somebody who is inside: a named refusal in their language, and nothing changes", async () => {
    const conference = await newConference(10);
    const { path, token, nominate, members } = await aDelegation(conference, { quota: 1 });
    const [inside] = (await nominate("Inside")).body.items;
    const leaves = inside?.registrationId ?? "";
    await decide(leaves, "approve");
    const { body: badge } = await call(`/v1/registrations/${leaves}/badges`, asDesk({ body: {} }));
    const scans = [{ scanId: address("scan"), token: badge.token, at: new Date().toISOString() }];
    const gate = { gate: "main", direction: "in", scans };
    const scanned = await call(`/v1/conferences/${conference}/scans`, asDesk({ body: gate }));
    expect(scanned.body.items[0]).toMatchObject({ verdict: "admit" });
    const before = await members();
    const ask = (language: string) =>
      call(`${path}/substitutions`, {
        token,
        body: { leaves, ...person("Other") },
        headers: { "accept-language": language },
      });
    const [english, french] = [await ask("en"), await ask("fr")];
    for (const { status, body } of [english, french]) expect([status, body.code]).toEqual([409, "inside-already"]);
    expect(french.body).not.toMatchObject({ title: (english.body as unknown as { title: string }).title });
    expect(await members()).toEqual(before);
  });

  test("can't nominate above the reserve's limit, name a second head, or rank what isn't theirs: nothing changes", async () => {
    const conference = await newConference(10);
    const { nominate, act, members } = await aDelegation(conference, { quota: 1, reserve: 1 });
    expect((await nominate("A", "B", "C")).body.code).toBe("reserve-full");
    expect(await members()).toEqual([]);
    const head = { ...person("A"), role: "head-of-delegation" };
    expect((await act("/nominations", { items: [head] })).status).toBe(201);
    const second = await act("/nominations", { items: [{ ...head, ...person("B") }] });
    expect([second.status, second.body.code]).toEqual([409, "second-head"]);
    const ranking = await act("/ranking", { registrationIds: ["a".repeat(24)] }, "PUT");
    expect([ranking.status, ranking.body.code]).toEqual([422, "invalid-request"]);
    expect(seatsOf(await members())).toEqual(["A held"]);
  });

  test("confirms who named the delegation in the form; until then they take no seat", async () => {
    const conference = await newConference(10);
    const { id, act, token, members } = await aDelegation(conference, { quota: 1 });
    const unknown = await submit(conference, { delegation: "a".repeat(24) });
    expect([unknown.status, unknown.body.errors[0]?.path]).toEqual([422, "delegation"]);
    const { body: claim } = await submit(conference, { delegation: id });
    expect(claim.seat).toBe("none");
    expect(await poolOf(conference, "venue")).toMatchObject({ taken: 0 });
    expect((await call(`/v1/registrations/${claim.registrationId}`, { token })).status).toBe(200);
    const confirmed = await act("/confirmations", { registrationId: claim.registrationId });
    expect([confirmed.status, confirmed.body.seat]).toEqual([200, "held"]);
    expect(await poolOf(conference, `delegation:${id}`)).toEqual({ limit: 1, taken: 1 });
    expect(await members()).toHaveLength(1);
  });
});

describe("the quota", () => {
  test("raised seats the next of the reserve; lowered keeps everyone and shows the overhang", async () => {
    const conference = await newConference(10);
    const { id, path, nominate, members } = await aDelegation(conference, { quota: 1 });
    await nominate("A", "B", "C");
    const change = async (quota: number) => {
      const { version } = (await call(path, asSecretariat())).body;
      const headers = { "if-match": `${version}` };
      return call(path, asSecretariat({ method: "PATCH", body: { quota }, headers }));
    };
    await change(2);
    await within(patience, members, (all) => seatsOf(all).join() === "A held,B held,C waiting");
    await change(1);
    expect(await poolOf(conference, `delegation:${id}`)).toEqual({ limit: 1, taken: 2 });
    expect(seatsOf(await members())).toEqual(["A held", "B held", "C waiting"]);
    const [first] = await members();
    await call(`/v1/registrations/${first?.registrationId}/withdrawal`, asSecretariat({ body: {} }));
    expect(seatsOf(await members())).toEqual(["B held", "C waiting"]);
    expect((await change(1)).status).toBe(200);
  });

  test("a stale version changes nothing", async () => {
    const conference = await newConference(10);
    const { path } = await aDelegation(conference, { quota: 1 });
    const patch = (headers: Record<string, string>) =>
      call(path, asSecretariat({ method: "PATCH", body: { quota: 3 }, headers }));
    expect((await patch({})).body.code).toBe("version-required");
    expect((await patch({ "if-match": "9" })).body.code).toBe("changed-meanwhile");
  });
});
