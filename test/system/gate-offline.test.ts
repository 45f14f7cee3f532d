import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { badgeOf, headcountOf, incidentsOf, nextScan, readOnce, said, send, type Wearer, wearer } from "./gate-desk.ts";
import { decide, newConference } from "./system.ts";

const ago = (seconds: number, skewMs = 0) => new Date(Date.now() - seconds * 1_000 + skewMs).toISOString();

/** What a gate lets through without the network, to be sent later; its clock is wrong by so much. */
const late = (
  gate: string,
  direction: "in" | "out",
  readings: readonly { token: string; seconds: number; scanId?: string }[],
  skewMs = 0,
) => ({
  gate,
  direction,
  sentAt: ago(0, skewMs),
  scans: readings.map(({ token, seconds, scanId = nextScan() }) => ({
    scanId,
    token,
    at: ago(seconds, skewMs),
    offline: true,
    admitted: true,
  })),
});

describe("what gates decided alone", () => {
  test("two gates let the same person in: inside once, with the later one as an incident", async () => {
    const id = await newConference(2);
    const { token, registrationId } = await wearer(id);
    const [first] = await send(id, late("Gate A", "in", [{ token, seconds: 60 }], 240_000));
    const [second] = await send(id, late("Gate B", "in", [{ token, seconds: 90 }], -300_000));
    expect([first?.verdict, first?.conflict, second?.verdict, second?.conflict]).toEqual([
      "admit",
      undefined,
      "admit",
      undefined,
    ]);
    expect(await headcountOf(id)).toMatchObject({ inside: 1, gates: [{ gate: "Gate A", inside: 1 }] });
    const { items } = await incidentsOf(id);
    expect(items).toMatchObject([
      { registrationId, gate: "Gate A", reason: "already-inside", against: { gate: "Gate B" } },
    ]);
    const again = await readOnce(id, token);
    expect(again).toMatchObject({ verdict: "refuse", reason: "already-inside", particulars: { gate: "Gate A" } });
    expect(again.message).toMatch(/^This person is inside since \d\d:\d\d, by Gate A\.$/);
  });

  test("a reading that comes again, in other company, is the same passage and gets the same answer", async () => {
    const id = await newConference(2);
    const [one, two] = await Promise.all([wearer(id), wearer(id)]);
    const scanId = nextScan();
    const came = { token: one.token, seconds: 30, scanId };
    const answers = [
      await send(id, late("Gate A", "in", [came])),
      await send(id, late("Gate A", "in", [{ token: two.token, seconds: 20 }, came])),
    ];
    expect(answers[1]?.find((each) => each.scanId === scanId)).toEqual(answers[0]?.[0]);
    expect((await headcountOf(id)).inside).toBe(2);
    expect((await incidentsOf(id)).items).toEqual([]);
  });

  test("a badge that was revoked before is an incident, one that was revoked after isn't; without a word of the gate it is refused", async () => {
    const id = await newConference(3);
    const [before, after, silent] = await Promise.all([wearer(id), wearer(id), wearer(id)]);
    const early = ago(0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (const { registrationId } of [before, after, silent]) await decide(registrationId, "revoke");
    const body = (token: string, at: string, more = {}) => ({
      gate: "Gate A",
      direction: "in",
      scans: [{ scanId: nextScan(), token, at, offline: true, ...more }],
    });
    const [dead] = await send(id, body(before.token, ago(0), { admitted: true }));
    const [alive] = await send(id, body(after.token, early, { admitted: true }));
    const [refused] = await send(id, body(silent.token, ago(0)));
    expect(dead).toMatchObject({ verdict: "admit", conflict: "revoked" });
    expect([alive?.verdict, alive?.conflict]).toEqual(["admit", undefined]);
    expect(refused).toMatchObject({ verdict: "refuse", reason: "revoked" });
    expect((await headcountOf(id)).inside).toBe(2);
    const { items } = await incidentsOf(id);
    expect(items.map(({ registrationId, reason }) => [registrationId, reason])).toEqual([
      [before.registrationId, "revoked"],
    ]);
  });

  test("the incidents come page by page, in order", async () => {
    const id = await newConference(1);
    const { token } = await wearer(id);
    await send(
      id,
      late(
        "Gate A",
        "in",
        [90, 80, 70, 60].map((seconds) => ({ token, seconds })),
      ),
    );
    const one = await incidentsOf(id, "?limit=2");
    const two = await incidentsOf(id, `?limit=2&cursor=${one.next}`);
    const times = [...one.items, ...two.items].map(({ at }) => at);
    expect([times.length, two.next]).toEqual([3, null]);
    expect(times).toEqual(times.toSorted());
  });

  test("a call of 200 is taken", async () => {
    const id = await newConference(40);
    const people = await Promise.all(Array.from({ length: 20 }, () => wearer(id)));
    const readings = Array.from({ length: 200 }, (_, index) => ({
      token: people[index % 20]?.token ?? "",
      seconds: 400 - index,
    }));
    const answers = await send(id, late("Gate A", "in", readings));
    expect(answers.map(({ verdict }) => verdict)).toEqual(Array(200).fill("admit"));
    expect((await headcountOf(id)).inside).toBe(20);
    expect((await incidentsOf(id, "?limit=100")).next).not.toBeNull();
  });
});

describe("random schedules of gates that come late", () => {
  const people = 3;
  const passage = fc.record({
    person: fc.nat(people - 1),
    gate: fc.nat(2),
    direction: fc.constantFrom("in" as const, "out" as const),
  });
  const plan = fc.record({
    passages: fc.array(passage, { minLength: 4, maxLength: 14 }),
    skews: fc.array(fc.integer({ min: -600_000, max: 600_000 }), { minLength: 3, maxLength: 3 }),
    order: fc.infiniteStream(fc.nat(1_000)),
  });

  /** Each gate sends what it has in any order, some of it twice; one gate after another, and some at the same time. */
  async function deliver(
    id: string,
    wearers: readonly Wearer[],
    {
      passages,
      skews,
      order,
    }: {
      passages: readonly { person: number; gate: number; direction: "in" | "out" }[];
      skews: readonly number[];
      order: Iterator<number>;
    },
  ) {
    const begin = passages.length * 20;
    const readings = passages.map((each, index) => ({
      ...each,
      token: wearers[each.person]?.token ?? "",
      seconds: begin - index * 20,
      scanId: nextScan(),
    }));
    const drawn = [...readings, ...readings.filter((_, index) => index % 3 === 0)].map((each) => ({
      each,
      draw: Number(order.next().value),
    }));
    const shuffled = drawn.toSorted((a, b) => a.draw - b.draw).map(({ each }) => each);
    const calls = shuffled.map(
      (each) => () => send(id, late(`Gate ${each.gate}`, each.direction, [each], skews[each.gate])),
    );
    while (calls.length > 0) await Promise.all(calls.splice(0, 3).map((one) => one()));
    return readings;
  }

  /** What happened, told in its order: who is inside, and which passages are strange. */
  function chronicle(readings: Awaited<ReturnType<typeof deliver>>) {
    const inside = new Set<number>();
    const strange: string[] = [];
    for (const { person, direction, scanId } of readings) {
      if (inside.has(person) === (direction === "in")) strange.push(scanId);
      if (direction === "in") inside.add(person);
      else inside.delete(person);
    }
    return { inside, strange };
  }

  test("end in the state of the ordered history, with its conflicts for incidents", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(plan, async ({ passages, skews, order }) => {
        const id = await newConference(people);
        const wearers = await Promise.all(Array.from({ length: people }, () => wearer(id)));
        const readings = await deliver(id, wearers, { passages, skews, order: order[Symbol.iterator]() });
        const { inside, strange } = chronicle(readings);
        expect((await headcountOf(id)).inside).toBe(inside.size);
        expect((await incidentsOf(id, "?limit=100")).items.map(({ scanId }) => scanId)).toEqual(strange);
        for (const [index, { token }] of wearers.entries())
          expect(said(await readOnce(id, token))).toBe(inside.has(index) ? "already-inside" : "admit");
      }),
      { numRuns: 8 },
    );
  });
});

describe("a reprint between", () => {
  test("the older badge at an offline gate is an incident from the moment of the reprint on", async () => {
    const id = await newConference(1);
    const { registrationId, token } = await wearer(id);
    await badgeOf(registrationId, { reason: "lost" });
    const [read] = await send(id, late("Gate A", "in", [{ token, seconds: 0 }]));
    expect(read).toMatchObject({ verdict: "admit", conflict: "replaced" });
    expect((await incidentsOf(id)).items.map(({ reason }) => reason)).toEqual(["replaced"]);
  });
});
