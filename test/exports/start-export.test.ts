import { expect, test } from "vitest";
import { routes } from "#shared/http/routes.ts";
import { startExport } from "../../functions/participants/exports.ts";
import { otherSecretariat } from "../support/protection.ts";
import { addConference, addExport, deliverExport, useExportWorld } from "./support/export-world.ts";

const world = useExportWorld();

test("refuses a sixth export of an account until one of the five before has ended", async () => {
  const conferenceId = await addConference(world);
  const jobs: string[] = [];
  const add = () => addExport(world, conferenceId, { what: "registrations", format: "json" });
  for (let index = 0; index < 5; index += 1) jobs.push(await add());
  const request = (caller: { readonly id: string }) =>
    startExport(world.table)({
      ...{
        access: routes.startExport.access,
        params: { conferenceId },
        caller,
        now: new Date().toISOString(),
        deadline: Date.now() + 20_000,
      },
      body: { what: "registrations", format: "json", language: "en" },
    } as unknown as Parameters<ReturnType<typeof startExport>>[0]);
  await expect(request(otherSecretariat)).rejects.toThrow("too-many-exports");
  expect(await request({ ...otherSecretariat, id: "someone-else" })).toHaveProperty("jobId");
  await deliverExport(world, jobs[0] ?? "");
  expect(await request(otherSecretariat)).toHaveProperty("jobId");
});
