import { beforeAll, expect, test } from "vitest";
import { getString } from "#shared/dynamodb/table.ts";
import { auditConference, loadAuditRecords } from "../../cli/audit/load-audit.ts";
import { verifyCounters } from "../../cli/verify-counters/verify-counters.ts";
import { buildFormBody, draftBody } from "../support/builders.ts";
import { ensurePoppler, readPageTexts } from "../support/pdf-reader.ts";
import { waitFor } from "../support/wait-for.ts";
import { auditWhenChained } from "./support/at-rest.ts";
import { putPage } from "./support/pages.ts";
import { openSharedTable } from "./support/stored-registrations.ts";
import {
  type ApiResponseBody,
  asDesk,
  asSecretariat,
  callSystem,
  createConference,
  getSharedSystem,
  postDecision,
  postRegistration,
  waitTimeoutMs,
} from "./support/system.ts";

beforeAll(() => ensurePoppler(), 300_000);

interface Count {
  readonly value: string;
  readonly registrations: number;
  readonly seated: number;
}

interface Statistics {
  readonly total: Omit<Count, "value">;
  readonly gender: readonly Count[];
  readonly region: readonly Count[];
  readonly targets: readonly { readonly value: string; readonly share: number; readonly distance: number }[];
}

interface Advice {
  readonly considered: number;
  readonly items: readonly {
    readonly registrationId: string;
    readonly reasons: readonly { readonly text: string }[];
  }[];
}

interface Entry {
  readonly registrationId: string;
}

interface Differences {
  readonly added: readonly Entry[];
  readonly removed: readonly Entry[];
  readonly changed: readonly { readonly after: Entry; readonly fields: readonly string[] }[];
}

const read = async <T>(path: string, options = asSecretariat()) =>
  (await callSystem(path, options)).body as unknown as T;

const targets = { gender: { female: 0.5 } };

test("statistics follow the registrations, equal the rows, and compare with the targets; the advice names people and reasons", async () => {
  const id = await createConference(2, { targets });
  const apply = (gender: string, nationality: string) => postRegistration(id, {}, { gender, nationality });
  for (const _ of [1, 2]) await apply("male", "CHE");
  const [man, woman] = [await apply("male", "CHE"), await apply("female", "SEN")];
  const address = `/v1/conferences/${id}/statistics`;
  const statistics = await waitFor(
    waitTimeoutMs,
    () => read<Statistics>(address),
    ({ total }) => total.registrations === 4,
  );
  expect(statistics.total).toMatchObject({ seated: 2 });
  expect(statistics.region.map(({ value, registrations }) => [value, registrations])).toEqual([
    ["africa", 1],
    ["europe", 3],
  ]);
  expect(statistics.targets).toMatchObject([{ value: "female", share: 0, distance: 0.5 }]);
  expect(await verifyCounters(openSharedTable(), id)).toMatchObject({ pendingStatistics: 0, differences: [] });
  const french = asSecretariat({ headers: { "accept-language": "fr" } });
  const advice = await read<Advice>(`/v1/conferences/${id}/composition-advice`, french);
  expect([man.status, advice.considered]).toEqual([201, 2]);
  expect(advice.items.map(({ registrationId }) => registrationId)).toEqual([woman.body.registrationId]);
  expect(advice.items[0]?.reasons[0]?.text).toMatch(/femmes.*33,3.*50/);
  for (const path of [address, `/v1/conferences/${id}/composition-advice`]) {
    expect((await callSystem(path)).status).toBe(401);
    expect((await callSystem(path, asDesk())).status).toBe(403);
  }
});

test("targets that exceed 100 % or name an unknown value are refused", async () => {
  const id = await createConference(2);
  const put = async (targets: object) => {
    const { body } = await callSystem(
      `/v1/conferences/${id}`,
      asSecretariat({ method: "PUT", body: { ...draftBody, targets } }),
    );
    return body.errors?.map(({ path }) => path);
  };
  expect(await put({ gender: { female: 0.7, male: 0.5 } })).toEqual(["targets.gender"]);
  expect(await put({ gender: { undisclosed: 0.1 } })).toEqual(["targets.gender.undisclosed"]);
  expect(await put({ region: { africa: -0.1 } })).toEqual(["targets.region.africa"]);
});

test("the list of participants is exported in each format under the agreed name; its versions and their differences are kept", async () => {
  const id = await createConference(10, { contact: "corrections@example.org" });
  const enter = async (familyName: string, body = {}) => {
    const { registrationId } = (await postRegistration(id, { organization: "Aid", ...body }, { familyName })).body;
    await postDecision(registrationId, "approve");
    return registrationId;
  };
  const silent = { consent: { listOfParticipants: false, photo: false } };
  const [first, second] = [await enter("Öz", { functionTitle: "=1+1" }), await enter("Abe")];
  await enter("Silent", silent);
  const list = `/v1/conferences/${id}/participants`;
  const file = (format: string, query = "") =>
    fetch(`${getSharedSystem().api}${list}.${format}${query}`, {
      headers: { authorization: `Bearer ${getSharedSystem().tokens.secretariat}` },
    });
  const csv = await waitFor(
    waitTimeoutMs,
    async () => (await file("csv")).text(),
    (text) => text.includes("Öz") && text.includes("Abe"),
  );
  expect(csv).toContain(`"'=1+1"`);
  expect(csv).not.toContain("Silent");
  expect(csv.indexOf("Abe")).toBeLessThan(csv.indexOf("Öz"));
  const direct = await callSystem(`${list}.json?language=ar`, { ...asSecretariat(), redirect: "manual" });
  expect(direct.status).toBe(303);
  expect(direct.headers.get("location")).toBe(direct.body.url);
  expect(await (await fetch(direct.body.url)).json()).toMatchObject({ title: "قائمة المشاركين", isRightToLeft: true });
  for (const format of ["xlsx", "docx"]) {
    const answer = await file(format, "?language=fr");
    expect(answer.headers.get("content-disposition")).toBe(`attachment; filename="participants-${id}-fr.${format}"`);
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe("PK");
  }
  const printed = await file("pdf", "?language=fr");
  expect(printed.headers.get("content-type")).toBe("application/pdf");
  const pages = readPageTexts(Buffer.from(await printed.arrayBuffer()));
  for (const text of ["Liste provisoire", "Öz", "Page 1 sur 2"]) expect(pages.join()).toContain(text);
  const keep = (status: string, key: string) =>
    callSystem(`${list}-versions`, asSecretariat({ body: { status }, headers: { "idempotency-key": key } }));
  expect(await keep("draft", "one")).toMatchObject({ status: 201, body: { version: 1, named: 2, unnamed: 1 } });
  await postDecision(second, "revoke");
  const address = `/v1/registrations/${first}`;
  // An approved registration can't be amended: the approval is revoked, the data corrected, and the registration
  // approved again.
  for (const decision of ["revoke", "reopen"]) await postDecision(first, decision);
  const { version } = (await callSystem(address, asSecretariat())).body;
  const headers = { "if-match": String(version) };
  const amended = await callSystem(
    address,
    asSecretariat({ method: "PATCH", body: { functionTitle: "Chair" }, headers }),
  );
  expect(amended.status).toBe(200);
  await postDecision(first, "approve");
  const third = await enter("New");
  const differences = await waitFor(
    waitTimeoutMs,
    () => read<Differences>(`${list}-differences?from=1`),
    ({ added, removed, changed }) => added.length + removed.length + changed.length === 3,
  );
  expect(differences.added[0]?.registrationId).toBe(third);
  expect(differences.removed[0]?.registrationId).toBe(second);
  expect(differences.changed.map(({ after, fields }) => [after.registrationId, fields])).toEqual([
    [first, ["functionTitle"]],
  ]);
  expect(await keep("draft", "one")).toMatchObject({ status: 201, body: { version: 1, named: 2 } });
  expect(await keep("final", "one")).toMatchObject({ status: 422, body: { code: "idempotency-key-reused" } });
  expect(await keep("final", "two")).toMatchObject({ status: 201, body: { version: 2, status: "final" } });
  const { body } = await callSystem(`${list}-versions`, asSecretariat());
  expect(body.items.map(({ version, status }: ApiResponseBody) => [version, status])).toEqual([
    [1, "draft"],
    [2, "final"],
  ]);
  expect(await (await file("csv", "?version=1")).text()).toContain("Abe");
  expect(await (await file("csv", "?version=2")).text()).not.toContain("Abe");
  expect((await callSystem(`${list}.csv?version=9`, asSecretariat())).status).toBe(404);
  for (const path of [`${list}.csv`, `${list}-versions`, `${list}-differences?from=1`])
    expect((await callSystem(path, asDesk())).status).toBe(403);
});

/** The entries of a conference with one of these actions, by time. */
async function listEntries(conferenceId: string, ...actions: readonly string[]) {
  const { entries } = await loadAuditRecords(openSharedTable(), conferenceId);
  return [...entries.values()]
    .toSorted((one, other) => (getString(one, "at") < getString(other, "at") ? -1 : 1))
    .map((item) => JSON.parse(getString(item, "data")) as { readonly action: string })
    .filter(({ action }) => actions.includes(action));
}

test("the history has each download of the list and each saved version, without data of people, and none of the published list", async () => {
  const id = await createConference(2);
  const { registrationId } = (await postRegistration(id)).body;
  await postDecision(registrationId, "approve");
  const list = `/v1/conferences/${id}/participants`;
  const download = (path: string, options = asSecretariat()) => callSystem(path, { ...options, redirect: "manual" });
  const saving = asSecretariat({ body: { status: "final" }, headers: { "idempotency-key": id } });
  for (const _ of [1, 2]) expect((await callSystem(`${list}-versions`, saving)).status).toBe(201);
  const formats = ["json", "csv", "xlsx", "docx", "pdf", "pdf"];
  for (const ending of [...formats, "csv?version=1"])
    expect([ending, (await download(`${list}.${ending}`)).status]).toEqual([ending, 303]);
  expect((await download(`${list}.csv?version=9`)).status).toBe(404);
  expect((await download(`${list}.csv`, asDesk())).status).toBe(403);
  expect((await putPage(id, { list: { audience: "everyone", version: 1 } })).status).toBe(200);
  expect((await download(`/v1/conferences/${id}/published-list.pdf?language=en`, {})).status).toBe(303);
  const actor = { kind: "staff", id: expect.any(String) };
  const toEntry = (action: string, participantList: object) => ({ actor, action, participantList, registrations: [] });
  expect(await listEntries(id, "export-list", "save-list-version")).toEqual([
    toEntry("save-list-version", { version: 1 }),
    ...formats.map((format) => toEntry("export-list", { format })),
    toEntry("export-list", { format: "csv", version: 1 }),
  ]);
  expect((await auditWhenChained(id)).differences).toEqual([]);
});

test("each change is added to the chain, and the history verifies", async () => {
  const id = await createConference(2);
  const { registrationId } = (await callSystem(`/v1/conferences/${id}/registrations`, { body: buildFormBody() })).body;
  await postDecision(registrationId, "approve");
  const audited = await waitFor(
    waitTimeoutMs,
    () => auditConference(openSharedTable(), id, Date.now()),
    ({ pendingEntries, entries }) => pendingEntries === 0 && entries >= 3,
  );
  expect(audited.differences).toEqual([]);
  expect(audited.head.sequence).toBe(audited.entries);
});
