import { toRegistrationListing } from "#shared/capacity/waiting-list.rules.ts";
import { toPresenceItem } from "#shared/check-in/check-in.repository.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { createId, keys } from "#shared/dynamodb/keys.ts";
import { type Item, S, toItemKey, writeItems } from "#shared/dynamodb/table.ts";
import type { Conference } from "#shared/model/conference.ts";
import { toRegistrationItem } from "#shared/registrations/registrations.repository.ts";
import { buildRegistration } from "../test/support/builders.ts";
import { startTable } from "../test/support/table.ts";
import { createConference, createHandlers, type Handlers, openTable } from "./support/handlers.ts";
import type { Results } from "./support/results.ts";
import { formatNumber, median } from "./support/statistics.ts";
import { invariant, type Section, type Suite, target } from "./support/suite.ts";

/** How long the feed of the register takes to load all registrations of a conference. */
export const suite: Suite = { feed: measureFeed };

interface Load {
  readonly firstMs: number;
  readonly allMs: number;
  readonly pollMs: number;
  readonly pages: number;
  readonly rows: number;
  readonly bytesPerRow: number;
}

async function measureFeed(results: Results, quick: boolean): Promise<Section> {
  const people = quick ? 1_000 : 10_000;
  const loads = await results.cell(`${people} registrations`, () => measureLoads(people, quick ? 1 : 5));
  const middle = (name: keyof Load) => median(loads.map((load) => load[name]));
  const columns = ["firstMs", "allMs", "pollMs", "pages", "bytesPerRow"] as const;
  return {
    title: `Feed: all rows of ${people} registrations, page after page, through the function on a local table`,
    notes: [
      "Half of the people are approved and inside; a tenth has tags and notes; a third belongs to a delegation.",
      "The table, the function and the reader share the processors. `pollMs`: a request when nothing has changed.",
    ],
    head: ["load", "first page, ms", "all, ms", "pollMs", "pages", "bytes a row"],
    rows: [
      ...loads.map((load, index) => [String(index + 1), ...columns.map((name) => formatNumber(load[name]))]),
      ["median", ...columns.map((name) => formatNumber(middle(name)))],
    ],
    verdicts: [
      invariant(
        "each load has every registration",
        loads.every(({ rows }) => rows === people),
      ),
      invariant(
        "a row has less than 300 bytes on average",
        loads.every(({ bytesPerRow }) => bytesPerRow < 300),
      ),
      target("the first page comes within 500 ms", middle("firstMs") <= 500),
      target("all pages come within 3 s", middle("allMs") <= 3_000),
    ],
  };
}

async function measureLoads(people: number, rounds: number): Promise<Load[]> {
  const started = await startTable();
  try {
    const conferenceId = "register";
    const settings = { capacity: people, arrivalsPerSecond: 1 };
    await createConference(started.table, conferenceId, settings);
    const conference = await loadConference(started.table, conferenceId);
    const items = Array.from({ length: people }, (_, index) => buildItems(conference, index)).flat();
    await writeItems(started.table, items, Date.now() + 3_600_000);
    const handlers = createHandlers(openTable(started.endpoint, 50));
    const loads: Load[] = [];
    for (let round = 0; round < rounds; round += 1) loads.push(await measureLoad(handlers, conferenceId));
    return loads;
  } finally {
    await started.stop();
  }
}

/** A registration, and what staff and gates add to it. */
function buildItems(conference: Conference, index: number): Item[] {
  const person = { gender: index % 2 === 0 ? "female" : "male", email: `amina.diallo.${index}@example.org` };
  const made = buildRegistration(conference, {
    person: { ...person, givenName: "Amina", familyName: "Diallo", nationality: "SEN" },
  });
  const isApproved = index % 2 === 0;
  const registration = {
    ...made,
    ...(isApproved && {
      accreditation: { state: "approved", at: made.submittedAt, by: "bench" } as const,
      badgeSerial: 1,
    }),
    ...(index % 3 === 0 && { delegationId: createId() }),
  };
  const { conferenceId, registrationId } = registration;
  const scan = { gate: "north", since: made.submittedAt, scanId: createId(), version: 1, inside: true } as const;
  const annotations = { version: 3, notes: 2, tags: ["press", "front row"] };
  const annotated = {
    ...toItemKey(keys.annotations(registrationId)),
    ...{ entity: S("annotations"), registrationId: S(registrationId), data: S(JSON.stringify(annotations)) },
  };
  return [
    toRegistrationItem(registration, toRegistrationListing(conference, registration)),
    ...(isApproved ? [toPresenceItem(conferenceId, { ...scan, registrationId, place: "venue" })] : []),
    ...(index % 10 === 0 ? [annotated] : []),
  ];
}

interface FeedBody {
  readonly rows: readonly unknown[];
  readonly since: string;
  readonly more: boolean;
}

async function measureLoad({ call }: Handlers, conferenceId: string): Promise<Load> {
  const ask = async (query: Readonly<Record<string, string>>) => {
    const { body } = await call("getRegistrationFeed", conferenceId, "", { query });
    return body as unknown as FeedBody;
  };
  const begin = performance.now();
  let page = await ask({});
  const firstMs = performance.now() - begin;
  const ids = new Set<string>();
  let [bytes, rows, pages] = [0, 0, 0];
  for (;;) {
    pages += 1;
    rows += page.rows.length;
    bytes += Buffer.byteLength(JSON.stringify(page.rows));
    for (const row of page.rows) ids.add(String((row as readonly unknown[])[0]));
    if (!page.more) break;
    page = await ask({ since: page.since });
  }
  const allMs = performance.now() - begin;
  const beforePoll = performance.now();
  await ask({ since: page.since });
  return { firstMs, allMs, pollMs: performance.now() - beforePoll, pages, rows: ids.size, bytesPerRow: bytes / rows };
}
