import { expect, test } from "vitest";
import { decodeBase45 } from "#shared/badges/token.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { scanItems } from "#shared/dynamodb/table.ts";
import { auditConference } from "../../cli/audit/load-audit.ts";
import { verifyCounters } from "../../cli/verify-counters/verify-counters.ts";
import { handleRetentionSchedule } from "../../functions/retention/handle.ts";
import { draftBody } from "../support/builders.ts";
import { buildRegisterView } from "./authorization/prepare.ts";
import { openSystemTable } from "./authorization/tokens.ts";
import { waitUntilAtRest } from "./support/at-rest.ts";
import {
  buildMarkedForm,
  type CanaryTexts,
  createCanaries,
  findInFiles,
  findInTable,
  importPlantedPerson,
  listBucketKeys,
  openStores,
  type PlantedPerson,
  panelSession,
  plantPerson,
  putPanel,
} from "./support/canaries.ts";
import { readEmails } from "./support/mailbox.ts";
import {
  asSecretariat,
  callSuccessfully,
  callSystem,
  createConference,
  fetchRegistration,
  getSharedSystem,
  postRegistration,
} from "./support/system.ts";

const context = { getRemainingTimeInMillis: () => 120_000 };

const readStatistics = async (conferenceId: string) => {
  const { asOf: _, ...rest } = (await callSystem(`/v1/conferences/${conferenceId}/statistics`, asSecretariat()))
    .body as unknown as Record<string, unknown>;
  return rest;
};

/** A conference that ended long ago by its dates, and that retention hasn't processed yet. */
async function moveToPast(conferenceId: string, more: object): Promise<void> {
  const dates = { startsOn: "2020-03-02", endsOn: "2020-03-03" };
  const body = {
    ...draftBody,
    venue: { ...draftBody.venue, capacity: 9 },
    registration: { opensAt: "2020-01-01T00:00:00Z", closesAt: "2020-03-01T00:00:00Z" },
    ...dates,
    sessions: [panelSession],
    ...more,
  };
  const answer = await callSystem(`/v1/conferences/${conferenceId}`, asSecretariat({ method: "PUT", body }));
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  await waitUntilAtRest(conferenceId);
}

/** A person whom a delegation nominated, and the letter that names them. */
async function plantDelegation(conferenceId: string, { toCanary, mark }: CanaryTexts): Promise<string> {
  const draft = { name: { en: "Union" }, category: "ngo", focalPoints: [`${mark}focal@people.example`] };
  const made = await callSystem(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body: draft }));
  const items = [{ person: { givenName: toCanary("member"), nationality: "FJI" } }];
  const { delegationId } = made.body;
  await callSystem(`/v1/delegations/${delegationId}/nominations`, asSecretariat({ body: { items } }));
  return delegationId;
}

/** An organization whose request was refused; justification and reason are in no registration's history. */
async function plantRefused(conferenceId: string, { toCanary, mark }: CanaryTexts): Promise<void> {
  const draft = { name: { en: "Asks" }, category: "ngo", focalPoints: [`${mark}asks@people.example`] };
  const body = { ...draft, justification: toCanary("justification") };
  const asked = await callSystem(`/v1/conferences/${conferenceId}/delegation-requests`, { body });
  const at = `/v1/delegations/${asked.body.delegationId}`;
  const headers = { "if-match": `${(await callSystem(at, asSecretariat())).body.version}` };
  const refusal = { status: "refused", reason: toCanary("refusal") };
  const refused = await callSystem(at, asSecretariat({ method: "PATCH", body: refusal, headers }));
  if (refused.status !== 200) throw new Error(JSON.stringify(refused.body));
}

/** Error answers of requests that contained personal data. */
async function collectErrorAnswers(conferenceId: string, words: CanaryTexts): Promise<string> {
  const { person, body } = buildMarkedForm(words);
  const answers = [
    await postRegistration(conferenceId, body, {
      ...person,
      birthDate: words.toCanary("birth"),
      nationality: words.toCanary("nationality"),
    }),
    await postRegistration(conferenceId, { ...body, role: words.toCanary("role") }, person),
    await postRegistration(conferenceId, { ...body, [words.toCanary("unknown")]: 1 }, person),
    await callSystem(`/v1/conferences/${conferenceId}/registrations`, {
      ...asSecretariat(),
      body: { ...body, category: "ngo", person, consent: { listOfParticipants: true, photo: false } },
    }),
    await callSystem(`/v1/conferences/${conferenceId}/registrations`, {
      raw: `{"person":"${words.toCanary("broken")}`,
    }),
    await callSystem("/v1/sign-ins", { body: { token: words.toCanary("token") } }),
  ];
  expect(answers.filter(({ status }) => status < 400 || status >= 500)).toEqual([]);
  return JSON.stringify(answers.map(({ body: problem }) => problem)).replaceAll(words.toCanary("unknown"), "");
}

const systemFolders = ["logs", "queues", "streams"] as const;

/** Data that is visible in transit: addresses of pages and files, and the content of a badge's code. */
async function collectVisibleData(
  words: CanaryTexts,
  { badge, bucket, registrationId }: PlantedPerson,
): Promise<string[]> {
  const sent = (await readEmails(getSharedSystem().home)).filter(({ to }) => to.includes(words.mark));
  expect(sent.length).toBeGreaterThan(3);
  const links = sent.flatMap(({ email }) => `${email.text} ${email.html}`.match(/https?:\/\/[^\s"'<)]+/g) ?? []);
  const code = await callSystem(`/v1/registrations/${registrationId}/badge-code`, asSecretariat());
  return [
    ...links,
    badge,
    Buffer.from(decodeBase45(badge) ?? []).toString("latin1"),
    JSON.stringify(code.body),
    ...(await listBucketKeys(bucket)),
  ];
}

test("personal data stays in its places and is removed after the retention period; counts and proofs remain", async () => {
  const id = await createConference(9, { sessions: [panelSession] });
  const words = createCanaries();
  const planted = await plantPerson(id, words);
  await importPlantedPerson(id, words);
  await putPanel(id, [
    { registrationId: planted.registrationId, role: "moderator" },
    { name: words.toCanary("speaker"), role: "speaker", organization: words.toCanary("office") },
  ]);
  const delegationId = await plantDelegation(id, words);
  await plantRefused(id, words);
  expect((await collectErrorAnswers(id, words)).toLowerCase()).not.toContain(words.mark);
  const [views, viewId] = [`/v1/conferences/${id}/views`, createId()];
  const headers = { "if-match": "0" };
  await callSuccessfully(
    `${views}/${viewId}`,
    asSecretariat({ method: "PUT", body: buildRegisterView(true), headers }),
  );
  await waitUntilAtRest(id);
  const open = (await collectVisibleData(words, planted)).filter((each) => each.toLowerCase().includes(words.mark));
  expect(open).toEqual([]);
  expect(await findInFiles(words.mark, ...systemFolders)).toEqual([]);
  // Shows that the search works: until the retention, the table and the files contain the data.
  expect((await findInTable(words.mark)).length).toBeGreaterThan(15);
  const sensitive = words.toCanary("sensitive");
  expect(await findInTable(sensitive)).toHaveLength(1);

  await moveToPast(id, { retentionDays: 3_650, documentRetentionDays: 1 });
  const before = await readStatistics(id);
  await handleRetentionSchedule(openStores(planted))({ sweep: true }, context);
  expect(await listFiles(id, planted)).toEqual([]);
  expect((await fetchRegistration(planted.registrationId)).body).toMatchObject({
    person: { givenName: words.toCanary("given") },
  });
  expect((await fetchRegistration(planted.registrationId)).body.documents).toBeUndefined();
  // The sensitive answers go with the documents, and the others stay.
  expect(await findInTable(sensitive)).toEqual([]);
  expect((await findInTable(words.toCanary("laterclub"))).length).toBeGreaterThan(0);

  await moveToPast(id, { retentionDays: 1 });
  await handleRetentionSchedule(openStores(planted))({ sweep: true }, context);
  expect(await findInTable(words.mark, words.birthDate)).toEqual([]);
  expect((await callSystem(views, asSecretariat())).body.items).toEqual([]);
  expect(await listFiles(id, planted)).toEqual([]);
  expect((await findInTable(planted.registrationId)).filter((key) => / (?:PRINT|SEARCH|PROPOSALS)/.test(key))).toEqual(
    [],
  );
  await waitUntilAtRest(id);
  expect(await findInFiles(words.mark, ...systemFolders, "documents")).toEqual([]);
  expect(await readStatistics(id)).toEqual(before);
  expect((await verifyCounters(openSystemTable(), id)).differences).toEqual([]);
  const books = await auditConference(openSystemTable(), id, Date.now());
  expect([books.differences, books.erasedEntries > 10]).toEqual([[], true]);
  const delegation = await callSystem(`/v1/delegations/${delegationId}`, asSecretariat());
  expect(delegation.body).toMatchObject({ focalPoints: [], name: { en: "Union" } });
  const late = await callSystem(
    `/v1/conferences/${id}/registrations`,
    asSecretariat({ body: { ...buildForm(words) } }),
  );
  expect([late.status, late.body.code]).toEqual([409, "conference-over"]);
}, 180_000);

const buildForm = (words: CanaryTexts) => {
  const { person, body } = buildMarkedForm(words);
  return { ...body, person, category: "ngo", consent: { listOfParticipants: true, photo: false } };
};

/** The files of the conference: rows, and the objects whose keys are known. */
async function listFiles(
  conferenceId: string,
  { bucket, passport, olderPassport, photo }: PlantedPerson,
): Promise<string[]> {
  const rows: string[] = [];
  for await (const item of scanItems(openSystemTable()))
    if (item["entity"]?.S === "document" && JSON.stringify(item).includes(conferenceId)) rows.push(item["PK"]?.S ?? "");
  const known = [passport, olderPassport, photo];
  return [...rows, ...(await listBucketKeys(bucket)).filter((key) => known.some((each) => key.endsWith(each)))];
}
