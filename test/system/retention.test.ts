import { expect, test } from "vitest";
import { fromBase45 } from "#shared/badge/base45.ts";
import { audit } from "#shared/store/audit/audit.ts";
import { recount } from "#shared/store/recount.ts";
import { everyItem } from "#shared/store/scan.ts";
import { handleSchedule } from "../../functions/retention/handle.ts";
import { draftBody } from "../support/builders.ts";
import { table } from "./authorisation/tokens.ts";
import {
  type Canaries,
  canaries,
  inFiles,
  inTable,
  marked,
  objectsOf,
  type Planted,
  plant,
  plantByImport,
  storesOf,
} from "./canaries.ts";
import { mails } from "./mailbox.ts";
import { asSecretariat, call, newConference, openNow, read, running, submit, within } from "./system.ts";

const context = { getRemainingTimeInMillis: () => 120_000 };

const statistics = async (conferenceId: string) => {
  const { asOf: _, ...rest } = (await call(`/v1/conferences/${conferenceId}/statistics`, asSecretariat()))
    .body as unknown as Record<string, unknown>;
  return rest;
};

/** Everything that comes after a change has come: mails, statistics, the chain. */
const atRest = (conferenceId: string) =>
  within(
    60_000,
    async () => {
      const { notYetCounted } = await recount(table(), conferenceId);
      const { onTheWay } = await audit(table(), conferenceId, Date.now());
      let promised = 0;
      for await (const item of everyItem(table()))
        if (item["conferenceId"]?.S === conferenceId && item["dueKey"]?.S?.startsWith("OUTBOX#")) promised += 1;
      return { notYetCounted, onTheWay, promised };
    },
    (open) => Object.values(open).every((count) => count === 0),
  );

/** A conference that ended long ago by its dates, as one that nobody has looked at for years would have. */
async function isLongOver(conferenceId: string, more: object): Promise<void> {
  const dates = { startsOn: "2020-03-02", endsOn: "2020-03-03" };
  const body = { ...draftBody, venue: { ...draftBody.venue, capacity: 9 }, registration: openNow(), ...dates, ...more };
  const answer = await call(`/v1/conferences/${conferenceId}`, asSecretariat({ method: "PUT", body }));
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  await atRest(conferenceId);
}

/** Somebody whom a delegation sends, and the letter that names them. */
async function plantDelegation(conferenceId: string, { of, mark }: Canaries): Promise<string> {
  const draft = { name: { en: "Union" }, category: "ngo", focalPoints: [`${mark}focal@people.example`] };
  const made = await call(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body: draft }));
  const items = [{ person: { givenName: of("member"), nationality: "FJI" } }];
  const { delegationId } = made.body;
  await call(`/v1/delegations/${delegationId}/nominations`, asSecretariat({ body: { items } }));
  return delegationId;
}

/** An organization that asked to attend and was refused: why stands in the history of no registration. */
async function plantRefused(conferenceId: string, { of, mark }: Canaries): Promise<void> {
  const body = { name: { en: "Asks" }, category: "ngo", focalPoints: [`${mark}asks@people.example`] };
  const asked = await call(`/v1/conferences/${conferenceId}/delegation-requests`, { body });
  const at = `/v1/delegations/${asked.body.delegationId}`;
  const headers = { "if-match": `${(await call(at, asSecretariat())).body.version}` };
  const refusal = { status: "refused", reason: of("refusal") };
  const refused = await call(at, asSecretariat({ method: "PATCH", body: refusal, headers }));
  if (refused.status !== 200) throw new Error(JSON.stringify(refused.body));
}

/** Answers that say no, and had every reason to quote. */
async function refusals(conferenceId: string, words: Canaries): Promise<string> {
  const { person, body } = marked(words);
  const answers = [
    await submit(conferenceId, body, { ...person, birthDate: words.of("birth"), nationality: words.of("nationality") }),
    await submit(conferenceId, { ...body, role: words.of("role") }, person),
    await submit(conferenceId, { ...body, [words.of("unknown")]: 1 }, person),
    await call(`/v1/conferences/${conferenceId}/registrations`, {
      ...asSecretariat(),
      body: { ...body, category: "ngo", person, consent: { listOfParticipants: true, photo: false } },
    }),
    await call(`/v1/conferences/${conferenceId}/registrations`, { raw: `{"person":"${words.of("broken")}` }),
    await call("/v1/sign-ins", { body: { token: words.of("token") } }),
  ];
  expect(answers.filter(({ status }) => status < 400 || status >= 500)).toEqual([]);
  return JSON.stringify(answers.map(({ body: problem }) => problem)).replaceAll(words.of("unknown"), "");
}

const everywhere = ["logs", "queues", "streams"] as const;

/** What travels in the open: addresses of pages and of files, and what a badge's code says. */
async function inTheOpen(words: Canaries, { badge, bucket, registrationId }: Planted): Promise<string[]> {
  const sent = (await mails(running().home)).filter(({ to }) => to.includes(words.mark));
  expect(sent.length).toBeGreaterThan(3);
  const links = sent.flatMap(({ email }) => `${email.text} ${email.html}`.match(/https?:\/\/[^\s"'<)]+/g) ?? []);
  const code = await call(`/v1/registrations/${registrationId}/badge-code`, asSecretariat());
  return [
    ...links,
    badge,
    Buffer.from(fromBase45(badge) ?? []).toString("latin1"),
    JSON.stringify(code.body),
    ...(await objectsOf(bucket)),
  ];
}

test("what people give stays where it belongs, and after its time it is nowhere; counts and proofs stay", async () => {
  const id = await newConference(9);
  const words = canaries();
  const planted = await plant(id, words);
  await plantByImport(id, words);
  const delegationId = await plantDelegation(id, words);
  await plantRefused(id, words);
  expect((await refusals(id, words)).toLowerCase()).not.toContain(words.mark);
  await atRest(id);
  const open = (await inTheOpen(words, planted)).filter((each) => each.toLowerCase().includes(words.mark));
  expect(open).toEqual([]);
  expect(await inFiles(words.mark, ...everywhere)).toEqual([]);
  // The search must be able to find: it stands in the table, and in the files, until then.
  expect((await inTable(words.mark)).length).toBeGreaterThan(15);

  await isLongOver(id, { retentionDays: 3_650, documentRetentionDays: 1 });
  const before = await statistics(id);
  await handleSchedule(storesOf(planted))({ sweep: true }, context);
  expect(await filesOf(id, planted)).toEqual([]);
  expect((await read(planted.registrationId)).body).toMatchObject({ person: { givenName: words.of("given") } });
  expect((await read(planted.registrationId)).body.documents).toBeUndefined();

  await isLongOver(id, { retentionDays: 1 });
  await handleSchedule(storesOf(planted))({ sweep: true }, context);
  for (const each of [words.mark, words.birthDate]) expect(await inTable(each)).toEqual([]);
  expect(await filesOf(id, planted)).toEqual([]);
  expect((await inTable(planted.registrationId)).filter((key) => / (?:PRINT|FOUND|PROPOSALS)/.test(key))).toEqual([]);
  await atRest(id);
  expect(await inFiles(words.mark, ...everywhere, "documents")).toEqual([]);
  expect(await statistics(id)).toEqual(before);
  expect((await recount(table(), id)).differences).toEqual([]);
  const books = await audit(table(), id, Date.now());
  expect([books.differences, books.erased > 10]).toEqual([[], true]);
  const delegation = await call(`/v1/delegations/${delegationId}`, asSecretariat());
  expect(delegation.body).toMatchObject({ focalPoints: [], name: { en: "Union" } });
  const late = await call(`/v1/conferences/${id}/registrations`, asSecretariat({ body: { ...formOf(words) } }));
  expect([late.status, late.body.code]).toEqual([409, "registration-closed"]);
}, 180_000);

const formOf = (words: Canaries) => {
  const { person, body } = marked(words);
  return { ...body, person, category: "ngo", consent: { listOfParticipants: true, photo: false } };
};

/** The files of the conference: rows, and objects of those we know. */
async function filesOf(conferenceId: string, { bucket, passport, olderPassport, photo }: Planted): Promise<string[]> {
  const rows: string[] = [];
  for await (const item of everyItem(table()))
    if (item["entity"]?.S === "document" && JSON.stringify(item).includes(conferenceId)) rows.push(item["PK"]?.S ?? "");
  const known = [passport, olderPassport, photo];
  return [...rows, ...(await objectsOf(bucket)).filter((key) => known.some((each) => key.endsWith(each)))];
}
