import { anAddress } from "../prepare.ts";
import { type CallsOf, staff } from "../valid-call.ts";

export const entryCalls: CallsOf<"entry"> = {
  scan: {
    may: ["secretariat", "entry-desk"],
    body: ({ badge }) => ({
      gate: "main",
      direction: "in",
      scans: [{ scanId: anAddress("scan"), token: badge, at: new Date().toISOString() }],
    }),
  },
  readGateList: { may: ["secretariat", "entry-desk"] },
  listIncidents: { may: ["secretariat", "entry-desk"] },
  readHeadcount: { may: staff },
};
