import { expect, test } from "vitest";
import { waitFor } from "../support/wait-for.ts";
import { asSecretariat, callSystem, createConference, waitTimeoutMs } from "./support/system.ts";

const names = [
  "Union of Migrant Associations",
  `${"a".repeat(99)}👍`,
  `"Ngo's" — d’ici & là`,
  "اتحاد الجمعيات",
  "国际移民组织".repeat(20),
  "#a#b#",
];

test("stores and lists every delegation name, one on each page", async () => {
  const conferenceId = await createConference(5);
  const path = `/v1/conferences/${conferenceId}/delegations`;
  for (const en of names) {
    const body = { name: { en }, category: "ngo", focalPoints: ["focal@example.org"] };
    expect((await callSystem(path, asSecretariat({ body }))).status, en).toBe(201);
  }
  const listNames = async () => {
    const found: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const query = `?limit=1&status=accredited${cursor && `&cursor=${cursor}`}`;
      const { status, body } = await callSystem(path + query, asSecretariat());
      expect(status).toBe(200);
      found.push(...(body.items as unknown as { name: { en: string } }[]).map(({ name }) => name.en));
      cursor = body.next;
    }
    return found;
  };
  const listed = await waitFor(waitTimeoutMs, listNames, (found) => found.length >= names.length);
  expect(listed.toSorted()).toEqual(names.toSorted());
  const first = await callSystem(`${path}?limit=1&status=accredited`, asSecretariat());
  const other = await callSystem(`${path}?limit=1&status=refused&cursor=${first.body.next}`, asSecretariat());
  expect([other.status, other.body.code]).toEqual([422, "bad-cursor"]);
});
