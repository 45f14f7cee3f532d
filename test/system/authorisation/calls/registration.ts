import { formBody } from "../../../support/builders.ts";
import { aMember, anAddress, must } from "../prepare.ts";
import type { CallsOf, Subject } from "../valid-call.ts";

/** The person, whoever acts for their delegation, and the secretariat. */
const theirs = ["delegate", "focal-point", "secretariat"] as const;

const version = async ({ registrationId, chief }: Subject) =>
  (await must(`/v1/registrations/${registrationId}`, { token: chief })).version;

export const registrationCalls: CallsOf<"registration"> = {
  submitRegistration: { may: ["public"], body: () => formBody({}, { email: anAddress("newcomer") }) },
  readRegistration: { may: [...theirs, "reviewer"] },
  amendRegistration: { may: theirs, prepare: aMember, version, body: () => ({ functionTitle: "President" }) },
  withdrawRegistration: { may: theirs, prepare: aMember, body: () => ({}) },
  acceptOffer: { may: theirs, reaches: "wrong-state" },
  declineOffer: { may: theirs, reaches: "wrong-state" },
};
