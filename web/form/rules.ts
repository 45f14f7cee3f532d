import { delegationRequest } from "#shared/contract/delegation-request.ts";
import { check } from "#shared/contract/faults.ts";
import { amendment, application } from "#shared/contract/registration.ts";
import { linkRequest } from "#shared/contract/sign-in.ts";

/** The contract's rules for what delegates and organizations send, in one part of the page that comes after its first sight. */
export const checkApplication = (body: unknown) => check(application, body);
export const checkAmendment = (body: unknown) => check(amendment, body);
export const checkRequest = (body: unknown) => check(delegationRequest, body);
export const checkLink = (body: unknown) => check(linkRequest, body);
