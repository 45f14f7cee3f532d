import { anApprovedMember } from "../prepare.ts";
import type { CallsOf } from "../valid-call.ts";

/** One badge, printed again. */
export const aBatch = (registrationId: string) => ({ registrationIds: [registrationId] });

export const badgeCalls: CallsOf<"badge"> = {
  issueBadge: { may: ["secretariat", "entry-desk"], prepare: anApprovedMember, body: () => ({ reason: "lost" }) },
  readBadge: { may: ["delegate", "focal-point", "secretariat", "entry-desk"] },
  readBadgeCode: { may: ["delegate", "focal-point", "secretariat", "entry-desk"] },
  previewBadge: { may: ["secretariat"], body: () => ({}) },
  startBadgeBatch: { may: ["secretariat", "entry-desk"], body: ({ registrationId }) => aBatch(registrationId) },
  listUncollectedBadges: { may: ["secretariat", "entry-desk"] },
  collectBadge: { may: ["secretariat", "entry-desk"], prepare: anApprovedMember, body: () => ({}) },
  listBadgeKeys: { may: ["public"] },
};
