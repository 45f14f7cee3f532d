import { describe, expect, test } from "vitest";
import { buildFormBody } from "../support/builders.ts";
import { waitFor } from "../support/wait-for.ts";
import { createSession } from "./authorization/tokens.ts";
import {
  type ApiResponse,
  asSecretariat,
  callSystem,
  createConference,
  fetchRegistration,
  findConferenceSettings,
  postDecision,
  postRegistration,
  readVenuePool,
  waitTimeoutMs,
} from "./support/system.ts";

describe("two people, one seat", () => {
  test("one is seated, and the other waits for the venue", async () => {
    const id = await createConference(1);
    const answers = await Promise.all([postRegistration(id), postRegistration(id)]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers.map(({ body }) => body.seat).toSorted()).toEqual(["held", "waiting"]);
    expect(answers.find(({ body }) => body.seat === "waiting")?.body.waitingFor).toEqual(["venue"]);
    await waitFor(
      waitTimeoutMs,
      () => readVenuePool(id),
      ({ waiting }) => waiting === 1,
    );
  });

  test("the first on the waiting list gets a seat that is released", async () => {
    const id = await createConference(1);
    const first = await postRegistration(id);
    const second = await postRegistration(id);
    const third = await postRegistration(id);
    const withdrawn = await callSystem(
      `/v1/registrations/${first.body.registrationId}/withdrawal`,
      asSecretariat({ body: {} }),
    );
    expect(withdrawn.body).toMatchObject({ accreditation: "withdrawn", seat: "none" });
    const seat = async (answer: typeof second) => (await fetchRegistration(answer.body.registrationId)).body.seat;
    await waitFor(
      waitTimeoutMs,
      () => seat(second),
      (state) => state === "held",
    );
    expect(await seat(third)).toBe("waiting");
    expect((await readVenuePool(id)).taken).toBe(1);
  });

  test("a newcomer joins the end of the waiting list, also right after a seat is released", async () => {
    const id = await createConference(1);
    const first = await postRegistration(id);
    const second = await postRegistration(id);
    await waitFor(
      waitTimeoutMs,
      () => readVenuePool(id),
      ({ waiting }) => waiting === 1,
    );
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const [, third] = await Promise.all([postDecision(first.body.registrationId, "reject"), postRegistration(id)]);
    await waitFor(
      waitTimeoutMs,
      () => fetchRegistration(second.body.registrationId),
      ({ body }) => body.seat === "held",
    );
    expect((await fetchRegistration(third.body.registrationId)).body.seat).toBe("waiting");
  });

  test("a raised capacity seats the waiting list; a lowered one keeps all seats and seats no newcomer", async () => {
    const id = await createConference(1);
    const [first, second] = [await postRegistration(id), await postRegistration(id)];
    const put = async (capacity: number) => {
      const { conferenceId, version, ...draft } = await findConferenceSettings(id);
      const options = asSecretariat({
        method: "PUT",
        body: { ...draft, venue: { ...draft.venue, capacity } },
        headers: { "if-match": `${version}` },
      });
      return callSystem(`/v1/conferences/${conferenceId}`, options);
    };
    expect((await put(2)).status).toBe(200);
    await waitFor(
      waitTimeoutMs,
      () => fetchRegistration(second.body.registrationId),
      ({ body }) => body.seat === "held",
    );
    expect((await put(1)).status).toBe(200);
    expect(await readVenuePool(id)).toMatchObject({ limit: 1, taken: 2 });
    await postDecision(first.body.registrationId, "reject");
    expect((await postRegistration(id)).body.seat).toBe("waiting");
    expect(await readVenuePool(id)).toMatchObject({ limit: 1, taken: 1 });
  });

  test("without a waiting list, a full conference refuses by its code", async () => {
    const id = await createConference(1, { waitingList: false });
    await postRegistration(id);
    const refused = await postRegistration(id);
    expect([refused.status, refused.body.code]).toEqual([409, "full"]);
    // The published availability follows later (test/security/published-seats.test.ts).
    expect((await callSystem(`/v1/conferences/${id}`)).body.seats).toBe("available");
  });

  test("where the secretariat selects, the approval takes the seat, in the order of the request", async () => {
    const id = await createConference(2, { seatTakenAt: "approval" });
    const all = await Promise.all(Array.from({ length: 5 }, () => postRegistration(id)));
    expect(all.map(({ body }) => body.seat)).toEqual(Array(5).fill("none"));
    const registrationIds = all.map(({ body }) => body.registrationId);
    const { body } = await callSystem(
      `/v1/conferences/${id}/decisions`,
      asSecretariat({ body: { registrationIds, decision: "approve" } }),
    );
    expect(body.items.map(({ seat }) => seat)).toEqual(["held", "held", "waiting", "waiting", "waiting"]);
    expect(body.items[4]?.waitingFor).toEqual(["venue"]);
  });
});

describe("an idempotent request has one effect", () => {
  test("the same key and body get the same answer and one seat", async () => {
    const id = await createConference(5);
    const [body, headers] = [buildFormBody(), { "idempotency-key": "form-1" }];
    const post = () => callSystem(`/v1/conferences/${id}/registrations`, { body, headers });
    const [first, ...others] = await Promise.all(Array.from({ length: 10 }, post));
    for (const other of others) expect(other).toMatchObject({ status: 201, body: first?.body });
    expect((await readVenuePool(id)).taken).toBe(1);
  });

  test("the same key with another body is refused", async () => {
    const id = await createConference(5);
    const post = (body: object) =>
      callSystem(`/v1/conferences/${id}/registrations`, { body, headers: { "idempotency-key": "form-2" } });
    await post(buildFormBody());
    const reused = await post(buildFormBody());
    expect([reused.status, reused.body.code]).toEqual([422, "idempotency-key-reused"]);
    expect((await readVenuePool(id)).taken).toBe(1);
  });

  test("a repeated decision gets its first answer, even if the decision is no longer allowed", async () => {
    const { body } = await postRegistration(await createConference(1));
    const post = () =>
      callSystem(
        `/v1/registrations/${body.registrationId}/decisions`,
        asSecretariat({ body: { decision: "approve" }, headers: { "idempotency-key": "d" } }),
      );
    const [first, second] = [await post(), await post()];
    expect(second).toMatchObject({ status: 200, body: first.body });
    const again = await postDecision(body.registrationId, "approve");
    expect([again.status, again.body.code]).toEqual([409, "wrong-state"]);
  });
});

describe("one live registration per person and conference", () => {
  test("a second form for an address gets the answer of a new one, and takes no seat", async () => {
    const id = await createConference(3);
    const email = `known.${Date.now()}@example.org`;
    const first = await postRegistration(id, {}, { email });
    const second = await postRegistration(id, {}, { email: email.toUpperCase().replace("EXAMPLE.ORG", "example.org") });
    expect(second.status).toBe(201);
    expect(Object.keys(second.body).toSorted()).toEqual(Object.keys(first.body).toSorted());
    expect(second.body).toMatchObject({ accreditation: "pending", seat: "held", version: 1 });
    expect((await readVenuePool(id)).taken).toBe(1);
    expect((await fetchRegistration(second.body.registrationId)).status).toBe(404);
  });

  test("the secretariat is informed of a second form", async () => {
    const id = await createConference(3);
    const { person } = buildFormBody() as { person: object };
    const post = () =>
      callSystem(`/v1/conferences/${id}/registrations`, asSecretariat({ body: { ...buildFormBody(), person } }));
    await post();
    const again = await post();
    expect([again.status, again.body.code]).toEqual([409, "already-registered"]);
  });

  test("a person who withdrew may register again", async () => {
    const id = await createConference(3);
    const email = `again.${Date.now()}@example.org`;
    const first = await postRegistration(id, {}, { email });
    await callSystem(`/v1/registrations/${first.body.registrationId}/withdrawal`, asSecretariat({ body: {} }));
    const second = await postRegistration(id, {}, { email });
    expect((await fetchRegistration(second.body.registrationId)).body.person.email).toBe(email);
    const reopened = await postDecision(first.body.registrationId, "reopen");
    expect(reopened.body.code).toBe("already-registered");
  });

  test("a rejected registration can't be reopened while the person has another one", async () => {
    const id = await createConference(3);
    const email = `twice.${Date.now()}@example.org`;
    const first = await postRegistration(id, {}, { email });
    await postDecision(first.body.registrationId, "reject");
    await postRegistration(id, {}, { email });
    const reopened = await postDecision(first.body.registrationId, "reopen");
    expect([reopened.status, reopened.body.code]).toEqual([409, "already-registered"]);
    expect((await readVenuePool(id)).taken).toBe(1);
  });
});

describe("optimistic concurrency", () => {
  test("a stale If-Match is refused, and an amendment requires one", async () => {
    const { body } = await postRegistration(await createConference(1));
    const patch = (headers: Record<string, string>) =>
      callSystem(
        `/v1/registrations/${body.registrationId}`,
        asSecretariat({ method: "PATCH", body: { organization: "IOM" }, headers }),
      );
    expect((await patch({})).body.code).toBe("version-required");
    expect((await patch({ "if-match": "7" })).status).toBe(412);
    expect((await patch({ "if-match": '"1"' })).body).toMatchObject({ organization: "IOM", version: 2 });
    const stale = await callSystem(
      `/v1/registrations/${body.registrationId}/decisions`,
      asSecretariat({ body: { decision: "approve" }, headers: { "if-match": "1" } }),
    );
    expect([stale.status, stale.body.code]).toEqual([412, "changed-meanwhile"]);
  });

  test("a returned registration is corrected in the marked field, and in no other", async () => {
    const [id, email] = [await createConference(1), `returned.${Date.now()}@example.org`];
    const { body } = await postRegistration(id, {}, { email });
    const token = await createSession(id, email, [body.registrationId]);
    const returned = await postDecision(body.registrationId, "return", { fields: ["functionTitle"] });
    expect(returned.body).toMatchObject({
      accreditation: "returned",
      seat: "held",
      returned: { fields: ["functionTitle"] },
    });
    const patch = (change: object) =>
      callSystem(`/v1/registrations/${body.registrationId}`, {
        ...{ method: "PATCH", body: change, token },
        headers: { "if-match": `${returned.body.version}` },
      });
    expect((await patch({ organization: "IOM" })).body.errors).toEqual([
      expect.objectContaining({ path: "organization" }),
    ]);
    expect((await patch({ functionTitle: "Mayor" })).body).toMatchObject({
      accreditation: "pending",
      functionTitle: "Mayor",
    });
  });
});

describe("the queue", () => {
  test("lists each registration once, page by page, by status", async () => {
    const id = await createConference(20);
    const some = (length: number) => Promise.all(Array.from({ length }, () => postRegistration(id)));
    const early = await some(5);
    const all = [...early, ...(await some(18))];
    await Promise.all(early.map(({ body }) => postDecision(body.registrationId, "approve")));
    const pages = async (query: string) => {
      const seen: string[] = [];
      let next: string | null = "";
      while (next !== null) {
        const { body }: ApiResponse = await callSystem(
          `/v1/conferences/${id}/registrations?limit=7${query}${next && `&cursor=${next}`}`,
          asSecretariat(),
        );
        seen.push(...body.items.map(({ registrationId }) => registrationId));
        next = body.next;
      }
      return seen;
    };
    expect((await pages("")).toSorted()).toEqual(all.map(({ body }) => body.registrationId).toSorted());
    expect((await pages("&accreditation=approved")).length).toBe(5);
    expect((await pages("&seat=waiting")).length).toBe(3);
    expect((await pages("&accreditation=pending&category=ngo&seat=held")).length).toBe(15);
  });

  test("lists the same in reverse from the newest, page by page", async () => {
    const id = await createConference(20);
    const all: string[] = [];
    for (let count = 0; count < 12; count += 1) all.push((await postRegistration(id)).body.registrationId);
    await postDecision(all[0] ?? "", "approve");
    const read = async (order: string) => {
      const seen: string[] = [];
      let next: string | null = "";
      while (next !== null) {
        const query = `limit=5&accreditation=pending&order=${order}${next && `&cursor=${next}`}`;
        const { body }: ApiResponse = await callSystem(`/v1/conferences/${id}/registrations?${query}`, asSecretariat());
        seen.push(...body.items.map(({ registrationId }) => registrationId));
        next = body.next;
      }
      return seen;
    };
    expect(await read("oldest")).toEqual(all.slice(1));
    expect(await read("newest")).toEqual(all.slice(1).toReversed());
    expect((await callSystem(`/v1/conferences/${id}/registrations?order=tallest`, asSecretariat())).status).toBe(422);
  });
});

test("parallel submissions for a known address each get the answer of a newcomer", async () => {
  const conferenceId = await createConference(20);
  const { body } = await postRegistration(conferenceId, {}, { email: "often@example.org" });
  const again = await Promise.all(
    Array.from({ length: 12 }, () => postRegistration(conferenceId, {}, { email: "often@example.org" })),
  );
  expect(again.map(({ status, body: { seat } }) => [status, seat])).toEqual(again.map(() => [201, "held"]));
  expect(again.map(({ body: { registrationId } }) => registrationId)).not.toContain(body.registrationId);
  expect((await readVenuePool(conferenceId)).taken).toBe(1);
});
