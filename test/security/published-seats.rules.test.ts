import { describe, expect, test } from "vitest";
import { type PublishedSeats, publishSeats, toSeatAvailability } from "#shared/capacity/published-seats.rules.ts";
import { addHours } from "#shared/model/time.ts";

const start = "2027-03-01T12:00:00.000Z";
const minutesLater = (minutes: number) => addHours(start, minutes / 60);
const venue = (limit: number, taken: number, isOpen = true) => ({ limit, taken, isOpen });
const steps = 60;
/** Numbers by which each threshold is chosen as often as any other. */
const randomNumbers = Array.from({ length: steps }, (_, index) => ({
  few: index / steps,
  none: ((index * 7) % steps) / steps,
}));

/** The availability that is published for each number of taken seats, five minutes apart. */
function publishAll(limit: number, counts: readonly number[], random: (typeof randomNumbers)[number]) {
  let published: PublishedSeats | undefined;
  return counts.map((taken, index) => {
    published = publishSeats(published, venue(limit, taken), minutesLater(5 * index), random) ?? published;
    return toSeatAvailability({ waitingList: true }, published);
  });
}

describe("the published availability, which hides single registrations,", () => {
  test.each([
    [600, 1 / 12],
    [120, 1 / 12],
    [40, 1 / 4],
    [5, 1 / 3],
  ])("of %i seats changes for at most %f of all random thresholds when a person registers", (limit, most) => {
    for (let taken = 1; taken < limit; taken += 1) {
      const different = randomNumbers.filter((random) => {
        const unknown = publishAll(limit, [taken, taken + 1], random);
        const known = publishAll(limit, [taken, taken], random);
        return unknown.join() !== known.join();
      });
      expect(different.length / randomNumbers.length, `${taken} taken`).toBeLessThanOrEqual(most + 1e-9);
    }
  });

  test("does not change back and forth while the number of free seats changes by one", () => {
    for (const random of randomNumbers) {
      const published = publishAll(600, [540, 545, 550, 555, 560, 565, 570, 569, 568, 570, 569, 571, 570], random);
      const changes = published.filter((each, index) => index > 0 && each !== published[index - 1]).length;
      expect(changes).toBeLessThanOrEqual(2);
      expect(new Set(published.slice(7)).size).toBeLessThanOrEqual(2);
    }
  });

  test("is computed at most every five minutes", () => {
    const random = { few: 0, none: 0 };
    const first = publishSeats(undefined, venue(600, 1), start, random);
    expect(publishSeats(first, venue(600, 600), minutesLater(4.9), random)).toBeUndefined();
    expect(publishSeats(first, venue(600, 600), minutesLater(5), random)?.level).toBe("none");
  });
});

describe("the published availability", () => {
  const publish = (limit: number, taken: number, isOpen = true, published?: PublishedSeats) =>
    publishSeats(published, venue(limit, taken, isOpen), minutesLater(60), { few: 0.99, none: 0.99 })?.level;

  test("is available for an empty venue and before the first count, none for a full or closed venue", () => {
    expect([publish(3, 0), publish(3, 3), publish(3, 4), publish(600, 100, false), publish(600, 0, false)]).toEqual([
      "available",
      "none",
      "none",
      "none",
      "none",
    ]);
    expect([publish(600, 300), publish(600, 570), publish(600, 590)]).toEqual(["available", "few", "none"]);
    expect(toSeatAvailability({ waitingList: true }, undefined)).toBe("available");
  });

  test("is full in place of waiting-list at a conference without a waiting list", () => {
    const none = publishSeats(undefined, venue(1, 1), start, { few: 0, none: 0 });
    expect([toSeatAvailability({ waitingList: false }, none), toSeatAvailability({ waitingList: true }, none)]).toEqual(
      ["full", "waiting-list"],
    );
  });

  test("improves with new thresholds when many more seats are free, or all", () => {
    const few = { at: start, level: "few", fewAt: 12, noneAt: 0 } as const;
    expect([publish(600, 580, true, few), publish(600, 559, true, few), publish(600, 540, true, few)]).toEqual([
      "few",
      "few",
      "available",
    ]);
    const none = { ...few, level: "none" } as const;
    expect([publish(600, 580, true, none), publish(600, 0, true, none), publish(600, 565, true, none)]).toEqual([
      "none",
      "available",
      "few",
    ]);
    const random = { few: 0.5, none: 0.5 };
    const kept = publishSeats(few, venue(600, 590), minutesLater(5), random);
    expect([kept?.fewAt, kept?.noneAt]).toEqual([12, 0]);
    const changed = publishSeats(few, venue(600, 600), minutesLater(5), random);
    expect([changed?.level, changed?.fewAt, changed?.noneAt]).toEqual(["none", 27, 6]);
  });
});
