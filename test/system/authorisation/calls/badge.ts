import { anApprovedMember } from "../prepare.ts";
import type { CallsOf } from "../valid-call.ts";

export const badgeCalls: CallsOf<"badge"> = {
  issueBadge: { may: ["secretariat", "entry-desk"], prepare: anApprovedMember, body: () => ({ reason: "lost" }) },
  readBadge: { may: ["delegate", "focal-point", "secretariat", "entry-desk"] },
  previewBadge: { may: ["secretariat"], body: () => ({}) },
  listBadgeKeys: { may: ["public"] },
};
