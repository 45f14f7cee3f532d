import { must } from "../prepare.ts";
import type { CallsOf, Subject } from "../valid-call.ts";

const secretariat = { may: ["secretariat"] } as const;

/** There must be a version to compare with. */
async function keptVersion({ conferenceId, chief }: Subject): Promise<Partial<Subject>> {
  await must(`/v1/conferences/${conferenceId}/participants-versions`, { token: chief, body: {} });
  return {};
}

export const participantsCalls: CallsOf<"participants"> = {
  listAsJson: secretariat,
  listAsCsv: secretariat,
  listAsXlsx: secretariat,
  listAsDocx: secretariat,
  listAsPdf: secretariat,
  keepListVersion: { ...secretariat, body: () => ({ status: "draft" }) },
  listListVersions: secretariat,
  compareListVersions: { ...secretariat, prepare: keptVersion },
};
