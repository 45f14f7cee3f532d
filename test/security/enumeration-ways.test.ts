import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createId } from "#shared/dynamodb/keys.ts";
import { routes } from "#shared/http/routes.ts";
import { indexRegistration } from "#shared/search/search-index.repository.ts";
import {
  buildSubjectForm,
  type CallerRegistration,
  type Place,
  type Subject,
  toComparable,
  type Way,
  ways,
} from "../../bench/enumeration-ways.ts";
import { buildForm, createConference, createHandlers, openTable } from "../../bench/support/handlers.ts";
import { type CountedTable, startCountedTable } from "../support/counted-table.ts";

let started: CountedTable;
beforeAll(async () => {
  started = await startCountedTable();
});
afterAll(() => started.stop());

const noOne: CallerRegistration = { name: "none", registrationId: "" };

let serial = 0;
let place: Place;
beforeEach(async () => {
  serial += 1;
  const conferenceId = `ways-${serial}`;
  const table = openTable(started.endpoint, 4);
  await createConference(table, conferenceId, { capacity: 50, arrivalsPerSecond: 1 });
  place = { table, handlers: createHandlers(table), conferenceId, delegationId: "" };
});

const createSubject = (name: string): Subject => ({
  name: `${name}.${serial}`,
  familyName: `Family ${name}`,
  birthDate: "1980-02-03",
  registrationId: createId(),
});

async function register(form: string): Promise<string> {
  const { status, body } = await place.handlers.submit(place.conferenceId, form);
  if (status !== 201) throw new Error(`not registered: ${status}`);
  const registrationId = String(body.registrationId);
  await indexRegistration(place.table, registrationId, Date.now() + 60_000);
  return registrationId;
}

/** A place with a delegation of its own, so that each answer is about a roster of the same size. */
async function createPlace(): Promise<Place> {
  const draft = { name: { en: "Union" }, category: "ngo", focalPoints: ["fp@example.org"], quota: 9 };
  const { body } = await place.handlers.call("createDelegation", place.conferenceId, draft);
  return { ...place, delegationId: String(body.delegationId) };
}

/** Everything that the caller receives, without what differs between any two people, and the requests to the database. */
async function trace(way: Way, subject: Subject, own: CallerRegistration) {
  const here = await createPlace();
  await way.prepare?.(here, subject, own);
  const { result, requests } = await started.countRequests(() => way.ask(here, subject, own));
  return { answer: JSON.parse(toComparable(result, subject, own)) as unknown, requests };
}

describe("the answer and the database requests are the same for a registered and an unknown person", () => {
  test.each(ways)("when a caller without access asks by: $name", async (way) => {
    const known = createSubject("aaaa");
    const owns: CallerRegistration[] = [];
    for (const word of ["one", "two", "three"]) {
      const name = `${word}${serial}`;
      owns.push({ name, registrationId: await register(buildForm(name)) });
    }
    const registered = { ...known, registrationId: await register(buildSubjectForm(known)) };
    // The first answer fills the caches of the process.
    await trace(way, createSubject("bbbb"), owns[0] ?? noOne);
    const unknown = await trace(way, createSubject("cccc"), owns[1] ?? noOne);
    const asked = await trace(way, registered, owns[2] ?? noOne);
    expect(asked).toEqual(unknown);
    expect(unknown.requests.length > 0 || way.name === "invitation").toBe(true);
  });

  test("the list has ten ways, of which one must be extended when the API has another route for invitations", () => {
    expect(ways).toHaveLength(10);
    const paths = Object.values(routes).map(({ path }) => path);
    expect(paths.filter((path) => path.includes("invitation"))).toEqual([
      "/v1/conferences/{conferenceId}/staff-invitations",
    ]);
  });
});
