import {
  gateListAnswer,
  gateListQuery,
  headcountAnswer,
  incidentsAnswer,
  incidentsQuery,
  scans,
  scansAnswer,
} from "../entry.ts";
import { nothing, type OperationsOf } from "./operation.ts";

export const entryOperations = {
  scan: {
    summary: "Badges read at a gate",
    query: nothing,
    body: scans,
    success: 200,
    answer: scansAnswer,
    refusals: ["unknown-conference"],
  },
  readGateList: {
    summary: "What a gate needs offline, or what changed of it",
    query: gateListQuery,
    success: 200,
    answer: gateListAnswer,
    refusals: ["unknown-conference", "bad-cursor"],
  },
  readHeadcount: {
    summary: "How many are inside now",
    query: nothing,
    success: 200,
    answer: headcountAnswer,
    refusals: ["unknown-conference"],
  },
  listIncidents: {
    summary: "Passages that offline gates let through and the history would have refused",
    query: incidentsQuery,
    success: 200,
    answer: incidentsAnswer,
    refusals: ["unknown-conference", "bad-cursor"],
  },
} as const satisfies OperationsOf<"entry">;
