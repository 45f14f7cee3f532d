import { beforeEach, expect, test } from "vitest";
import { createId, keys, serializeKey } from "#shared/dynamodb/keys.ts";
import { getItem, type Item, putItem, S, toItemKey } from "#shared/dynamodb/table.ts";
import { repairConference } from "../../cli/verify-counters/repair.ts";
import { verifyItems } from "../../cli/verify-counters/verify-counters.ts";
import {
  alterData,
  annotateFirst,
  conferenceId,
  drop,
  keyOf,
  person,
  registrationKey,
  remove,
  scan,
  started,
  useWholeTable,
} from "./support/whole-table.ts";

const tags = ["visa", "call back"];

useWholeTable();
beforeEach(() => annotateFirst({ tags, assignee: "officer@example.org" }));

const annotationsKey = () => keys.annotations(person(0).registrationId);

/** The rows by which tags and assignees are found, by key. */
const listRows = async () => {
  const rows = (await scan()).filter(({ entity }) => entity?.S === "annotated");
  return new Map(rows.map((item) => [serializeKey(keyOf(item)), item]));
};

const findRow = async (kind: string): Promise<Item> => {
  const found = [...(await listRows()).values()].find((item) => item["SK"]?.S?.startsWith(`${kind}#`));
  if (!found) throw new Error(`no row of a ${kind}`);
  return found;
};

const listFindings = async () => {
  const { conferences, unreadable } = verifyItems(await scan(), Date.now());
  return [...unreadable, ...conferences.flatMap(({ findings }) => findings)];
};

test("the rows of tags and of the assignee agree with the annotations", async () => {
  expect((await listRows()).size).toBe(3);
  expect(await listFindings()).toEqual([]);
});

test.each([
  [
    "of a tag that is gone",
    async () => drop(await findRow("TAG")),
    /^the annotated row .* is missing for registration/,
  ],
  ["of the assignee that is gone", async () => drop(await findRow("ASSIGNEE")), /^the annotated row .* is missing for/],
  [
    "with another tag",
    async () => putItem(started.table, { ...(await findRow("TAG")), tag: S("other") }),
    /^the annotated row .* disagrees with registration/,
  ],
  [
    "of a tag that the registration does not have",
    async () =>
      putItem(started.table, {
        ...(await findRow("TAG")),
        ...toItemKey(keys.annotated(conferenceId, "TAG", createId(), person(0).registrationId)),
      }),
    /^the annotated row .* follows from no registration/,
  ],
] as const)("a row %s is found and mended", async (_name, inflict, says) => {
  const before = await listRows();
  await inflict();
  expect((await listFindings()).map(({ text }) => text)).toEqual([expect.stringMatching(says)]);
  const results = await repairConference(started.table, conferenceId);
  expect(results.map(({ refusal }) => refusal)).toEqual([undefined]);
  expect(await listRows()).toEqual(before);
  expect(await listFindings()).toEqual([]);
});

test("a repair deletes none of the rows while the annotations can't be read", async () => {
  const before = await listRows();
  const stored = await getItem(started.table, annotationsKey());
  await putItem(started.table, { ...stored, data: S("garbage") });
  expect(await listFindings()).toContainEqual({
    text: expect.stringMatching(/ANNOTATIONS can't be read/),
    refusal: expect.stringMatching(/bring it back from a backup/),
    lost: annotationsKey(),
  });
  await repairConference(started.table, conferenceId);
  expect(await listRows()).toEqual(before);
});

test("a row that an erasure under way has deleted is no difference", async () => {
  const startedAt = new Date().toISOString();
  await alterData(registrationKey(0), (data) => ({ ...data, erasure: { startedAt, reason: "at-their-request" } }));
  await remove(keyOf(await findRow("TAG")));
  const texts = (await listFindings()).map(({ text }) => text);
  expect(texts.filter((each) => each.includes("annotated"))).toEqual([]);
});
