import { expect, test } from "vitest";
import { getString } from "#shared/dynamodb/table.ts";
import { loadAuditRecords } from "../../cli/audit/load-audit.ts";
import { waitFor } from "../support/wait-for.ts";
import { openSystemTable } from "./authorization/tokens.ts";
import { auditWhenChained } from "./support/at-rest.ts";
import { asReviewer, registerPerson } from "./support/people.ts";
import {
  asDesk,
  asSecretariat,
  callSuccessfully,
  callSystem,
  createConference,
  fetchRegistration,
  postDecision,
  waitTimeoutMs,
} from "./support/system.ts";

async function approveParticipant(conferenceId: string, organization: string): Promise<string> {
  const registrationId = await registerPerson(conferenceId, { givenName: organization }, { organization });
  await postDecision(registrationId, "approve");
  return registrationId;
}

interface ListedGroups {
  readonly sections: readonly {
    readonly groups: readonly { readonly heading?: string; readonly persons: readonly { readonly name: string }[] }[];
  }[];
}

/** The headings of the list of participants as JSON, in its order. */
async function listHeadings(conferenceId: string, version = ""): Promise<(string | undefined)[]> {
  const path = `/v1/conferences/${conferenceId}/participants.json${version}`;
  const { body } = await callSystem(path, { ...asSecretariat(), redirect: "manual" });
  const list = (await (await fetch(body.url)).json()) as ListedGroups;
  return list.sections.flatMap(({ groups }) => groups.map(({ heading }) => heading));
}

const waitForHeadings = (conferenceId: string, expected: readonly string[]) =>
  waitFor(
    waitTimeoutMs,
    () => listHeadings(conferenceId),
    (found) => found.toSorted().join("|") === expected.toSorted().join("|"),
  );

const readOrganizationId = async (registrationId: string) =>
  (await fetchRegistration(registrationId)).body.organizationId;

/** A conference with these organizations on its list. @returns the identifiers of the organizations */
async function createListedConference(...names: string[]) {
  const conferenceId = await createConference(20);
  const ids: string[] = [];
  for (const name of names) ids.push(await readOrganizationId(await approveParticipant(conferenceId, name)));
  const path = `/v1/conferences/${conferenceId}/organization-merges`;
  const merge = (from: string | undefined, into: string | undefined, headers: Record<string, string> = {}) =>
    callSystem(path, asSecretariat({ body: { from, into }, headers }));
  const separate = (mergeId: string) => callSystem(`${path}/${mergeId}`, asSecretariat({ method: "DELETE" }));
  const list = async () => (await callSystem(path, asSecretariat())).body.items;
  return { conferenceId, ids, path, merge, separate, list };
}

test("organizations stand apart by their exact names until the secretariat merges them, and again when it takes the merge back", async () => {
  const names = ["A Network", "A+ Network", "C# Alliance", "C++ Alliance", "ハナ財団", "バナ財団"];
  const { conferenceId, ids, merge, separate, list } = await createListedConference(...names);
  expect(new Set(ids).size).toBe(names.length);
  await waitForHeadings(conferenceId, names);
  const versions = `/v1/conferences/${conferenceId}/participants-versions`;
  await callSuccessfully(versions, asSecretariat({ body: { status: "draft" } }));
  const { status, body } = await merge(ids[1], ids[0]);
  expect([status, Object.keys(body)]).toEqual([201, ["mergeId"]]);
  await waitForHeadings(conferenceId, ["A Network", ...names.slice(2)]);
  expect((await listHeadings(conferenceId, "?version=1")).toSorted()).toEqual(names.toSorted());
  expect(await list()).toMatchObject([{ mergeId: body.mergeId, from: ids[1], into: ids[0] }]);
  // The identity of an organization stays what it is, so that the merge can be taken back.
  const organizations = await callSuccessfully(
    `/v1/conferences/${conferenceId}/participant-organizations`,
    asSecretariat(),
  );
  expect(organizations.items.slice(0, 2)).toMatchObject([
    { organizationId: ids[0], name: { en: "A Network" }, isDelegation: false, approved: 1 },
    { organizationId: ids[1], name: { en: "A+ Network" }, shownAs: ids[0] },
  ]);
  const differences = await callSystem(`/v1/conferences/${conferenceId}/participants-differences`, asSecretariat());
  expect(differences.body).toMatchObject({ added: [], removed: [], changed: [{ fields: ["shownAs"] }] });
  expect((await separate(body.mergeId)).body).toMatchObject({ mergeId: body.mergeId, from: ids[1] });
  await waitForHeadings(conferenceId, names);
  expect(await list()).toEqual([]);
  const again = await separate(body.mergeId);
  expect([again.status, again.body.code]).toEqual([404, "not-found"]);
});

test("people of a delegation, and those who name it exactly, are one organization in the list", async () => {
  const { conferenceId, ids, merge } = await createListedConference("Réseau", "Reseau");
  const delegation = { name: { en: "Network", fr: "Réseau" }, category: "ngo", focalPoints: ["focal@example.org"] };
  const { delegationId } = await callSuccessfully(
    `/v1/conferences/${conferenceId}/delegations`,
    asSecretariat({ body: delegation }),
  );
  const person = { givenName: "Member", nationality: "SEN" };
  const nominated = await callSuccessfully(
    `/v1/delegations/${delegationId}/nominations`,
    asSecretariat({ body: { items: [{ person, organization: "Ward 7" }] } }),
  );
  const member = nominated.items[0]?.registrationId ?? "";
  await postDecision(member, "approve");
  expect(await readOrganizationId(member)).toBe(delegationId);
  await waitForHeadings(conferenceId, ["Network", "Reseau"]);
  expect((await merge(ids[1], delegationId)).status).toBe(201);
  await waitForHeadings(conferenceId, ["Network"]);
});

test("a merge is made once: repeated it answers the same, and chains, circles and unknown organizations have their codes", async () => {
  const { conferenceId, ids, merge, separate, list } = await createListedConference("A", "B", "C");
  const [a, b, c] = ids;
  const first = await merge(a, b, { "idempotency-key": "merge-1" });
  const repeated = [await merge(a, b), await merge(a, b, { "idempotency-key": "merge-1" })];
  for (const answer of repeated) expect([answer.status, answer.body]).toEqual([201, first.body]);
  expect((await merge(a, c, { "idempotency-key": "merge-1" })).body.code).toBe("idempotency-key-reused");
  expect((await merge(b, c)).status).toBe(201);
  await waitForHeadings(conferenceId, ["C"]);
  const unknown = "a".repeat(26);
  for (const [from, into, code, status] of [
    [c, a, "already-merged", 409],
    [b, a, "already-merged", 409],
    [c, c, "invalid-request", 422],
    [unknown, a, "unknown-organization", 404],
    [c, unknown, "unknown-organization", 404],
    ["Oxfam", a, "invalid-request", 422],
  ] as const) {
    const { status: answered, body } = await merge(from, into);
    expect([from, into, answered, body.code]).toEqual([from, into, status, code]);
  }
  expect(await list()).toHaveLength(2);
  const [other] = (await createListedConference("Elsewhere")).ids;
  expect((await merge(c, other)).body.code).toBe("unknown-organization");
  // Without the first link, the rest of the chain stays.
  await separate(first.body.mergeId);
  await waitForHeadings(conferenceId, ["A", "C"]);
});

test("two concurrent merges of each other make no circle", async () => {
  const { ids, merge, list } = await createListedConference("A", "B");
  const answers = await Promise.all([merge(ids[0], ids[1]), merge(ids[1], ids[0])]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  expect(await list()).toHaveLength(1);
});

test("merges are the secretariat's, and the history of the conference has each with who made it", async () => {
  const { conferenceId, ids, path, merge, separate } = await createListedConference("A", "B");
  for (const as of [asDesk, asReviewer])
    expect((await callSystem(path, as({ body: { from: ids[0], into: ids[1] } }))).status).toBe(403);
  expect((await callSystem(path, { body: { from: ids[0], into: ids[1] } })).status).toBe(401);
  const { mergeId } = (await merge(ids[0], ids[1])).body;
  await separate(mergeId);
  expect((await auditWhenChained(conferenceId)).differences).toEqual([]);
  const { entries } = await loadAuditRecords(openSystemTable(), conferenceId);
  const recorded = [...entries.values()].map((item) => JSON.parse(getString(item, "data")));
  for (const action of ["merge-organizations", "separate-organizations"])
    expect(recorded).toContainEqual(
      expect.objectContaining({
        action,
        actor: expect.objectContaining({ kind: "staff" }),
        organizationMerge: { mergeId, from: ids[0], into: ids[1] },
      }),
    );
});
