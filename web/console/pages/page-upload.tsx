import { useAction } from "../../kit/api/use-loaded.ts";
import { FileErrorNotice, FilePicker, FileStatus } from "../../kit/documents/document-field.tsx";
import { uploadForForm } from "../../kit/documents/upload.ts";
import { getFreshIdToken } from "../../kit/session/staff-session.ts";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";

interface PageUploadProps {
  readonly kind: "logo" | "page-file";
  readonly label: string;
  readonly onUploaded: (uploadId: string, file: File) => void;
}

const acceptedTypes = { logo: "image/png,image/jpeg", "page-file": "application/pdf,image/jpeg,image/png" };

/** Uploads a file of the secretariat, and waits until it is checked. */
export function PageUpload({ kind, label, onUploaded }: PageUploadProps) {
  const { t, language } = useTranslation();
  const { settings } = useConsoleContext();
  const { busy, error, run } = useAction();
  const upload = (file: File) =>
    run(async () => {
      const { conferenceId } = settings;
      const uploadId = await uploadForForm(file, { kind }, { conferenceId, language, token: await getFreshIdToken() });
      onUploaded(uploadId, file);
    });
  return (
    <div class="stack-tight">
      <FileErrorNotice error={error} t={t} />
      <FileStatus checking={busy ? t("pages.checking") : undefined} done={undefined} />
      <div class="row">
        <FilePicker label={label} accept={acceptedTypes[kind]} onPick={(file) => void upload(file)} />
      </div>
    </div>
  );
}
