import type { CallsOf } from "../valid-call.ts";

const theirs = ["delegate", "focal-point", "secretariat"] as const;

const announced = (kind: string) => () => ({ kind, contentType: "application/pdf", size: 1_000 });

export const documentCalls: CallsOf<"document"> = {
  readVisaLetter: { may: ["public"] },
  readCalendar: { may: theirs },
  requestUpload: { may: ["public"], body: announced("credential-letter") },
  requestDocument: { may: theirs, body: announced("passport") },
  requestLetter: { may: ["focal-point", "secretariat"], body: announced("credential-letter") },
  readDocument: { may: [...theirs, "reviewer"], owned: true },
  openDocument: { may: [...theirs, "reviewer"], body: () => ({ reason: "to compare the name" }) },
  listOpenings: { may: ["secretariat"] },
};
