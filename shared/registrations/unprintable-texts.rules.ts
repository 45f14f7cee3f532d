import type { Registration } from "#shared/model/registration.ts";
import { listUnprintableCharacters } from "#shared/text/printable-text.ts";
import { maskProtectedIdentity } from "./registration.rules.ts";

/** A printed field with characters that no font has, such as `👍 (U+1F44D)`. It is printed without them. */
export interface UnprintableText {
  /** The field's path in the form, such as `person.givenName`. */
  readonly path: string;
  readonly characters: readonly string[];
}

/**
 * The texts of a registration that are printed with characters missing. The form refuses such characters; these are from
 * before it did. A protected person is printed under the alias.
 */
export function listUnprintableTexts(registration: Registration): UnprintableText[] {
  const { person, latinName, organization, functionTitle } = maskProtectedIdentity(registration);
  const printed = {
    "person.honorific": person.honorific,
    "person.givenName": person.givenName,
    "person.familyName": person.familyName,
    "person.nameOnBadge": person.nameOnBadge,
    "latinName.givenName": latinName?.givenName,
    "latinName.familyName": latinName?.familyName,
    organization,
    functionTitle,
  };
  return Object.entries(printed).flatMap(([path, text = ""]) => {
    const characters = [...new Set(listUnprintableCharacters(text).map(({ character }) => character))];
    return characters.length > 0 ? [{ path, characters }] : [];
  });
}
