import type * as z from "zod/mini";
import type { amendmentRequest } from "#shared/registrations/contract.ts";
import { type FormValues, getText, toFormValues } from "../../kit/form/form-values.ts";
import type { StaffRegistration } from "../console-context.ts";

type CorrectionBody = z.input<typeof amendmentRequest>;

/** The values of the edit form: those of the registration by path, with its delegation and its sessions. */
export function toEditValues(registration: StaffRegistration): FormValues {
  const { category, country, organization, functionTitle, role, language, person, needs, consent } = registration;
  const { latinName, nameOrder } = registration;
  const { guardian, changesUntil, participation } = registration;
  const names = { person, latinName, nameOrder, guardian, changesUntil, participation };
  const fields = { category, country, organization, functionTitle, role, language, ...names, needs, consent };
  const values = toFormValues(JSON.parse(JSON.stringify(fields)) as object);
  const sessions = (registration.sessions ?? []).map(({ sessionId }) => sessionId);
  return { ...values, delegation: registration.delegationId ?? "", sessions };
}

const toCompared = (value: unknown) => JSON.stringify(Array.isArray(value) ? value.toSorted() : (value ?? ""));

/** The paths whose values differ from those of the registration. An empty text is no value. */
export function listEditedPaths(before: FormValues, values: FormValues): string[] {
  return Object.keys(values).filter((path) => toCompared(values[path]) !== toCompared(before[path]));
}

/**
 * The request that changes the edited fields. An emptied field is taken away; `needs`, `consent` and `guardian` are sent as
 * a whole.
 */
export function toCorrectionBody(before: FormValues, values: FormValues, notify: boolean): CorrectionBody {
  const body: Record<string, unknown> = {};
  for (const path of listEditedPaths(before, values)) {
    const [first = "", second] = path.split(".");
    const value = typeof values[path] === "string" && getText(values, path).trim() === "" ? null : values[path];
    if (first === "needs" || first === "consent" || first === "guardian") body[first] = collectGroup(values, first);
    else if (second === undefined) body[first] = value;
    else body[first] = { ...(body[first] as object | undefined), [second]: value };
  }
  return { ...body, notify } as CorrectionBody;
}

/** The values of the group; `null` for a guardian without any. */
function collectGroup(values: FormValues, group: string) {
  const entries = Object.entries(values).flatMap(([path, value]) =>
    path.startsWith(`${group}.`) && value !== "" ? [[path.slice(group.length + 1), value]] : [],
  );
  return group === "guardian" && entries.length === 0 ? null : Object.fromEntries(entries);
}
