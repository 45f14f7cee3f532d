import { delegationRequest } from "#shared/contract/delegation.ts";
import { check } from "#shared/contract/faults.ts";

/** The contract's rules for a request, in a part of the page that comes when an organization makes one. */
export const checkRequest = (body: unknown) => check(delegationRequest, body);
