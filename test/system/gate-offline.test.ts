import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type BadgeWearer,
  createBadgeWearer,
  fetchHeadcount,
  getReasonOrVerdict,
  issueTestBadge,
  nextScanId,
  readIncidents,
  scanOnline,
  sendScans,
} from "./support/gate-desk.ts";
import { createConference, postDecision } from "./support/system.ts";

const formatPast = (seconds: number, skewMs = 0) => new Date(Date.now() - seconds * 1_000 + skewMs).toISOString();

/** An offline scan of a gate, to be sent later; the gate's clock is wrong by `skewMs`. */
const buildOfflineScans = (
  gate: string,
  direction: "in" | "out",
  readings: readonly { token: string; seconds: number; scanId?: string }[],
  skewMs = 0,
) => ({
  gate,
  direction,
  sentAt: formatPast(0, skewMs),
  scans: readings.map(({ token, seconds, scanId = nextScanId() }) => ({
    scanId,
    token,
    at: formatPast(seconds, skewMs),
    offline: true,
    admitted: true,
  })),
});

describe("offline scans", () => {
  test("of two gates that admit the same person count the person once, and record the later scan as an incident", async () => {
    const id = await createConference(2);
    const { token, registrationId } = await createBadgeWearer(id);
    const [first] = await sendScans(id, buildOfflineScans("Gate A", "in", [{ token, seconds: 60 }], 240_000));
    const [second] = await sendScans(id, buildOfflineScans("Gate B", "in", [{ token, seconds: 90 }], -300_000));
    expect([first?.verdict, first?.conflict, second?.verdict, second?.conflict]).toEqual([
      "admit",
      undefined,
      "admit",
      undefined,
    ]);
    expect(await fetchHeadcount(id)).toMatchObject({ inside: 1, gates: [{ gate: "Gate A", inside: 1 }] });
    const { items } = await readIncidents(id);
    expect(items).toMatchObject([
      { registrationId, gate: "Gate A", reason: "already-inside", contradictedScan: { gate: "Gate B" } },
    ]);
    const again = await scanOnline(id, token);
    expect(again).toMatchObject({ verdict: "refuse", reason: "already-inside", details: { gate: "Gate A" } });
    expect(again.message).toMatch(/^This person has been inside since \d\d:\d\d, through Gate A\.$/);
  });

  test("that are sent again with others are one event and get the same answer", async () => {
    const id = await createConference(2);
    const [one, two] = await Promise.all([createBadgeWearer(id), createBadgeWearer(id)]);
    const scanId = nextScanId();
    const came = { token: one.token, seconds: 30, scanId };
    const answers = [
      await sendScans(id, buildOfflineScans("Gate A", "in", [came])),
      await sendScans(id, buildOfflineScans("Gate A", "in", [{ token: two.token, seconds: 20 }, came])),
    ];
    expect(answers[1]?.find((each) => each.scanId === scanId)).toEqual(answers[0]?.[0]);
    expect((await fetchHeadcount(id)).inside).toBe(2);
    expect((await readIncidents(id)).items).toEqual([]);
  });

  test("of a badge that was revoked before are an incident, after not; a scan without the gate's own verdict is refused", async () => {
    const id = await createConference(3);
    const [before, after, silent] = await Promise.all([
      createBadgeWearer(id),
      createBadgeWearer(id),
      createBadgeWearer(id),
    ]);
    const early = formatPast(0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (const { registrationId } of [before, after, silent]) await postDecision(registrationId, "revoke");
    const body = (token: string, at: string, more = {}) => ({
      gate: "Gate A",
      direction: "in",
      scans: [{ scanId: nextScanId(), token, at, offline: true, ...more }],
    });
    const [dead] = await sendScans(id, body(before.token, formatPast(0), { admitted: true }));
    const [alive] = await sendScans(id, body(after.token, early, { admitted: true }));
    const [refused] = await sendScans(id, body(silent.token, formatPast(0)));
    expect(dead).toMatchObject({ verdict: "admit", conflict: "revoked" });
    expect([alive?.verdict, alive?.conflict]).toEqual(["admit", undefined]);
    expect(refused).toMatchObject({ verdict: "refuse", reason: "revoked" });
    expect((await fetchHeadcount(id)).inside).toBe(2);
    const { items } = await readIncidents(id);
    expect(items.map(({ registrationId, reason }) => [registrationId, reason])).toEqual([
      [before.registrationId, "revoked"],
    ]);
  });

  test("have incidents that are listed page by page, in order", async () => {
    const id = await createConference(1);
    const { token } = await createBadgeWearer(id);
    await sendScans(
      id,
      buildOfflineScans(
        "Gate A",
        "in",
        [90, 80, 70, 60].map((seconds) => ({ token, seconds })),
      ),
    );
    const one = await readIncidents(id, "?limit=2");
    const two = await readIncidents(id, `?limit=2&cursor=${one.next}`);
    const times = [...one.items, ...two.items].map(({ at }) => at);
    expect([times.length, two.next]).toEqual([3, null]);
    expect(times).toEqual(times.toSorted());
  });

  test("are accepted 200 in one call", async () => {
    const id = await createConference(40);
    const people = await Promise.all(Array.from({ length: 20 }, () => createBadgeWearer(id)));
    const readings = Array.from({ length: 200 }, (_, index) => ({
      token: people[index % 20]?.token ?? "",
      seconds: 400 - index,
    }));
    const answers = await sendScans(id, buildOfflineScans("Gate A", "in", readings));
    expect(answers.map(({ verdict }) => verdict)).toEqual(Array(200).fill("admit"));
    expect((await fetchHeadcount(id)).inside).toBe(20);
    expect((await readIncidents(id, "?limit=100")).next).not.toBeNull();
  });
});

describe("random schedules of gates that send late", () => {
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

  /** Each gate sends its scans in any order, some twice; some gates send one after another, some at the same time. */
  async function sendScansLate(
    id: string,
    wearers: readonly BadgeWearer[],
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
      scanId: nextScanId(),
    }));
    const drawn = [...readings, ...readings.filter((_, index) => index % 3 === 0)].map((each) => ({
      each,
      draw: Number(order.next().value),
    }));
    const shuffled = drawn.toSorted((a, b) => a.draw - b.draw).map(({ each }) => each);
    const calls = shuffled.map(
      (each) => () => sendScans(id, buildOfflineScans(`Gate ${each.gate}`, each.direction, [each], skews[each.gate])),
    );
    while (calls.length > 0) await Promise.all(calls.splice(0, 3).map((one) => one()));
    return readings;
  }

  /** Replays the events in order: who is inside, and which scans conflict. */
  function replayScans(readings: Awaited<ReturnType<typeof sendScansLate>>) {
    const inside = new Set<number>();
    const strange: string[] = [];
    for (const { person, direction, scanId } of readings) {
      if (inside.has(person) === (direction === "in")) strange.push(scanId);
      if (direction === "in") inside.add(person);
      else inside.delete(person);
    }
    return { inside, strange };
  }

  test("end in the state of the ordered history, with its conflicts as incidents", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(plan, async ({ passages, skews, order }) => {
        const id = await createConference(people);
        const wearers = await Promise.all(Array.from({ length: people }, () => createBadgeWearer(id)));
        const readings = await sendScansLate(id, wearers, { passages, skews, order: order[Symbol.iterator]() });
        const { inside, strange } = replayScans(readings);
        expect((await fetchHeadcount(id)).inside).toBe(inside.size);
        expect((await readIncidents(id, "?limit=100")).items.map(({ scanId }) => scanId)).toEqual(strange);
        for (const [index, { token }] of wearers.entries())
          expect(getReasonOrVerdict(await scanOnline(id, token))).toBe(inside.has(index) ? "already-inside" : "admit");
      }),
      { numRuns: 8 },
    );
  });
});

describe("a reprint between two offline scans", () => {
  test("makes the older badge an incident from the moment of the reprint on", async () => {
    const id = await createConference(1);
    const { registrationId, token } = await createBadgeWearer(id);
    await issueTestBadge(registrationId, { reason: "lost" });
    const [read] = await sendScans(id, buildOfflineScans("Gate A", "in", [{ token, seconds: 0 }]));
    expect(read).toMatchObject({ verdict: "admit", conflict: "replaced" });
    expect((await readIncidents(id)).items.map(({ reason }) => reason)).toEqual(["replaced"]);
  });
});
