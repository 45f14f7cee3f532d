import type { CallsOf } from "../valid-call.ts";

const anImport = { what: "registrations", contentType: "text/csv", size: 1_000, dryRun: true };

export const importCalls: CallsOf<"import"> = {
  startImport: { may: ["secretariat"], body: () => anImport },
  importTemplateCsv: { may: ["secretariat"] },
  importTemplateXlsx: { may: ["secretariat"] },
};
