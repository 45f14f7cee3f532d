/** A form about an organization, in English; the catalogue whose shape the others have. */
export const organization = {
  organization: {
    name: "Name",
    country: "Country",
    focalPoints: "E-mail addresses of its focal points",
    focalPointsHint: "One in each line. Each is mailed a link, and nominates its people.",
    language: "Language of the mails",
  },
};
