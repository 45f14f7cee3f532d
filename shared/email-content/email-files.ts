/** The names of the files that emails carry, which their texts mention. */
export const emailFiles = {
  badge: "badge.pdf",
  certificate: "certificate-of-attendance.pdf",
  visaLetter: "letter-of-invitation.pdf",
  calendar: "conference.ics",
} as const;
