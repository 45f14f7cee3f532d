import { beforeAll, describe, expect, test } from "vitest";
import { listChangedKeys, loadItemsAtRest } from "./authorization/items-at-rest.ts";
import { getExpectedOutcome, type MatrixCell, matrixCells, operationIds, tryCell } from "./authorization/matrix.ts";
import { roleNames } from "./authorization/roles.ts";
import { objectScopes } from "./authorization/rules.ts";
import { validCalls } from "./authorization/valid-calls.ts";
import { type AuthorizationFixture, createAuthorizationFixture } from "./authorization/world.ts";

let world: AuthorizationFixture;
beforeAll(async () => {
  world = await createAuthorizationFixture();
});

const called = ({ role, operation, scope }: MatrixCell) =>
  `${role}: ${operation}, ${scope.delegation} delegation, ${scope.side}`;

/** Calls the cells, a limited number at a time. @returns each cell whose answer differs from the rules */
async function findMismatches(some: readonly MatrixCell[], concurrency: number): Promise<string[]> {
  const faults: string[] = [];
  const queue = some.values();
  const worker = async () => {
    for (const cell of queue) {
      const answer = await tryCell(world, cell);
      if (answer !== getExpectedOutcome(cell))
        faults.push(`${called(cell)}: ${answer} instead of ${getExpectedOutcome(cell)}`);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return faults;
}

const isAllowed = ({ rule }: MatrixCell) => rule === "allowed";
const isPublic = ({ operation }: MatrixCell) => validCalls[operation].may.includes("public");

describe("access rules: each role, each operation, own and other delegation and conference", () => {
  test("the matrix contains each operation", () => {
    expect(Object.keys(validCalls).toSorted()).toEqual(operationIds.toSorted());
    expect(matrixCells).toHaveLength(roleNames.length * operationIds.length * objectScopes.length);
    expect(new Set(matrixCells.map(called)).size).toBe(matrixCells.length);
  });

  test("refuses a caller without the right by its code and changes nothing", async () => {
    const before = await loadItemsAtRest(world);
    const refused = matrixCells.filter((cell) => !isAllowed(cell));
    expect(await findMismatches(refused, 12)).toEqual([]);
    expect(listChangedKeys(before, await loadItemsAtRest(world))).toEqual([]);
    console.log(`${refused.length} of ${matrixCells.length} cells refused: ${summary(refused)}`);
  }, 300_000);

  test("answers a caller with the right", async () => {
    const allowed = matrixCells.filter(isAllowed);
    expect(await findMismatches(allowed.filter(isPublic), 12)).toEqual([]);
    expect(
      await findMismatches(
        allowed.filter((cell) => !isPublic(cell)),
        1,
      ),
    ).toEqual([]);
    console.log(`${allowed.length} of ${matrixCells.length} cells allowed: ${summary(allowed)}`);
  }, 300_000);
});

/** Counts the cells by their answer. */
function summary(some: readonly MatrixCell[]): string {
  const counts = new Map<string, number>();
  for (const cell of some) counts.set(getExpectedOutcome(cell), (counts.get(getExpectedOutcome(cell)) ?? 0) + 1);
  return [...counts].map(([answer, count]) => `${count} × ${answer}`).join(", ");
}
