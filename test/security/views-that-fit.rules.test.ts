import { expect, test } from "vitest";
import { registerViewRequest } from "#shared/feed/saved-views.contract.ts";
import {
  assertFitsList,
  findViewToReplace,
  maxOwnViews,
  maxSharedViews,
  maxViewLength,
} from "#shared/feed/saved-views.rules.ts";

const reviewer = { staffId: "reviewer", isSecretariat: false };
const shared = { viewId: "shared", version: 1, ownerId: "another", shared: true };
const full = Array.from({ length: maxSharedViews }, (_, index) => ({ ...shared, viewId: `view-${index}` }));

const refusal = (path: string, maximum: number) =>
  expect.objectContaining({ fieldErrors: [expect.objectContaining({ path, values: { maximum } })] });

/** More than Lambda returns, as `assertFitsAnswer` measures it. */
const maxAnswerBytes = 6_200_000;

test("all views that one member of staff may get fit into one answer, whatever their texts are", () => {
  const longest = ['"', "\u0001", "阿", "👍"].map((letter) => letter.repeat(maxViewLength));
  const sizes = longest.map((text) => {
    const value = JSON.stringify(text).slice(0, maxViewLength);
    return Buffer.byteLength(JSON.stringify(value));
  });
  expect(Math.max(...sizes) * (maxOwnViews + maxSharedViews)).toBeLessThan(maxAnswerBytes);
});

test("a view that its schema allows, and that is too long for the list, is refused", () => {
  const view = { name: "V", shared: true, columns: ["name"], sort: { column: "name", isDescending: false } };
  const build = (length: number) => ({ ...view, filter: { assignee: Array(100).fill('"'.repeat(length)) } });
  for (const length of [10, 199]) expect(registerViewRequest.safeParse(build(length)).success).toBe(true);
  expect(() => assertFitsList(build(10))).not.toThrow();
  expect(() => assertFitsList(build(199))).toThrow(refusal("filter", maxViewLength));
});

test("one more shared view than the list holds is refused, also if an own one becomes shared", () => {
  const own = { ...shared, viewId: "own", ownerId: "reviewer", shared: false };
  const named = { viewId: "new", version: 0, shared: true };
  expect(() => findViewToReplace(full, named, reviewer)).toThrow(refusal("shared", maxSharedViews));
  const kept = { viewId: "own", version: 1, shared: true };
  expect(() => findViewToReplace([...full, own], kept, reviewer)).toThrow(refusal("shared", maxSharedViews));
  expect(findViewToReplace([...full.slice(1), own], kept, reviewer)).toBe(own);
  expect(findViewToReplace(full, { ...named, shared: false }, reviewer)).toBeUndefined();
  const mine = { ...own, shared: true };
  expect(findViewToReplace([...full.slice(1), mine], kept, reviewer)).toBe(mine);
});
