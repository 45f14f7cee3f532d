import { validate } from "#shared/contracts/validate.ts";
import { delegationRequest } from "#shared/delegations/delegation-request.contract.ts";
import { amendmentRequest, registrationRequest } from "#shared/registrations/contract.ts";
import { signInLinkRequest } from "#shared/sign-in/contract.ts";

/** The contract's rules for requests of delegates and organizations, as one chunk that loads after the first paint. */
export const validateApplication = (body: unknown) => validate(registrationRequest, body);
export const validateAmendment = (body: unknown) => validate(amendmentRequest, body);
export const validateDelegationRequest = (body: unknown) => validate(delegationRequest, body);
export const validateLinkRequest = (body: unknown) => validate(signInLinkRequest, body);
