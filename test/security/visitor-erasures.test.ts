import { CompleteMultipartUploadCommand } from "@aws-sdk/client-s3";
import { beforeEach, expect, test } from "vitest";
import { deleteMadeFiles, hasMadeFile, toFileOfAllId } from "#shared/documents/made-files.ts";
import {
  addConference,
  addExport,
  addRegistrations,
  deliverExport,
  downloadExport,
  erasePerson,
  interceptBucket,
  submitPerson,
  useExportWorld,
} from "../exports/support/export-world.ts";

const world = useExportWorld();
let conferenceId = "";
beforeEach(async () => {
  conferenceId = await addConference(world);
});

const person = (familyName: string) => ({ givenName: "Amina", familyName, nationality: "SEN" });
const confirmed = {
  badgeSerial: 1,
  accreditation: { state: "approved", at: "2027-03-01T12:00:00.000Z", by: "s" },
} as const;

const start = () =>
  addExport(world, conferenceId, { what: "registrations", format: "csv" }, { filter: { accreditation: ["approved"] } });

const read = async (jobId: string) => {
  const bytes = await downloadExport(world, conferenceId, jobId);
  return bytes && new TextDecoder().decode(bytes);
};

test("a visitor who was never confirmed ends no export of confirmed people by an erasure, however often", async () => {
  await addRegistrations(world, conferenceId, [{ person: person("Kept"), ...confirmed }]);
  const jobId = await start();
  await deliverExport(world, jobId);
  for (const visitor of ["One", "Two"]) await erasePerson(world, await submitPerson(world, conferenceId, visitor));
  expect(await read(jobId)).toContain("Kept");
});

test("such an erasure does not make the file anew", async () => {
  await addRegistrations(world, conferenceId, [{ person: person("Kept"), ...confirmed }]);
  const visitor = await submitPerson(world, conferenceId, "Visitor");
  const jobId = await start();
  let completed = 0;
  const documents = interceptBucket(world, async (command) => {
    if (!(command instanceof CompleteMultipartUploadCommand)) return;
    completed += 1;
    await erasePerson(world, visitor);
  });
  await deliverExport({ ...world, documents }, jobId);
  expect([completed, (await read(jobId))?.includes("Kept")]).toEqual([1, true]);
});

test("the erasure of a person who was confirmed still deletes the file; one who was never confirmed is in none that follows", async () => {
  await addRegistrations(world, conferenceId, [{ person: person("Kept"), ...confirmed }]);
  const visitor = await submitPerson(world, conferenceId, "Visitor");
  const jobId = await addExport(world, conferenceId, { what: "registrations", format: "csv" });
  let completed = 0;
  const documents = interceptBucket(world, async (command) => {
    if (!(command instanceof CompleteMultipartUploadCommand)) return;
    completed += 1;
    if (completed === 1) await erasePerson(world, visitor);
  });
  await deliverExport({ ...world, documents }, jobId);
  expect([completed, (await read(jobId))?.includes("Visitor")]).toEqual([2, false]);
  expect(await hasMadeFile(world.documents, conferenceId, toFileOfAllId(jobId))).toBe(false);
  // As the erasure of a person who was confirmed does.
  await deleteMadeFiles(world.documents, conferenceId, true);
  expect(await read(jobId)).toBeUndefined();
});
