import { anApprovedMember } from "../prepare.ts";
import type { CallsOf } from "../valid-call.ts";

const revoke = { decision: "revoke", reason: "because" };

export const accreditationCalls: CallsOf<"accreditation"> = {
  listRegistrations: { may: ["secretariat", "reviewer"] },
  decide: { may: ["secretariat"], prepare: anApprovedMember, body: () => revoke },
  propose: { may: ["secretariat", "reviewer"], body: () => revoke },
  limitAccess: { may: ["secretariat"], prepare: anApprovedMember, body: () => ({ zones: ["plenary"] }) },
  issueVisaLetter: { may: ["secretariat"], prepare: anApprovedMember, body: () => ({}) },
  decideMany: {
    may: ["secretariat"],
    prepare: anApprovedMember,
    body: ({ registrationId }) => ({ registrationIds: [registrationId], ...revoke }),
  },
};
