import { expect, test } from "vitest";
import { listAllConferences } from "../../web/kit/api/client.ts";

test("a staff member finds each of 731 conferences, page by page", async () => {
  const ids = Array.from({ length: 731 }, (_, index) => index);
  const all = await listAllConferences(async ({ limit, cursor }) => {
    const end = Number(cursor ?? 0) + limit;
    const groups = { [`c${end}`]: ["reviewer" as const] };
    return { items: ids.slice(end - limit, end), groups, next: end < ids.length ? String(end) : null };
  });
  expect(all.items).toEqual(ids);
  expect(Object.keys(all.groups)).toHaveLength(8);
});
