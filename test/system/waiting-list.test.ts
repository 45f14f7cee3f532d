import { describe, expect, test } from "vitest";
import { draftBody, formBody } from "../support/builders.ts";
import { mailsTo, tokenOf } from "./mailbox.ts";
import {
  asSecretariat,
  call,
  decide,
  newConference,
  patience,
  read,
  running,
  submit,
  venue,
  within,
} from "./system.ts";

const step = (registrationId: string, name: string, token = running().tokens.secretariat) =>
  call(`/v1/registrations/${registrationId}/${name}`, { token, body: {} });

const seatBecomes = (registrationId: string, seat: string) =>
  within(
    patience,
    () => read(registrationId),
    ({ body }) => body.seat === seat,
  );

const capacity = async (id: string) => (await call(`/v1/conferences/${id}/capacity`, asSecretariat())).body.items;

describe("where the conference gives time to think, a freed seat is offered", () => {
  test("to the first in line, counts as taken, and goes on to the next when declined", async () => {
    const id = await newConference(1, { offerHours: 24 });
    const [first, second, third] = [await submit(id), await submit(id), await submit(id)];
    await step(first.body.registrationId, "withdrawal");
    const { body } = await seatBecomes(second.body.registrationId, "offered");
    expect(Date.parse(body.offer.until)).toBeGreaterThan(Date.now() + 23 * 3_600_000);
    await within(
      patience,
      () => venue(id),
      ({ taken, offered, waiting }) => taken === 1 && offered === 1 && waiting === 1,
    );
    expect((await submit(id)).body.seat).toBe("waiting");
    expect((await step(second.body.registrationId, "offer-refusal")).body.seat).toBe("none");
    await seatBecomes(third.body.registrationId, "offered");
    const accepted = await step(third.body.registrationId, "offer-acceptance");
    expect([accepted.status, accepted.body.seat]).toEqual([200, "held"]);
    expect((await step(third.body.registrationId, "offer-acceptance")).body.code).toBe("wrong-state");
    expect(await venue(id)).toMatchObject({ limit: 1, taken: 1 });
  });

  test("who declined asks again, and goes last", async () => {
    const id = await newConference(1, { offerHours: 24 });
    const [first, second, third] = [await submit(id), await submit(id), await submit(id)];
    await step(first.body.registrationId, "withdrawal");
    await seatBecomes(second.body.registrationId, "offered");
    await step(second.body.registrationId, "offer-refusal");
    await seatBecomes(third.body.registrationId, "offered");
    expect((await step(second.body.registrationId, "offer-acceptance")).body.seat).toBe("waiting");
    const line = await within(
      patience,
      () => call(`/v1/conferences/${id}/waiting-list`, asSecretariat()),
      ({ body }) => body.items.length === 1,
    );
    expect(line.body.items[0]).toMatchObject({ registrationId: second.body.registrationId, position: 1 });
  });
});

describe("the line", () => {
  const quotas = {
    categories: [
      { category: "member-state", title: { en: "States" }, colour: "#0b5394", priority: 10 },
      { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", quota: 1 },
      { category: "academia", title: { en: "Academia" }, colour: "#00695c" },
    ],
  };

  test("is shown in the order in which it is served, page by page, with what holds each one back", async () => {
    const id = await newConference(2, quotas);
    for (const category of ["ngo", "academia"]) await submit(id, { category });
    const [academic, ngo, state] = [
      await submit(id, { category: "academia" }),
      await submit(id, { category: "ngo" }),
      await submit(id, { category: "member-state" }),
    ];
    const page = (more = "") => call(`/v1/conferences/${id}/waiting-list?limit=2${more}`, asSecretariat());
    const first = await within(patience, page, ({ body }) => body.items.length === 2 && body.next !== null);
    const second = await page(`&cursor=${first.body.next}`);
    const all = [...first.body.items, ...second.body.items];
    expect(all.map(({ registrationId, waitingFor }) => [registrationId, waitingFor])).toEqual([
      [state.body.registrationId, ["venue"]],
      [academic.body.registrationId, ["venue"]],
      [ngo.body.registrationId, ["venue", "category:ngo"]],
    ]);
    expect(all.map(({ position }) => position)).toEqual([1, 2, 3]);
    expect(all.map(({ order }) => order)).toEqual(all.map(({ order }) => order).toSorted());
    expect((await call(`/v1/conferences/${id}/waiting-list`)).status).toBe(401);
  });

  test("a full category never blocks people who don't need it", async () => {
    const id = await newConference(2, quotas);
    const [ngo] = [await submit(id, { category: "ngo" }), await submit(id, { category: "ngo" })];
    const second = await submit(id, { category: "academia" });
    expect(second.body.seat).toBe("held");
    const [waiting, academic] = [await submit(id, { category: "ngo" }), await submit(id, { category: "academia" })];
    await decide(second.body.registrationId, "reject");
    await seatBecomes(academic.body.registrationId, "held");
    expect((await read(waiting.body.registrationId)).body).toMatchObject({
      seat: "waiting",
      waitingFor: ["venue", "category:ngo"],
    });
    await decide(ngo.body.registrationId, "reject");
    await within(
      patience,
      () => capacity(id),
      (pools) => pools.every(({ pool, taken }) => pool !== "category:ngo" || taken === 1),
    );
  });

  test("an amended category takes the seat along, or is refused by name", async () => {
    const id = await newConference(3, quotas);
    const academic = await submit(id, { category: "academia" });
    const amend = (category: string, version: number) =>
      call(`/v1/registrations/${academic.body.registrationId}`, {
        ...asSecretariat({ method: "PATCH", body: { category } }),
        headers: { "if-match": String(version) },
      });
    const moved = await amend("ngo", academic.body.version);
    expect(moved.body).toMatchObject({ category: "ngo", seat: "held" });
    expect((await capacity(id)).map(({ pool, taken }) => [pool, taken])).toEqual([
      ["venue", 1],
      ["category:ngo", 1],
    ]);
    expect((await amend("academia", moved.body.version)).body).toMatchObject({ category: "academia" });
    await submit(id, { category: "ngo" });
    const refused = await amend("ngo", moved.body.version + 1);
    expect([refused.status, refused.body.code]).toEqual([409, "category-full"]);
    expect((await read(academic.body.registrationId)).body).toMatchObject({ category: "academia", seat: "held" });
  });
});

describe("a line that the conference orders by its targets", () => {
  const half = { waitingListOrder: "targets", targets: { gender: { female: 0.5 } } };
  const submitted = async (id: string, gender: string) => (await submit(id, {}, { gender })).body.registrationId;
  const line = async (id: string) => (await call(`/v1/conferences/${id}/waiting-list`, asSecretariat())).body.items;

  test("is told as it would be served, gives each seat by the shares of the moment, and says why", async () => {
    const id = await newConference(3, half);
    const held = [await submitted(id, "male"), await submitted(id, "male"), await submitted(id, "male")];
    const [man, woman, second] = [
      await submitted(id, "male"),
      await submitted(id, "female"),
      await submitted(id, "female"),
    ];
    const items = await within(
      patience,
      () => line(id),
      (all) => all.length === 3 && all[0]?.registrationId === woman,
    );
    expect(items.map(({ registrationId }) => registrationId)).toEqual([woman, second, man]);
    expect(items.map(({ position }) => position)).toEqual([1, 2, 3]);
    expect(items.map(({ order }) => order)).toEqual(items.map(({ order }) => order).toSorted());

    const [first = "", next = ""] = held;
    await step(first, "withdrawal");
    await seatBecomes(woman, "held");
    // Two men and a woman less one man: half and half is reached, and the next is whoever came first.
    await step(next, "withdrawal");
    await seatBecomes(man, "held");
    expect((await read(second)).body.seat).toBe("waiting");

    const history = await call(`/v1/registrations/${woman}/history`, asSecretariat());
    expect(history.body.items[0]).toMatchObject({
      action: "seat-from-line",
      towards: [{ dimension: "gender", value: "female", target: 0.5, share: 0, shareAfter: 1 / 3 }],
    });
    const own = await call(`/v1/registrations/${man}/history`, asSecretariat());
    expect(own.body.items[0]).toMatchObject({ action: "seat-from-line" });
    expect(own.body.items[0]).not.toHaveProperty("towards");
  });

  test("is public, with the shares that it follows, and stands in the mail to who waits", async () => {
    const id = await newConference(1, half);
    const email = `waits-${id}@example.org`;
    await submit(id);
    await submit(id, {}, { email });
    const { body } = await call(`/v1/conferences/${id}`, { headers: { "accept-language": "fr" } });
    expect(body).toMatchObject({
      waitingListOrder: "targets",
      lineTargets: [
        {
          dimension: "gender",
          value: "female",
          target: 0.5,
          text: expect.stringMatching(/^femmes.: 50.% des places$/),
        },
      ],
    });
    const [mail] = await mailsTo(running().home, email, 1);
    expect(mail?.email.text?.replaceAll(/\s+/g, " ")).toContain(
      "The order follows the shares that the conference aims at",
    );
    expect((await call(`/v1/conferences/${await newConference(1)}`)).body).not.toHaveProperty("lineTargets");
  });

  test("may aim at a category that the conference hasn't: everybody can read what it is", async () => {
    const targets = { category: { ngo: 0.5, academia: 0.1 } };
    const id = await newConference(1, { ...half, targets });
    const { status, body } = await call(`/v1/conferences/${id}`);
    expect([status, body]).toMatchObject([
      200,
      { lineTargets: [{ value: "ngo" }, { value: "academia", text: "academia: 10% of the places" }] },
    ]);
  });

  test("needs a target", async () => {
    for (const targets of [undefined, {}, { gender: {} }]) {
      const refused = await call(
        `/v1/conferences/${await newConference(1)}`,
        asSecretariat({ method: "PUT", body: { ...draftBody, ...half, targets } }),
      );
      expect([refused.status, refused.body.code]).toEqual([422, "invalid-request"]);
      expect(refused.body.errors.map(({ path }) => path)).toEqual(["waitingListOrder"]);
    }
  });
});

describe("where the secretariat selects", () => {
  test("a bulk approval of 70 for 60 seats seats 60 in the order asked for, and says of each other which pool was full", async () => {
    const id = await newConference(60, { seatTakenAt: "approval" });
    const all = await Promise.all(Array.from({ length: 70 }, () => submit(id)));
    const registrationIds = all.map(({ body }) => body.registrationId).toReversed();
    const { body } = await call(
      `/v1/conferences/${id}/decisions`,
      asSecretariat({ body: { registrationIds, decision: "approve" } }),
    );
    expect(body.items.map(({ seat }) => seat)).toEqual([...Array(60).fill("held"), ...Array(10).fill("waiting")]);
    for (const each of body.items.slice(60)) expect(each.waitingFor).toEqual(["venue"]);
    const line = await within(
      patience,
      () => call(`/v1/conferences/${id}/waiting-list`, asSecretariat()),
      (answer) => answer.body.items.length === 10,
    );
    expect(line.body.items.map(({ registrationId }) => registrationId)).toEqual(registrationIds.slice(60));
  });
});

test("a conference without a waiting list notices a freed seat within a second", async () => {
  const id = await newConference(1, { waitingList: false });
  const first = await submit(id);
  for (let again = 0; again < 5; again += 1) expect((await submit(id)).body.code).toBe("full");
  await step(first.body.registrationId, "withdrawal");
  await within(
    1_000,
    () => submit(id),
    ({ status, body }) => status === 201 && body.seat === "held",
  );
  expect((await submit(id)).body.code).toBe("full");
});

describe("walk-ins", () => {
  test("the secretariat registers after the form has closed, and the cap holds for it too", async () => {
    const past = { opensAt: "2020-01-01T00:00:00Z", closesAt: "2020-02-01T00:00:00Z" };
    const id = await newConference(1, { registration: past });
    const walkIn = () =>
      call(`/v1/conferences/${id}/registrations`, asSecretariat({ body: formBody({ category: "media" }) }));
    expect((await submit(id)).body.code).toBe("registration-closed");
    expect([(await walkIn()).body.seat, (await walkIn()).body.seat]).toEqual(["held", "waiting"]);
  });
});

test("an address that must be confirmed is told by when, and is once its owner opens the mailed link", async () => {
  const id = await newConference(1, { confirmWithinHours: 48 });
  const email = `confirm.${process.pid}.${Date.now()}@example.org`;
  const { body } = await submit(id, {}, { email });
  const [received] = await mailsTo(running().home, email, 1);
  expect(received?.email.text).toContain("To keep the place");
  await call("/v1/sign-in-links", { body: { email, conferenceId: id } });
  const mails = await mailsTo(running().home, email, 2);
  const link = mails.find(({ kind }) => kind === "sign-in");
  const signedIn = await call("/v1/sign-ins", { body: { token: link ? tokenOf(link) : "" } });
  expect(signedIn.status).toBe(200);
  expect((await read(body.registrationId)).body.version).toBe(2);
});
