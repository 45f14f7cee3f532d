import { isFirstDayOver } from "#shared/certificates/certificates.rules.ts";
import { saveFile } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { ProblemNotice } from "../../kit/components/notices.tsx";
import { type StaffRegistration, useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";

/** The certificate of attendance of a confirmed person, once the first day of the conference is over. */
export function CertificateDownload({ registration }: { readonly registration: StaffRegistration }) {
  const { t } = useTranslation();
  const { fetchFile, settings } = useConsoleContext();
  const { busy, error, run } = useAction();
  const { registrationId, accreditation, seat } = registration;
  if (accreditation !== "approved" || seat !== "held" || !isFirstDayOver(settings, new Date().toISOString()))
    return null;
  const save = () =>
    run(async () => saveFile(await fetchFile("getCertificatePdf", { params: { registrationId } }), "certificate.pdf"));
  return (
    <>
      <Button kind="secondary" small busy={busy} onPress={save}>
        {t("download.certificate")}
      </Button>
      <ProblemNotice error={error} t={t} />
    </>
  );
}
