import { describe, expect, test } from "vitest";
import { formBody } from "../support/builders.ts";
import {
  type Answer,
  asSecretariat,
  call,
  decide,
  newConference,
  patience,
  read,
  settingsOf,
  submit,
  venue,
  within,
} from "./system.ts";

describe("two people, one seat", () => {
  test("exactly one is seated, the other waits for the venue", async () => {
    const id = await newConference(1);
    const answers = await Promise.all([submit(id), submit(id)]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers.map(({ body }) => body.seat).toSorted()).toEqual(["held", "waiting"]);
    expect(answers.find(({ body }) => body.seat === "waiting")?.body.waitingFor).toEqual(["venue"]);
    await within(
      patience,
      () => venue(id),
      ({ waiting }) => waiting === 1,
    );
  });

  test("the next in line has a freed seat", async () => {
    const id = await newConference(1);
    const first = await submit(id);
    const second = await submit(id);
    const third = await submit(id);
    const withdrawn = await call(
      `/v1/registrations/${first.body.registrationId}/withdrawal`,
      asSecretariat({ body: {} }),
    );
    expect(withdrawn.body).toMatchObject({ accreditation: "withdrawn", seat: "none" });
    const seat = async (answer: typeof second) => (await read(answer.body.registrationId)).body.seat;
    await within(
      patience,
      () => seat(second),
      (state) => state === "held",
    );
    expect(await seat(third)).toBe("waiting");
    expect((await venue(id)).taken).toBe(1);
  });

  test("nobody jumps the line: who comes while somebody waits joins its end, also right after a seat came free", async () => {
    const id = await newConference(1);
    const first = await submit(id);
    const second = await submit(id);
    await within(
      patience,
      () => call(`/v1/conferences/${id}`),
      ({ body }) => body.seats === "waiting-list",
    );
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const [, third] = await Promise.all([decide(first.body.registrationId, "reject"), submit(id)]);
    await within(
      patience,
      () => read(second.body.registrationId),
      ({ body }) => body.seat === "held",
    );
    expect((await read(third.body.registrationId)).body.seat).toBe("waiting");
  });

  test("a raised capacity seats the line, a lowered one keeps everyone and seats nobody new", async () => {
    const id = await newConference(1);
    const [first, second] = [await submit(id), await submit(id)];
    const put = async (capacity: number) => {
      const { conferenceId, version, ...draft } = await settingsOf(id);
      const options = asSecretariat({
        method: "PUT",
        body: { ...draft, venue: { ...draft.venue, capacity } },
        headers: { "if-match": `${version}` },
      });
      return call(`/v1/conferences/${conferenceId}`, options);
    };
    expect((await put(2)).status).toBe(200);
    await within(
      patience,
      () => read(second.body.registrationId),
      ({ body }) => body.seat === "held",
    );
    expect((await put(1)).status).toBe(200);
    expect(await venue(id)).toMatchObject({ limit: 1, taken: 2 });
    await decide(first.body.registrationId, "reject");
    expect((await submit(id)).body.seat).toBe("waiting");
    expect(await venue(id)).toMatchObject({ limit: 1, taken: 1 });
  });

  test("without a waiting list, a full room is refused by name", async () => {
    const id = await newConference(1, { waitingList: false });
    await submit(id);
    const refused = await submit(id);
    expect([refused.status, refused.body.code]).toEqual([409, "full"]);
    expect((await call(`/v1/conferences/${id}`)).body.seats).toBe("full");
  });

  test("where the secretariat selects, the seat is taken at approval, in the order given", async () => {
    const id = await newConference(2, { seatTakenAt: "approval" });
    const all = await Promise.all(Array.from({ length: 5 }, () => submit(id)));
    expect(all.map(({ body }) => body.seat)).toEqual(Array(5).fill("none"));
    const registrationIds = all.map(({ body }) => body.registrationId);
    const { body } = await call(
      `/v1/conferences/${id}/decisions`,
      asSecretariat({ body: { registrationIds, decision: "approve" } }),
    );
    expect(body.items.map(({ seat }) => seat)).toEqual(["held", "held", "waiting", "waiting", "waiting"]);
    expect(body.items[4]?.waitingFor).toEqual(["venue"]);
  });
});

describe("a repeated request has the effect of one", () => {
  test("the same key and body: the same answer, one seat", async () => {
    const id = await newConference(5);
    const [body, headers] = [formBody(), { "idempotency-key": "form-1" }];
    const post = () => call(`/v1/conferences/${id}/registrations`, { body, headers });
    const [first, ...others] = await Promise.all(Array.from({ length: 10 }, post));
    for (const other of others) expect(other).toMatchObject({ status: 201, body: first?.body });
    expect((await venue(id)).taken).toBe(1);
  });

  test("the same key and another body: refused", async () => {
    const id = await newConference(5);
    const post = (body: object) =>
      call(`/v1/conferences/${id}/registrations`, { body, headers: { "idempotency-key": "form-2" } });
    await post(formBody());
    const reused = await post(formBody());
    expect([reused.status, reused.body.code]).toEqual([422, "idempotency-key-reused"]);
    expect((await venue(id)).taken).toBe(1);
  });

  test("a decision under the same key gets its first answer, though it is no longer allowed", async () => {
    const { body } = await submit(await newConference(1));
    const post = () =>
      call(
        `/v1/registrations/${body.registrationId}/decisions`,
        asSecretariat({ body: { decision: "approve" }, headers: { "idempotency-key": "d" } }),
      );
    const [first, second] = [await post(), await post()];
    expect(second).toMatchObject({ status: 200, body: first.body });
    const again = await decide(body.registrationId, "approve");
    expect([again.status, again.body.code]).toEqual([409, "wrong-state"]);
  });
});

describe("one live registration per person and conference", () => {
  test("a second form for an address gets the answer of a new one, and takes no seat", async () => {
    const id = await newConference(3);
    const email = `known.${Date.now()}@example.org`;
    const first = await submit(id, {}, { email });
    const second = await submit(id, {}, { email: email.toUpperCase().replace("EXAMPLE.ORG", "example.org") });
    expect(second.status).toBe(201);
    expect(Object.keys(second.body).toSorted()).toEqual(Object.keys(first.body).toSorted());
    expect(second.body).toMatchObject({ accreditation: "pending", seat: "held", version: 1 });
    expect((await venue(id)).taken).toBe(1);
    expect((await read(second.body.registrationId)).status).toBe(404);
  });

  test("the secretariat is told", async () => {
    const id = await newConference(3);
    const { person } = formBody() as { person: object };
    const post = () => call(`/v1/conferences/${id}/registrations`, asSecretariat({ body: { ...formBody(), person } }));
    await post();
    const again = await post();
    expect([again.status, again.body.code]).toEqual([409, "already-registered"]);
  });

  test("who withdrew may register again", async () => {
    const id = await newConference(3);
    const email = `again.${Date.now()}@example.org`;
    const first = await submit(id, {}, { email });
    await call(`/v1/registrations/${first.body.registrationId}/withdrawal`, asSecretariat({ body: {} }));
    const second = await submit(id, {}, { email });
    expect((await read(second.body.registrationId)).body.person.email).toBe(email);
    const reopened = await decide(first.body.registrationId, "reopen");
    expect(reopened.body.code).toBe("wrong-state");
  });

  test("a rejected one can't be reopened while another stands", async () => {
    const id = await newConference(3);
    const email = `twice.${Date.now()}@example.org`;
    const first = await submit(id, {}, { email });
    await decide(first.body.registrationId, "reject");
    await submit(id, {}, { email });
    const reopened = await decide(first.body.registrationId, "reopen");
    expect([reopened.status, reopened.body.code]).toEqual([409, "already-registered"]);
    expect((await venue(id)).taken).toBe(1);
  });
});

describe("changes are made to what was seen", () => {
  test("a stale If-Match is refused, an amendment needs one", async () => {
    const { body } = await submit(await newConference(1));
    const patch = (headers: Record<string, string>) =>
      call(
        `/v1/registrations/${body.registrationId}`,
        asSecretariat({ method: "PATCH", body: { organization: "IOM" }, headers }),
      );
    expect((await patch({})).body.code).toBe("version-required");
    expect((await patch({ "if-match": "7" })).status).toBe(412);
    expect((await patch({ "if-match": '"1"' })).body).toMatchObject({ organization: "IOM", version: 2 });
    const stale = await call(
      `/v1/registrations/${body.registrationId}/decisions`,
      asSecretariat({ body: { decision: "approve" }, headers: { "if-match": "1" } }),
    );
    expect([stale.status, stale.body.code]).toEqual([412, "changed-meanwhile"]);
  });

  test("what was returned is corrected in the marked field, and in no other", async () => {
    const { body } = await submit(await newConference(1));
    const returned = await decide(body.registrationId, "return", { fields: ["functionTitle"] });
    expect(returned.body).toMatchObject({
      accreditation: "returned",
      seat: "held",
      returned: { fields: ["functionTitle"] },
    });
    const patch = (change: object) =>
      call(
        `/v1/registrations/${body.registrationId}`,
        asSecretariat({ method: "PATCH", body: change, headers: { "if-match": `${returned.body.version}` } }),
      );
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
  test("shows everyone once, page by page, by state", async () => {
    const id = await newConference(20);
    const some = (length: number) => Promise.all(Array.from({ length }, () => submit(id)));
    const early = await some(5);
    const all = [...early, ...(await some(18))];
    await Promise.all(early.map(({ body }) => decide(body.registrationId, "approve")));
    const pages = async (query: string) => {
      const seen: string[] = [];
      let next: string | null = "";
      while (next !== null) {
        const { body }: Answer = await call(
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

  test("from its newest is the same from the end, page by page, and everyone once", async () => {
    const id = await newConference(20);
    const all: string[] = [];
    for (let count = 0; count < 12; count += 1) all.push((await submit(id)).body.registrationId);
    await decide(all[0] ?? "", "approve");
    const read = async (order: string) => {
      const seen: string[] = [];
      let next: string | null = "";
      while (next !== null) {
        const query = `limit=5&accreditation=pending&order=${order}${next && `&cursor=${next}`}`;
        const { body }: Answer = await call(`/v1/conferences/${id}/registrations?${query}`, asSecretariat());
        seen.push(...body.items.map(({ registrationId }) => registrationId));
        next = body.next;
      }
      return seen;
    };
    expect(await read("oldest")).toEqual(all.slice(1));
    expect(await read("newest")).toEqual(all.slice(1).toReversed());
    expect((await call(`/v1/conferences/${id}/registrations?order=tallest`, asSecretariat())).status).toBe(422);
  });
});

test("who submits for a known address many times at once gets the answer of a newcomer each time", async () => {
  const conferenceId = await newConference(20);
  const { body } = await submit(conferenceId, {}, { email: "often@example.org" });
  const again = await Promise.all(
    Array.from({ length: 12 }, () => submit(conferenceId, {}, { email: "often@example.org" })),
  );
  expect(again.map(({ status, body: { seat } }) => [status, seat])).toEqual(again.map(() => [201, "held"]));
  expect(again.map(({ body: { registrationId } }) => registrationId)).not.toContain(body.registrationId);
  expect((await venue(conferenceId)).taken).toBe(1);
});
