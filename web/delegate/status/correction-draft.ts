import type { FormValues } from "../../form/values.ts";
import type { RegistrationAnswer } from "./open-registration.ts";

/** A correction that isn't sent yet, kept in the tab; one of an older version would undo what came in between. */
const nameOf = ({ registrationId, version }: RegistrationAnswer) => `palais.correction.${registrationId}.${version}`;

export function readCorrection(registration: RegistrationAnswer): FormValues | undefined {
  return (JSON.parse(sessionStorage.getItem(nameOf(registration)) ?? "null") as FormValues | null) ?? undefined;
}

export function keepCorrection(registration: RegistrationAnswer, values: FormValues): void {
  sessionStorage.setItem(nameOf(registration), JSON.stringify(values));
}

export const removeCorrection = (registration: RegistrationAnswer): void =>
  sessionStorage.removeItem(nameOf(registration));
