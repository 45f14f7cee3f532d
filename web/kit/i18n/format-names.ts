interface PersonName {
  readonly givenName?: string | undefined;
  readonly familyName?: string | undefined;
  readonly nameOnBadge?: string | undefined;
}

/** The given name and the family name; empty for a person who has neither. */
export const formatFullName = ({ givenName, familyName }: PersonName): string =>
  [givenName, familyName].filter(Boolean).join(" ");

/** The name on the badge, or the full name if there is none. */
export const formatBadgeName = (person: PersonName): string => person.nameOnBadge ?? formatFullName(person);
