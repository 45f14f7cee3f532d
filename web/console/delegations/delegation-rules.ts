import { validate } from "#shared/contracts/validate.ts";
import { delegationDraft } from "#shared/delegations/contract.ts";

/** The contract's rules for a delegation, loaded on demand. */
export const validateDelegation = (body: unknown) => validate(delegationDraft, body);
