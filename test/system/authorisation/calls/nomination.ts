import { aClaim, aDraft, aMember, aNominee, anAddress, must } from "../prepare.ts";
import type { CallsOf, Subject } from "../valid-call.ts";

const delegation = ({ delegationId, chief }: Subject) => must(`/v1/delegations/${delegationId}`, { token: chief });

const actsForIt = ["focal-point", "secretariat"] as const;

export const nominationCalls: CallsOf<"nomination"> = {
  requestDelegation: { may: ["public"], body: () => aDraft(anAddress("asks")) },
  makeDelegation: { may: ["secretariat"], body: () => aDraft(anAddress("made")) },
  listDelegations: { may: ["secretariat", "reviewer"] },
  listOrganizations: { may: ["public"] },
  readDelegation: { may: [...actsForIt, "reviewer"] },
  changeDelegation: {
    may: ["secretariat"],
    version: async (subject) => (await delegation(subject)).version,
    body: () => ({ country: "SEN" }),
  },
  nominate: { may: actsForIt, body: () => ({ items: [aNominee()] }) },
  confirmMember: { may: actsForIt, prepare: aClaim, body: ({ claimId }) => ({ registrationId: claimId }) },
  rankMembers: {
    may: actsForIt,
    body: async (subject) => {
      const { members } = await delegation(subject);
      return { registrationIds: members.map(({ registrationId }) => registrationId).toReversed() };
    },
  },
  substitute: {
    may: actsForIt,
    prepare: aMember,
    body: ({ registrationId }) => ({ leaves: registrationId, ...aNominee() }),
  },
  readLetter: {
    may: ["secretariat"],
    body: ({ registrationId }) => ({ version: 1, registrationIds: [registrationId] }),
  },
};
