import type { CallsOf } from "../valid-call.ts";

export const jobCalls: CallsOf<"job"> = {
  readJob: { may: ["secretariat", "entry-desk"] },
  listJobRows: { may: ["secretariat", "entry-desk"] },
};
