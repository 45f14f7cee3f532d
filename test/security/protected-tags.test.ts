import { beforeEach, expect, test } from "vitest";
import { findAnnotated } from "#shared/annotations/annotations.repository.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { createConference, openTable } from "../../bench/support/handlers.ts";
import { buildFormBody } from "../support/builders.ts";
import { otherSecretariat, reader, useHandlers } from "../support/protection.ts";

const place = useHandlers();
const alias = { nameOnBadge: "Speaker Seven" };

let conferenceId = "";
let protectedId = "";
let visibleId = "";

beforeEach(async () => {
  conferenceId = `protected-tags-${createId()}`;
  await createConference(openTable(place.started.endpoint, 4), conferenceId, { capacity: 50, arrivalsPerSecond: 1 });
  [protectedId, visibleId] = [await submit("hidden"), await submit("visible")];
  await submit("another");
  expect((await assign(protectedId, otherSecretariat.email, otherSecretariat)).status).toBe(200);
  const protection = { alias, readers: [reader.email], reason: "at risk" };
  expect((await place.handlers.call("protectRegistration", protectedId, protection)).status).toBe(200);
});

async function submit(name: string): Promise<string> {
  const form = buildFormBody({}, { email: `${name}.${conferenceId}@example.org` });
  const { body } = await place.handlers.submit(conferenceId, JSON.stringify(form));
  return String(body.registrationId);
}

type Staff = typeof reader | typeof otherSecretariat;

const setTags = (id: string, tags: readonly string[], caller: Staff) =>
  place.handlers.call("setTags", id, { tags }, { caller });

const assign = (id: string, email: string | null, caller: Staff) =>
  place.handlers.call("setAssignee", id, { email }, { caller });

/** The identifier of a tag, as staff learn it by tagging a person whom they see. */
async function learnTagId(tag: string): Promise<string> {
  await setTags(visibleId, [tag], otherSecretariat);
  const { body } = await place.handlers.call("listTags", conferenceId, "", { caller: otherSecretariat });
  const listed = body.items as unknown as readonly { readonly tagId: string; readonly tag: string }[];
  await setTags(visibleId, [], otherSecretariat);
  return String(listed.find((each) => each.tag === tag)?.tagId);
}

const filter = async (query: Record<string, string>) =>
  (await place.handlers.call("listRegistrations", conferenceId, "", { caller: otherSecretariat, query })).body;

test("a filter by tag has the same pages whether or not a protected person has the tag", async () => {
  const [used, unused] = [await learnTagId("asylum"), await learnTagId("unused")];
  expect((await setTags(protectedId, ["asylum"], reader)).status).toBe(200);
  for (const more of [{}, { assignee: "me" }]) {
    const [one, other] = [
      await filter({ tag: used, limit: "1", ...more }),
      await filter({ tag: unused, limit: "1", ...more }),
    ];
    expect(one).toMatchObject({ items: [], next: null });
    expect(one).toEqual(other);
  }
  // With no one to look for, no registration is read: neither time nor cursor depend on the number of people.
  const { table } = place.started;
  for (const assignee of [undefined, otherSecretariat.email])
    expect(await findAnnotated(table, conferenceId, { tagId: used, assignee })).toEqual(new Set());
});

test("a filter by tag still finds the others who have it", async () => {
  const tag = await learnTagId("asylum");
  await setTags(protectedId, ["asylum"], reader);
  await setTags(visibleId, ["asylum"], otherSecretariat);
  expect((await filter({ tag })).items).toMatchObject([{ registrationId: visibleId }]);
});

test("only a reader assigns a protected person", async () => {
  for (const email of [otherSecretariat.email, null]) {
    const { status, body } = await assign(protectedId, email, otherSecretariat);
    expect([status, body.code]).toEqual([403, "name-protected"]);
  }
  expect((await assign(visibleId, otherSecretariat.email, otherSecretariat)).status).toBe(200);
  expect((await assign(protectedId, reader.email, reader)).status).toBe(200);
});
