import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatArrivalOrder, serveWaitingList, simulateService } from "#shared/capacity/waiting-list.rules.ts";
import type { Conference, Targets } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import { computeCountChanges, toCountedRegistration } from "#shared/statistics/counts.rules.ts";
import { computeStatistics } from "#shared/statistics/statistics.rules.ts";
import {
  addToSeatedCounts,
  measureTargets,
  type SeatedCounts,
  toSeatedCounts,
  toTargetProfile,
} from "#shared/statistics/targets.rules.ts";
import {
  aConference,
  buildCategoriesByPriority,
  buildPools,
  buildRegistration,
  sideEvent,
} from "../support/builders.ts";

const categories = buildCategoriesByPriority(2);
const half = { gender: { female: 0.5 } };
const byTargets = (targets: Targets, capacity = 100, more: object = {}): Conference =>
  aConference({
    waitingListOrder: "targets",
    targets,
    categories,
    sessions: [sideEvent],
    venue: { name: "Hall", city: "Geneva", country: "CHE", capacity },
    ...more,
  });
const at = "2027-03-05T00:00:00.000Z";

interface Who {
  readonly gender?: string;
  readonly nationality?: string;
  readonly category?: string;
}

/** A person who has been waiting since the given minute. */
function waiting(where: Conference, minute: number, { category = "academia", ...person }: Who = {}): Registration {
  const made = buildRegistration(where, { category }, buildPools(where, { venue: where.venue.capacity }));
  const since = `2027-03-01T12:${String(minute).padStart(2, "0")}:00.000Z`;
  return {
    ...made,
    person: { ...made.person, ...person } as Registration["person"],
    seat: { state: "waiting", since },
  };
}

const men = (where: Conference, n: number) =>
  toSeatedCounts(
    computeStatistics(
      computeCountChanges(
        Array.from({ length: n }, () => {
          const made = buildRegistration(where, { category: "academia" });
          return { after: toCountedRegistration({ ...made, person: { ...made.person, gender: "male" } }) };
        }),
      ),
    ),
  );

const served = (
  where: Conference,
  line: readonly Registration[],
  seated: SeatedCounts,
  taken: Record<string, number> = {},
) => serveWaitingList(where, buildPools(where, taken), line, at, seated);
const seatsOf = (changes: ReturnType<typeof serveWaitingList>) =>
  changes.flatMap(({ registrations }) => registrations.map((step) => step.after));
const ids = (registrations: readonly Registration[]) => registrations.map(({ registrationId }) => registrationId);

describe("a line that is ordered by targets", () => {
  test("goes to the person who brings the seats nearest, each counted before the next; then by arrival", () => {
    const where = byTargets(half);
    const line = [
      waiting(where, 1, { gender: "male" }),
      waiting(where, 2, { gender: "male" }),
      waiting(where, 3, { gender: "female" }),
      waiting(where, 4, { gender: "female" }),
      waiting(where, 5, { gender: "female" }),
    ];
    const [m1, m2, f3, f4, f5] = line;
    expect(seatsOf(served(where, line, men(where, 2))).map(({ registrationId }) => registrationId)).toEqual(
      ids([f3, f4, m1, f5, m2] as Registration[]),
    );
    expect(ids(simulateService(where, line, men(where, 2)))).toEqual(ids([f3, f4, m1, f5, m2] as Registration[]));
  });

  test("is that of arrival where the conference says so, or aims at nothing", () => {
    for (const how of [{ waitingListOrder: "arrival" }, { waitingListOrder: "targets", targets: undefined }]) {
      const where = { ...byTargets(half), ...how } as Conference;
      const line = [waiting(where, 2, { gender: "female" }), waiting(where, 1, { gender: "male" })];
      const changes = served(where, line, men(where, 2));
      expect(ids(seatsOf(changes))).toEqual(ids(line.toReversed()));
      expect(changes.map(({ targetReasons }) => targetReasons)).toEqual([undefined, undefined]);
    }
  });

  test("never passes a category of a higher priority", () => {
    const where = byTargets(half);
    const [state, woman] = [
      waiting(where, 9, { category: "member-state", gender: "male" }),
      waiting(where, 1, { gender: "female" }),
    ];
    expect(ids(simulateService(where, [woman, state], men(where, 3)))).toEqual(ids([state, woman]));
  });

  test("says of each seat which target it brought nearer, from which share to which", () => {
    const where = byTargets(half);
    const [change] = served(where, [waiting(where, 1, { gender: "female" })], men(where, 3));
    expect(change?.targetReasons).toEqual([
      { dimension: "gender", value: "female", target: 0.5, share: 0, shareAfter: 0.25 },
    ]);
    expect(served(where, [waiting(where, 1, { gender: "male" })], men(where, 3))[0]).not.toHaveProperty(
      "targetReasons",
    );
  });

  test("who doesn't say what they are is neither before those who are missing nor behind those who are too many", () => {
    const where = byTargets(half);
    const [man, silent, woman] = ["male", "undisclosed", "female"].map((gender, index) =>
      waiting(where, index, { gender }),
    ) as [Registration, Registration, Registration];
    expect(ids(simulateService(where, [man, silent, woman], men(where, 3)))).toEqual(ids([woman, silent, man]));
  });

  test("a person who can't be seated is skipped, and does not count", () => {
    const where = byTargets(half);
    const line = [
      waiting(where, 1, { category: "ngo", gender: "female" }),
      waiting(where, 2, { gender: "female" }),
      waiting(where, 3, { gender: "male" }),
    ];
    const changes = served(where, line, men(where, 1), { "category:ngo": 2 });
    expect(ids(seatsOf(changes))).toEqual(ids(line.slice(1)));
    expect(changes[0]?.targetReasons?.[0]?.share).toBe(0);
  });

  test("those who hold their seat and wait for a session come before, by arrival", () => {
    const where = byTargets(half);
    const holder = (minute: number): Registration => ({
      ...waiting(where, minute),
      seat: { state: "held", since: at },
      sessions: [{ sessionId: "side-event", seat: { state: "waiting", since: `2027-03-01T12:0${minute}:00.000Z` } }],
    });
    const [second, first, woman] = [holder(6), holder(5), waiting(where, 1, { gender: "female" })];
    expect(ids(simulateService(where, [woman, second, first], men(where, 3)))).toEqual(ids([first, second, woman]));
    expect(ids(seatsOf(served(where, [woman, second, first], men(where, 3))))).toEqual(ids([first, woman]));
  });
});

/** By how far all targets are missed together, counted anew. */
const missed = (targets: Targets, seated: SeatedCounts) =>
  measureTargets(targets, seated).reduce((sum, { distance }) => sum + Math.abs(distance), 0);

const anyPerson = fc.record({
  category: fc.constantFrom("member-state", "ngo", "academia"),
  gender: fc.constantFrom("female", "male", "other", "undisclosed"),
  nationality: fc.constantFrom("KEN", "FRA", "JPN", "BRA", "ATA"),
  minute: fc.nat(59),
});

/** What is left and who is seated while the seats of a line are given, one by one. */
interface Hall {
  readonly where: Conference;
  readonly targets: Targets;
  readonly seated: SeatedCounts;
  readonly left: readonly Registration[];
  readonly ngos: number;
}

const quota = 2;
const isNgo = ({ category }: Registration) => category === "ngo";
const priorityOf = ({ where }: Hall, each: Registration) => formatArrivalOrder(where, each).slice(0, 3);

/** Whether a seat was rightly this person's and not the other's: by priority, then by the targets, then by arrival. */
function isBefore(hall: Hall, chosen: Registration, other: Registration): boolean {
  const isEarlier = formatArrivalOrder(hall.where, chosen) < formatArrivalOrder(hall.where, other);
  if (priorityOf(hall, chosen) !== priorityOf(hall, other)) return isEarlier;
  const missedWith = (each: Registration) =>
    missed(hall.targets, addToSeatedCounts(hall.seated, toTargetProfile(hall.targets, each)));
  const differs = missedWith(other) - missedWith(chosen);
  return Math.abs(differs) < 1e-9 ? isEarlier : differs > 0;
}

function takeSeat(hall: Hall, chosen: Registration): Hall {
  const others = hall.left.filter((each) => each !== chosen);
  const couldHaveIt = others.filter((each) => !isNgo(each) || hall.ngos < quota);
  expect(couldHaveIt.filter((other) => !isBefore(hall, chosen, other))).toEqual([]);
  const seated = addToSeatedCounts(hall.seated, toTargetProfile(hall.targets, chosen));
  return { ...hall, seated, left: others, ngos: hall.ngos + Number(isNgo(chosen)) };
}

const aims = fc.record({
  gender: fc.record({ female: fc.constantFrom(0.3, 0.5, 1) }),
  region: fc.record({ africa: fc.constantFrom(0, 0.4), asia: fc.constantFrom(0.2, 0.6) }),
});
const lines = fc.array(anyPerson, { maxLength: 12 });

test("at each seat, no other candidate would have brought the seats nearer, or as near with an earlier arrival", () => {
  fc.assert(
    fc.property(lines, aims, fc.integer({ min: 1, max: 8 }), fc.nat(6), (all, targets, free, held) => {
      const where = byTargets(targets, free);
      const line = all.map(({ minute, ...who }) => waiting(where, minute, who));
      const begin: Hall = { where, targets, seated: men(where, held), left: line, ngos: 0 };
      const seats = seatsOf(served(where, line, begin.seated));
      expect(ids(seatsOf(served(where, line.toReversed(), begin.seated)))).toEqual(ids(seats));
      const known = new Map(line.map((each) => [each.registrationId, each]));
      const end = seats.reduce((hall, seat) => takeSeat(hall, known.get(seat.registrationId) as Registration), begin);
      expect(seats.length).toBeLessThanOrEqual(free);
      expect(end.ngos).toBeLessThanOrEqual(quota);
      const passed = end.left.filter((each) => seats.length < free && !(isNgo(each) && end.ngos === quota));
      expect(passed).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test("a line of 5,000 has an order", () => {
  const where = byTargets({ gender: { female: 0.5 }, region: { africa: 0.3, asia: 0.3 }, category: { ngo: 0.5 } });
  const kinds = [
    { gender: "female", nationality: "KEN" },
    { gender: "male", nationality: "FRA" },
    { gender: "other", nationality: "JPN", category: "ngo" },
  ];
  const some = kinds.map((who, index) => waiting(where, index, who));
  const line = Array.from({ length: 5_000 }, (_, index) => ({
    ...(some[index % kinds.length] as Registration),
    registrationId: `r${index}`,
  }));
  const order = simulateService(where, line, men(where, 300));
  expect(new Set(ids(order)).size).toBe(5_000);
  expect(order[0]?.person.gender).not.toBe("male");
});
