import { asItAppears } from "#shared/domain/protection.ts";
import type { Registration } from "#shared/domain/registration.ts";
import type { Traits } from "#shared/domain/same-person.ts";
import { fold, skeleton, sortedName, wholeAddress } from "./fold.ts";
import { digestOf } from "./ids.ts";
import { type Key, keys } from "./keys.ts";

/** Most words by which one registration is found: with the rows they replace, they fit one transaction. */
const mostWords = 40;

/**
 * The words by which staff find a registration: of the name, the organization and the address, as it appears. Somebody
 * protected is found by the alias alone, for what stands in no index can't be found by anybody.
 */
export function wordsOf(registration: Registration): string[] {
  if (registration.erasure) return [];
  const { person, organization = "" } = asItAppears(registration);
  const { givenName = "", familyName = "", nameOnBadge = "", email } = person;
  const names = fold([givenName, familyName, nameOnBadge].join(" "));
  const address = email === undefined ? [] : [wholeAddress(email), ...fold(email)];
  return [...new Set([...names, ...address, ...fold(organization)])].slice(0, mostWords);
}

/** By what the same person is recognised under another address or in another delegation; also of somebody protected. */
export function traitsOf({
  person,
  passportDigest,
  erasure,
}: Pick<Registration, "person" | "passportDigest" | "erasure">): Traits {
  if (erasure) return {};
  const { email, birthDate, nationality } = person;
  return {
    ...(passportDigest !== undefined && { passport: passportDigest }),
    ...(email !== undefined && { address: digestOf(email.toLowerCase()) }),
    ...(birthDate !== undefined && { "name-and-birth-date": digestOf(skeleton(person), birthDate) }),
    "name-and-nationality": digestOf(sortedName(person), nationality),
  };
}

/** The keys under which a registration is found: by its words, and by its traits. */
export function foundKeys(registration: Registration): Key[] {
  const { conferenceId, registrationId } = registration;
  return [
    ...wordsOf(registration).map((word) => keys.word(conferenceId, word, registrationId)),
    ...Object.entries(traitsOf(registration)).map(([kind, digest]) =>
      keys.alike(conferenceId, kind, digest, registrationId),
    ),
  ];
}
