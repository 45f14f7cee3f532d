import { formBody } from "../../support/builders.ts";
import { type Body, type CallOptions, call } from "../system.ts";
import type { Subject } from "./valid-call.ts";

export type Place = Pick<Subject, "chief" | "conferenceId" | "delegationId">;

let serial = 0;
const next = () => {
  serial += 1;
  return serial;
};

export const anAddress = (who: string) => `${who}.${next()}.${process.pid}@example.org`;

/** Somebody whom no delegation has nominated yet. */
export const aNominee = (email?: string) => ({
  person: {
    givenName: `Nominee ${next()}`,
    familyName: "Diallo",
    nationality: "SEN",
    birthDate: "1980-02-01",
    ...(email && { email }),
  },
});

export const aDraft = (focalPoint: string) => ({
  name: { en: "Union of Migrant Associations" },
  category: "ngo",
  focalPoints: [focalPoint],
});

/** A call that must succeed, as whoever may prepare things at the place. */
export async function must(path: string, options: CallOptions): Promise<Body> {
  const { status, body } = await call(path, options);
  if (status >= 300) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** A new member of the delegation. */
export async function aMember({ chief, delegationId }: Place, email?: string): Promise<{ registrationId: string }> {
  const body = { items: [aNominee(email)] };
  const { items } = await must(`/v1/delegations/${delegationId}/nominations`, { token: chief, body });
  return { registrationId: items[0]?.registrationId ?? "" };
}

/** A new member who has been approved. */
export async function anApprovedMember(place: Place, email?: string): Promise<{ registrationId: string }> {
  const member = await aMember(place, email);
  const body = { decision: "approve", reason: "because" };
  await must(`/v1/registrations/${member.registrationId}/decisions`, { token: place.chief, body });
  return member;
}

/** Somebody new who names the delegation in the form. */
export async function aClaim({ conferenceId, delegationId }: Place): Promise<{ claimId: string }> {
  const body = formBody({ delegation: delegationId }, { email: anAddress("claim") });
  const { registrationId } = await must(`/v1/conferences/${conferenceId}/registrations`, { body });
  return { claimId: registrationId };
}
