import type { Registration } from "#shared/model/registration.ts";
import { maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";

/**
 * Where a person is in an export: in the order of the submission, protected people at the beginning of their day. Positions
 * compare as texts.
 */
export function getExportPosition(registration: Registration): string {
  const { submittedAt, registrationId } = maskProtectedIdentity(registration);
  return `${submittedAt}#${registrationId}`;
}
