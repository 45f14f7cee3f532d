import type { Change, RegistrationChange } from "#shared/model/change.ts";
import type { Registration } from "#shared/model/registration.ts";
import { getValueAtPath } from "./field-changes.rules.ts";
import { findLatinLine, getDisplayName } from "./names.rules.ts";
import { addVisaLetter, isConfirmed, maskProtectedIdentity } from "./registration.rules.ts";

/**
 * Whether the last visa letter is valid: its owner is confirmed by the approval under which the letter was issued. A
 * letter ends with that approval, whatever ends it, or when the secretariat revokes it, and a later approval does not make
 * it valid again.
 */
export function isVisaLetterValid(registration: Registration): boolean {
  const { accreditation, visaLetter } = registration;
  return (
    visaLetter !== undefined &&
    visaLetter.revokedAt === undefined &&
    accreditation.state === "approved" &&
    isConfirmed(registration) &&
    visaLetter.at >= accreditation.at
  );
}

/** The fields that the badge shows as they are. */
const shownFields = ["person.honorific", "organization", "functionTitle", "country", "category", "role"] as const;

/** The fields from which the name on the badge is formatted. */
const nameFields = [
  "person.givenName",
  "person.familyName",
  "person.nameOnBadge",
  "latinName.givenName",
  "latinName.familyName",
  "nameOrder",
] as const;

const badgeFields: ReadonlySet<string> = new Set([...nameFields, ...shownFields]);

/** Whether a badge can show the field at this path, depending on its layout. */
export const isOnBadge = (path: string): boolean => badgeFields.has(path);

/** The values that stand on the badge, whatever its layout shows of them. */
function listBadgeValues(registration: Registration) {
  const shown = maskProtectedIdentity(registration);
  const names = [getDisplayName(registration), findLatinLine(shown)];
  return [...names, ...shownFields.map((path) => getValueAtPath(shown, path))];
}

/** The values that stand on the visa letter. */
function listVisaLetterValues(registration: Registration) {
  const { person, latinName, nameOrder, functionTitle, organization, country } = registration;
  const { honorific, givenName, familyName, nationality, birthDate } = person;
  const names = [honorific, givenName, familyName, latinName?.givenName, latinName?.familyName, nameOrder];
  return [...names, nationality, birthDate, functionTitle, organization, country];
}

const haveSameValues = (
  listValues: (registration: Registration) => readonly unknown[],
  before: Registration,
  after: Registration,
) => JSON.stringify(listValues(before)) === JSON.stringify(listValues(after));

/**
 * Issues the next badge and the next visa letter of a confirmed person if they show other values now, and a first letter
 * to a person who asks for one now. The earlier ones are no longer valid.
 */
export function reissueDocuments(before: Registration, amended: Registration, at: string): Registration {
  if (!isConfirmed(before) || !isConfirmed(amended)) return amended;
  const isSameBadge = haveSameValues(listBadgeValues, before, amended);
  const after = isSameBadge ? amended : { ...amended, badgeSerial: amended.badgeSerial + 1 };
  const needsLetter = isVisaLetterValid(before)
    ? !haveSameValues(listVisaLetterValues, before, after)
    : before.needs?.visaLetter !== true && after.needs?.visaLetter === true;
  return needsLetter ? addVisaLetter(after, at, before.visaLetter?.language) : after;
}

/**
 * The change of a conference whose secretariat issues visa letters itself. No other change brings a letter: the request of
 * the person stays. A letter that is valid is still replaced when a correction changes what is on it.
 */
export function withholdVisaLetters(change: Change): Change {
  if (change.action === "issue-visa-letter") return change;
  const withheld = new Set(change.registrations.filter(bringsFirstLetter).map(({ after }) => after.registrationId));
  if (withheld.size === 0) return change;
  return {
    ...change,
    registrations: change.registrations.map((each) =>
      withheld.has(each.after.registrationId) ? { ...each, after: dropNewLetter(each) } : each,
    ),
    emails: change.emails.filter((email) => email.kind !== "visa-letter" || !withheld.has(email.registrationId)),
  };
}

/** Whether a change issues a letter that replaces no valid one. */
const bringsFirstLetter = ({ before, after }: RegistrationChange): boolean =>
  after.visaLetter !== undefined &&
  after.visaLetter.number !== before?.visaLetter?.number &&
  !(before && isVisaLetterValid(before));

function dropNewLetter({ before, after: { visaLetter: _, ...after } }: RegistrationChange): Registration {
  return { ...after, ...(before?.visaLetter && { visaLetter: before.visaLetter }) };
}
