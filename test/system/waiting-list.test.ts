import { describe, expect, test } from "vitest";
import { buildFormBody, draftBody } from "../support/builders.ts";
import { waitFor } from "../support/wait-for.ts";
import { getSignInToken, waitForEmails } from "./support/mailbox.ts";
import {
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

const step = (registrationId: string, name: string, token = getSharedSystem().tokens.secretariat) =>
  callSystem(`/v1/registrations/${registrationId}/${name}`, { token, body: {} });

const waitForSeat = (registrationId: string, seat: string) =>
  waitFor(
    waitTimeoutMs,
    () => fetchRegistration(registrationId),
    ({ body }) => body.seat === seat,
  );

const capacity = async (id: string) => (await callSystem(`/v1/conferences/${id}/capacity`, asSecretariat())).body.items;

describe("with an offer period, a released seat is offered", () => {
  test("to the first on the waiting list, counts as taken, and goes to the next when it is declined", async () => {
    const id = await createConference(1, { offerHours: 24 });
    const [first, second, third] = [await postRegistration(id), await postRegistration(id), await postRegistration(id)];
    await step(first.body.registrationId, "withdrawal");
    const { body } = await waitForSeat(second.body.registrationId, "offered");
    expect(Date.parse(body.offer.until)).toBeGreaterThan(Date.now() + 23 * 3_600_000);
    await waitFor(
      waitTimeoutMs,
      () => readVenuePool(id),
      ({ taken, offered, waiting }) => taken === 1 && offered === 1 && waiting === 1,
    );
    expect((await postRegistration(id)).body.seat).toBe("waiting");
    expect((await step(second.body.registrationId, "offer-refusal")).body.seat).toBe("none");
    await waitForSeat(third.body.registrationId, "offered");
    const accepted = await step(third.body.registrationId, "offer-acceptance");
    expect([accepted.status, accepted.body.seat]).toEqual([200, "held"]);
    expect((await step(third.body.registrationId, "offer-acceptance")).body.code).toBe("wrong-state");
    expect(await readVenuePool(id)).toMatchObject({ limit: 1, taken: 1 });
  });

  test("last to a person who declined and joined the waiting list again", async () => {
    const id = await createConference(1, { offerHours: 24 });
    const [first, second, third] = [await postRegistration(id), await postRegistration(id), await postRegistration(id)];
    await step(first.body.registrationId, "withdrawal");
    await waitForSeat(second.body.registrationId, "offered");
    await step(second.body.registrationId, "offer-refusal");
    await waitForSeat(third.body.registrationId, "offered");
    expect((await step(second.body.registrationId, "offer-acceptance")).body.seat).toBe("waiting");
    const line = await waitFor(
      waitTimeoutMs,
      () => callSystem(`/v1/conferences/${id}/waiting-list`, asSecretariat()),
      ({ body }) => body.items.length === 1,
    );
    expect(line.body.items[0]).toMatchObject({ registrationId: second.body.registrationId, position: 1 });
  });
});

describe("the waiting list", () => {
  const quotas = {
    categories: [
      { category: "member-state", title: { en: "States" }, colour: "#0b5394", priority: 10 },
      { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", quota: 1 },
      { category: "academia", title: { en: "Academia" }, colour: "#00695c" },
    ],
  };

  test("is listed in service order, page by page, with the pools that each person waits for", async () => {
    const id = await createConference(2, quotas);
    for (const category of ["ngo", "academia"]) await postRegistration(id, { category });
    const [academic, ngo, state] = [
      await postRegistration(id, { category: "academia" }),
      await postRegistration(id, { category: "ngo" }),
      await postRegistration(id, { category: "member-state" }),
    ];
    const page = (more = "") => callSystem(`/v1/conferences/${id}/waiting-list?limit=2${more}`, asSecretariat());
    const first = await waitFor(waitTimeoutMs, page, ({ body }) => body.items.length === 2 && body.next !== null);
    const second = await page(`&cursor=${first.body.next}`);
    const all = [...first.body.items, ...second.body.items];
    expect(all.map(({ registrationId, waitingFor }) => [registrationId, waitingFor])).toEqual([
      [state.body.registrationId, ["venue"]],
      [academic.body.registrationId, ["venue"]],
      [ngo.body.registrationId, ["venue", "category:ngo"]],
    ]);
    expect(all.map(({ position }) => position)).toEqual([1, 2, 3]);
    expect(all.map(({ order }) => order)).toEqual(all.map(({ order }) => order).toSorted());
    expect((await callSystem(`/v1/conferences/${id}/waiting-list`)).status).toBe(401);
  });

  test("isn't blocked by a full category for people of other categories", async () => {
    const id = await createConference(2, quotas);
    const [ngo] = [await postRegistration(id, { category: "ngo" }), await postRegistration(id, { category: "ngo" })];
    const second = await postRegistration(id, { category: "academia" });
    expect(second.body.seat).toBe("held");
    const [waiting, academic] = [
      await postRegistration(id, { category: "ngo" }),
      await postRegistration(id, { category: "academia" }),
    ];
    await postDecision(second.body.registrationId, "reject");
    await waitForSeat(academic.body.registrationId, "held");
    expect((await fetchRegistration(waiting.body.registrationId)).body).toMatchObject({
      seat: "waiting",
      waitingFor: ["venue", "category:ngo"],
    });
    await postDecision(ngo.body.registrationId, "reject");
    await waitFor(
      waitTimeoutMs,
      () => capacity(id),
      (pools) => pools.every(({ pool, taken }) => pool !== "category:ngo" || taken === 1),
    );
  });

  test("lets an amended category take the seat along, or refuses it by its code", async () => {
    const id = await createConference(3, quotas);
    const academic = await postRegistration(id, { category: "academia" });
    const amend = (category: string, version: number) =>
      callSystem(`/v1/registrations/${academic.body.registrationId}`, {
        ...asSecretariat({ method: "PATCH", body: { category } }),
        headers: { "if-match": String(version) },
      });
    const moved = await amend("ngo", academic.body.version);
    expect(moved.body).toMatchObject({ category: "ngo", seat: "held" });
    expect((await capacity(id)).map(({ pool, limit, taken }) => [pool, limit, taken])).toEqual([
      ["venue", 3, 1],
      ["category:ngo", 1, 1],
      ["category:member-state", null, 0],
      ["category:academia", null, 0],
    ]);
    expect((await amend("academia", moved.body.version)).body).toMatchObject({ category: "academia" });
    await postRegistration(id, { category: "ngo" });
    const refused = await amend("ngo", moved.body.version + 1);
    expect([refused.status, refused.body.code]).toEqual([409, "category-full"]);
    expect((await fetchRegistration(academic.body.registrationId)).body).toMatchObject({
      category: "academia",
      seat: "held",
    });
  });
});

describe("a waiting list that is ordered by targets", () => {
  const half = { waitingListOrder: "targets", targets: { gender: { female: 0.5 } } };
  const submitted = async (id: string, gender: string) =>
    (await postRegistration(id, {}, { gender })).body.registrationId;
  const line = async (id: string) =>
    (await callSystem(`/v1/conferences/${id}/waiting-list`, asSecretariat())).body.items;

  test("is listed in service order, gives each seat by the current shares, and states the reason", async () => {
    const id = await createConference(3, half);
    const held = [await submitted(id, "male"), await submitted(id, "male"), await submitted(id, "male")];
    const [man, woman, second] = [
      await submitted(id, "male"),
      await submitted(id, "female"),
      await submitted(id, "female"),
    ];
    // The shares are those of the statistics, which count the held seats a moment later.
    const items = await waitFor(
      waitTimeoutMs,
      () => line(id),
      (all) => all.map(({ registrationId }) => registrationId).join() === [woman, second, man].join(),
    );
    expect(items.map(({ position }) => position)).toEqual([1, 2, 3]);
    expect(items.map(({ order }) => order)).toEqual(items.map(({ order }) => order).toSorted());

    const [first = "", next = ""] = held;
    await step(first, "withdrawal");
    await waitForSeat(woman, "held");
    // Of two men and a woman, one man leaves: the share is half and half, and the next is the one who applied first.
    await step(next, "withdrawal");
    await waitForSeat(man, "held");
    expect((await fetchRegistration(second)).body.seat).toBe("waiting");

    const history = await callSystem(`/v1/registrations/${woman}/history`, asSecretariat());
    expect(history.body.items[0]).toMatchObject({
      action: "seat-from-waiting-list",
      targetReasons: [{ dimension: "gender", value: "female", target: 0.5, share: 0, shareAfter: 1 / 3 }],
    });
    const own = await callSystem(`/v1/registrations/${man}/history`, asSecretariat());
    expect(own.body.items[0]).toMatchObject({ action: "seat-from-waiting-list" });
    expect(own.body.items[0]).not.toHaveProperty("targetReasons");
  });

  test("is public with its target shares, which are also in the email to a waiting person", async () => {
    const id = await createConference(1, half);
    const email = `waits-${id}@example.org`;
    await postRegistration(id);
    await postRegistration(id, {}, { email });
    const { body } = await callSystem(`/v1/conferences/${id}`, { headers: { "accept-language": "fr" } });
    expect(body).toMatchObject({
      waitingListOrder: "targets",
      waitingListTargets: [
        {
          dimension: "gender",
          value: "female",
          target: 0.5,
          text: expect.stringMatching(/^femmes.: 50.% des places$/),
        },
      ],
    });
    const [mail] = await waitForEmails(getSharedSystem().home, email, 1);
    expect(mail?.email.text?.replaceAll(/\s+/g, " ")).toContain(
      "The order follows the target shares of the conference",
    );
    expect((await callSystem(`/v1/conferences/${await createConference(1)}`)).body).not.toHaveProperty(
      "waitingListTargets",
    );
  });

  test("may have a target for a category that the conference lacks", async () => {
    const targets = { category: { ngo: 0.5, academia: 0.1 } };
    const id = await createConference(1, { ...half, targets });
    const { status, body } = await callSystem(`/v1/conferences/${id}`);
    expect([status, body]).toMatchObject([
      200,
      { waitingListTargets: [{ value: "ngo" }, { value: "academia", text: "academia: 10% of the seats" }] },
    ]);
  });

  test("needs a target", async () => {
    for (const targets of [undefined, {}, { gender: {} }]) {
      const refused = await callSystem(
        `/v1/conferences/${await createConference(1)}`,
        asSecretariat({ method: "PUT", body: { ...draftBody, ...half, targets } }),
      );
      expect([refused.status, refused.body.code]).toEqual([422, "invalid-request"]);
      expect(refused.body.errors.map(({ path }) => path)).toEqual(["waitingListOrder"]);
    }
  });
});

describe("where the secretariat selects", () => {
  test("a bulk approval of 70 for 60 seats seats 60 in the requested order, and names the full pool for each of the others", async () => {
    const id = await createConference(60, { seatTakenAt: "approval" });
    const all = await Promise.all(Array.from({ length: 70 }, () => postRegistration(id)));
    const registrationIds = all.map(({ body }) => body.registrationId).toReversed();
    const { body } = await callSystem(
      `/v1/conferences/${id}/decisions`,
      asSecretariat({ body: { registrationIds, decision: "approve" } }),
    );
    expect(body.items.map(({ seat }) => seat)).toEqual([...Array(60).fill("held"), ...Array(10).fill("waiting")]);
    for (const each of body.items.slice(60)) expect(each.waitingFor).toEqual(["venue"]);
    const line = await waitFor(
      waitTimeoutMs,
      () => callSystem(`/v1/conferences/${id}/waiting-list`, asSecretariat()),
      (answer) => answer.body.items.length === 10,
    );
    expect(line.body.items.map(({ registrationId }) => registrationId)).toEqual(registrationIds.slice(60));
  });
});

test("a conference without a waiting list reuses a released seat within a second", async () => {
  const id = await createConference(1, { waitingList: false });
  const first = await postRegistration(id);
  for (let again = 0; again < 5; again += 1) expect((await postRegistration(id)).body.code).toBe("full");
  await step(first.body.registrationId, "withdrawal");
  await waitFor(
    1_000,
    () => postRegistration(id),
    ({ status, body }) => status === 201 && body.seat === "held",
  );
  expect((await postRegistration(id)).body.code).toBe("full");
});

describe("walk-ins", () => {
  test("are registered by the secretariat after the form has closed, within the capacity", async () => {
    const past = { opensAt: "2020-01-01T00:00:00Z", closesAt: "2020-02-01T00:00:00Z" };
    const id = await createConference(1, { registration: past });
    const walkIn = () =>
      callSystem(`/v1/conferences/${id}/registrations`, asSecretariat({ body: buildFormBody({ category: "media" }) }));
    expect((await postRegistration(id)).body.code).toBe("registration-closed");
    expect([(await walkIn()).body.seat, (await walkIn()).body.seat]).toEqual(["held", "waiting"]);
  });
});

test("get a deadline for an address that must be confirmed, and are confirmed when its owner opens the mailed link", async () => {
  const id = await createConference(1, { confirmWithinHours: 48 });
  const email = `confirm.${process.pid}.${Date.now()}@example.org`;
  const { body } = await postRegistration(id, {}, { email });
  const [received] = await waitForEmails(getSharedSystem().home, email, 1);
  expect(received?.email.text).toContain("To keep the seat");
  await callSystem("/v1/sign-in-links", { body: { email, conferenceId: id } });
  const mails = await waitForEmails(getSharedSystem().home, email, 2);
  const link = mails.find(({ kind }) => kind === "sign-in");
  const signedIn = await callSystem("/v1/sign-ins", { body: { token: link ? getSignInToken(link) : "" } });
  expect(signedIn.status).toBe(200);
  expect((await fetchRegistration(body.registrationId)).body.version).toBe(2);
});
