import { expect, test } from "vitest";
import { listAllConferences } from "../../web/kit/api/client.ts";

test("a staff member finds each of 731 conferences, page by page", async () => {
  const ids = Array.from({ length: 731 }, (_, index) => index);
  const all = await listAllConferences(async ({ limit, cursor }) => {
    const end = Number(cursor ?? 0) + limit;
    return { items: ids.slice(end - limit, end), next: end < ids.length ? String(end) : null };
  });
  expect(all).toEqual(ids);
});
