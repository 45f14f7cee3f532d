import { anApprovedMember, must, type Place } from "../prepare.ts";
import { type CallsOf, type Subject, staff } from "../valid-call.ts";

/** Readers of the name are all whom the conference names as its staff. */
const protection = ({ settings }: Pick<Subject, "settings">) => ({
  alias: { nameOnBadge: "Guest of the conference" },
  readers: (settings as { staff: { email: string }[] }).staff.map(({ email }) => email),
});

async function aProtectedMember(subject: Subject): Promise<Partial<Subject>> {
  const { registrationId } = await anApprovedMember(subject as Place);
  const path = `/v1/registrations/${registrationId}/protection`;
  await must(path, { method: "PUT", token: subject.chief, body: protection(subject) });
  return { registrationId };
}

export const peopleCalls: CallsOf<"people"> = {
  searchRegistrations: { may: staff, body: () => ({ text: "Amina" }) },
  listPossibleDuplicates: { may: ["secretariat", "reviewer"] },
  tellApart: { may: ["secretariat"], body: ({ claimId }) => ({ registrationId: claimId }) },
  readHistory: { may: ["delegate", "focal-point", "secretariat", "reviewer"] },
  protectRegistration: { may: ["secretariat"], prepare: anApprovedMember, body: protection },
  unprotectRegistration: { may: ["secretariat"], prepare: aProtectedMember },
  openName: { may: ["secretariat", "reviewer"], prepare: aProtectedMember, body: () => ({ reason: "to greet them" }) },
  listNameOpenings: { may: ["secretariat"] },
};
