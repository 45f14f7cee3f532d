/** What a letter of invitation for a visa says beside what people wrote. */
export const visaLetter = {
  title: "Letter of invitation",
  to: "To the embassy or consulate concerned",
  reference: "Reference: {reference}",
  date: "Date: {date}",
  invites: "The person named below has been accredited to the conference named above, and is invited to attend it.",
  name: "Name: {value}",
  nationality: "Nationality: {value}",
  birthDate: "Date of birth: {value}",
  functionTitle: "Function: {value}",
  organization: "Organization: {value}",
  country: "Representing: {value}",
  asks: "We should be grateful if a visa for attending the conference could be issued in good time.",
  check:
    "Whether this letter is valid can be checked by this code, or at {url}. The page shows nothing of the person. The letter ceases to be valid when the accreditation is withdrawn.",
  signature: "The secretariat of the conference",
};
