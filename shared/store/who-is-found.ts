import type { Step } from "#shared/domain/change.ts";
import type { Registration } from "#shared/domain/registration.ts";

/** All of a registration that it is found by. */
function identityOf({ person, organization, protection, passportDigest }: Registration): string {
  const { givenName, familyName, nameOnBadge, email, birthDate, nationality } = person;
  const alias = protection?.alias;
  const names = [givenName, familyName, nameOnBadge, organization, alias?.nameOnBadge, alias?.organization];
  return JSON.stringify([...names, email, birthDate, nationality, passportDigest, protection !== undefined]);
}

/** Whether somebody is found by something else after this step than before. */
export const changesWhoIsFound = ({ before, after }: Step): boolean =>
  !before || identityOf(before) !== identityOf(after);
