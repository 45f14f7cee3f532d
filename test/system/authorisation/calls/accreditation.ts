import { anApprovedMember } from "../prepare.ts";
import type { CallsOf } from "../valid-call.ts";

const revoke = { decision: "revoke", reason: "because" };

export const accreditationCalls: CallsOf<"accreditation"> = {
  listRegistrations: { may: ["secretariat", "reviewer"] },
  decide: { may: ["secretariat"], prepare: anApprovedMember, body: () => revoke },
  decideMany: {
    may: ["secretariat"],
    prepare: anApprovedMember,
    body: ({ registrationId }) => ({ registrationIds: [registrationId], ...revoke }),
  },
};
