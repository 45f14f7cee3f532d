import { expect, test } from "vitest";
import { waitFor } from "../../support/wait-for.ts";
import { registerPerson } from "../../system/support/people.ts";
import { asSecretariat, callSuccessfully, createConference, waitTimeoutMs } from "../../system/support/system.ts";

test("the own data that staff export counts no match with a person whom they may not read", async () => {
  const conference = await createConference(5);
  const [hidden, probe] = [await registerPerson(conference), await registerPerson(conference)];
  const countMatches = async () => {
    const data = await callSuccessfully(`/v1/registrations/${probe}/data`, asSecretariat());
    return (data as unknown as { readonly internal: { readonly possibleDuplicates: number } }).internal
      .possibleDuplicates;
  };
  // Both have the same name and nationality.
  await waitFor(waitTimeoutMs, countMatches, (count) => count === 1);
  const protect = (readers: readonly string[]) => {
    const body = { alias: { nameOnBadge: "Speaker Seven" }, readers, reason: "at risk" };
    return callSuccessfully(`/v1/registrations/${hidden}/protection`, asSecretariat({ method: "PUT", body }));
  };
  await protect(["secretariat@palais.local"]);
  expect(await countMatches()).toBe(1);
  await protect(["reviewer@palais.local"]);
  expect(await countMatches()).toBe(0);
});
