/** A person as a list names them. */
export const nameOf = ({
  givenName,
  familyName,
}: {
  readonly givenName?: string | undefined;
  readonly familyName?: string | undefined;
}): string => [givenName, familyName].filter(Boolean).join(" ");
