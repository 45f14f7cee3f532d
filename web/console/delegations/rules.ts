import { delegationDraft } from "#shared/contract/delegation.ts";
import { check } from "#shared/contract/faults.ts";

/** The contract's rules for a delegation, in a part of the page that comes when somebody makes one. */
export const checkDelegation = (body: unknown) => check(delegationDraft, body);
