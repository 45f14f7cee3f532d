import { buildHref } from "../../kit/hooks/use-location.ts";
import type { RegisterQuery } from "./engine/register-engine.ts";

/** The register with the registrations that pass these filters. */
export const buildRegisterHref = (conferenceId: string, filters: RegisterQuery["filters"], sort?: string): string => {
  const pairs = Object.entries(filters).flatMap(([key, values]) => values.map((value) => [key, value]));
  return buildHref({ conference: conferenceId, view: "register", sort, filter: new URLSearchParams(pairs).toString() });
};
