import type { DelegationStatus } from "#shared/domain/delegation.ts";
import type { Tone } from "../kit/notice.tsx";
import type { Registration } from "./office.ts";

export const accreditationTones: Readonly<Partial<Record<Registration["accreditation"], Tone>>> = {
  pending: "info",
  approved: "success",
  returned: "warning",
  rejected: "danger",
  revoked: "danger",
};

export const seatTones: Readonly<Partial<Record<Registration["seat"], Tone>>> = {
  held: "success",
  waiting: "warning",
  offered: "info",
};

export const statusTones: Readonly<Record<DelegationStatus, Tone>> = {
  requested: "warning",
  accredited: "success",
  refused: "danger",
};
