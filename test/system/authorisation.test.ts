import { beforeAll, describe, expect, test } from "vitest";
import { booksAtRest, differences } from "./authorisation/books.ts";
import { calls } from "./authorisation/calls.ts";
import { type Cell, cells, operationIds, tryCell, wanted } from "./authorisation/cells.ts";
import { roleNames } from "./authorisation/roles.ts";
import { scopes } from "./authorisation/rules.ts";
import { makeWorld, type World } from "./authorisation/world.ts";

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});

const called = ({ role, operation, scope }: Cell) =>
  `${role}: ${operation}, ${scope.delegation} delegation, ${scope.where}`;

/** Tries cells, so many at a time. @returns each that was answered otherwise than the rules say */
async function faultsOf(some: readonly Cell[], atOnce: number): Promise<string[]> {
  const faults: string[] = [];
  const queue = some.values();
  const lane = async () => {
    for (const cell of queue) {
      const answer = await tryCell(world, cell);
      if (answer !== wanted(cell)) faults.push(`${called(cell)}: ${answer} instead of ${wanted(cell)}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return faults;
}

const isAllowed = ({ rule }: Cell) => rule === "allowed";
const isPublic = ({ operation }: Cell) => calls[operation].may.includes("public");

describe("who may do what to whose: every role, every address, own and other delegation and conference", () => {
  test("no cell is left out", () => {
    expect(Object.keys(calls).toSorted()).toEqual(operationIds.toSorted());
    expect(cells).toHaveLength(roleNames.length * operationIds.length * scopes.length);
    expect(new Set(cells.map(called)).size).toBe(cells.length);
  });

  test("who may not is refused by name, and changes nothing", async () => {
    const before = await booksAtRest(world);
    const refused = cells.filter((cell) => !isAllowed(cell));
    expect(await faultsOf(refused, 12)).toEqual([]);
    expect(differences(before, await booksAtRest(world))).toEqual([]);
    console.log(`${refused.length} of ${cells.length} cells refused: ${summary(refused)}`);
  }, 120_000);

  test("who may, can", async () => {
    const allowed = cells.filter(isAllowed);
    expect(await faultsOf(allowed.filter(isPublic), 12)).toEqual([]);
    expect(
      await faultsOf(
        allowed.filter((cell) => !isPublic(cell)),
        1,
      ),
    ).toEqual([]);
    console.log(`${allowed.length} of ${cells.length} cells allowed: ${summary(allowed)}`);
  }, 120_000);
});

/** How many got which answer. */
function summary(some: readonly Cell[]): string {
  const counts = new Map<string, number>();
  for (const cell of some) counts.set(wanted(cell), (counts.get(wanted(cell)) ?? 0) + 1);
  return [...counts].map(([answer, count]) => `${count} × ${answer}`).join(", ");
}
