import { aMember } from "../prepare.ts";
import type { CallsOf } from "../valid-call.ts";

export const privacyCalls: CallsOf<"privacy"> = {
  readOwnData: { may: ["delegate", "secretariat"] },
  eraseRegistration: { may: ["delegate", "secretariat"], query: "?because=at-their-request", prepare: aMember },
};
