/** A form as a browser sends it, of about the usual size; its address is new for each name. */
export function formOf(name: string, more: object = {}): string {
  return JSON.stringify({
    category: "ngo",
    person: { givenName: "Amina", familyName: "Diallo", email: `${name}@example.org`, nationality: "SEN" },
    organization: "Union of Migrant Associations",
    functionTitle: "Programme Officer",
    country: "SEN",
    consent: { listOfParticipants: true, photo: false },
    ...more,
  });
}
