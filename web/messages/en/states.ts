/** How a registration stands, in English; the catalogue whose shape the others have. */
export const states = {
  accreditation: {
    pending: "Under review",
    approved: "Approved",
    rejected: "Not accepted",
    returned: "To be corrected",
    revoked: "Approval withdrawn",
    withdrawn: "Withdrawn",
  },
  seat: {
    none: "No place",
    held: "Place held",
    waiting: "On the waiting list",
    offered: "Place offered",
  },
};
