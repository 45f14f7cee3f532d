import { describe, expect, test } from "vitest";
import { type PublishedSeats, publishSeats, toSeatsWord } from "#shared/capacity/published-seats.rules.ts";
import { addHours } from "#shared/model/time.ts";

const start = "2027-03-01T12:00:00.000Z";
const minutesLater = (minutes: number) => addHours(start, minutes / 60);
const venue = (limit: number, taken: number, isOpen = true) => ({ limit, taken, isOpen });
const steps = 60;
/** Each border as often as any other. */
const draws = Array.from({ length: steps }, (_, index) => ({
  few: index / steps,
  none: ((index * 7) % steps) / steps,
}));

/** What the public sees after one count of each number of taken seats, five minutes apart. */
function watch(limit: number, counts: readonly number[], draw: (typeof draws)[number]) {
  let published: PublishedSeats | undefined;
  return counts.map((taken, index) => {
    published = publishSeats(published, venue(limit, taken), minutesLater(5 * index), draw) ?? published;
    return toSeatsWord({ waitingList: true }, published);
  });
}

describe("one registration can hardly be told from none by the word for the free seats", () => {
  test.each([
    [600, 1 / 12],
    [120, 1 / 12],
    [40, 1 / 4],
    [5, 1 / 3],
  ])("of %i seats: of all borders, the word differs at no more than %f", (limit, most) => {
    for (let taken = 1; taken < limit; taken += 1) {
      const different = draws.filter((draw) => {
        const unknown = watch(limit, [taken, taken + 1], draw);
        const known = watch(limit, [taken, taken], draw);
        return unknown.join() !== known.join();
      });
      expect(different.length / draws.length, `${taken} taken`).toBeLessThanOrEqual(most + 1e-9);
    }
  });

  test("a border is not crossed to and fro: after the word has changed, one seat more or less changes nothing", () => {
    for (const draw of draws) {
      const words = watch(600, [540, 545, 550, 555, 560, 565, 570, 569, 568, 570, 569, 571, 570], draw);
      const changes = words.filter((word, index) => index > 0 && word !== words[index - 1]).length;
      expect(changes).toBeLessThanOrEqual(2);
      expect(new Set(words.slice(7)).size).toBeLessThanOrEqual(2);
    }
  });

  test("the seats are counted at most every five minutes", () => {
    const draw = { few: 0, none: 0 };
    const first = publishSeats(undefined, venue(600, 1), start, draw);
    expect(publishSeats(first, venue(600, 600), minutesLater(4.9), draw)).toBeUndefined();
    expect(publishSeats(first, venue(600, 600), minutesLater(5), draw)?.level).toBe("none");
  });
});

describe("the word is useful", () => {
  const see = (limit: number, taken: number, isOpen = true, published?: PublishedSeats) =>
    publishSeats(published, venue(limit, taken, isOpen), minutesLater(60), { few: 0.99, none: 0.99 })?.level;

  test("an empty venue has seats, a full or a closed one none, and one before the first count has seats", () => {
    expect([see(3, 0), see(3, 3), see(3, 4), see(600, 100, false), see(600, 0, false)]).toEqual([
      "available",
      "none",
      "none",
      "none",
      "none",
    ]);
    expect([see(600, 300), see(600, 570), see(600, 590)]).toEqual(["available", "few", "none"]);
    expect(toSeatsWord({ waitingList: true }, undefined)).toBe("available");
  });

  test("without a waiting list, no free seat is called full", () => {
    const none = publishSeats(undefined, venue(1, 1), start, { few: 0, none: 0 });
    expect([toSeatsWord({ waitingList: false }, none), toSeatsWord({ waitingList: true }, none)]).toEqual([
      "full",
      "waiting-list",
    ]);
  });

  test("it is better again when many more seats are free, or all, and the borders are drawn anew then", () => {
    const few = { at: start, level: "few", fewAt: 12, noneAt: 0 } as const;
    expect([see(600, 580, true, few), see(600, 559, true, few), see(600, 540, true, few)]).toEqual([
      "few",
      "few",
      "available",
    ]);
    const none = { ...few, level: "none" } as const;
    expect([see(600, 580, true, none), see(600, 0, true, none), see(600, 565, true, none)]).toEqual([
      "none",
      "available",
      "few",
    ]);
    const draw = { few: 0.5, none: 0.5 };
    const kept = publishSeats(few, venue(600, 590), minutesLater(5), draw);
    expect([kept?.fewAt, kept?.noneAt]).toEqual([12, 0]);
    const changed = publishSeats(few, venue(600, 600), minutesLater(5), draw);
    expect([changed?.level, changed?.fewAt, changed?.noneAt]).toEqual(["none", 27, 6]);
  });
});
