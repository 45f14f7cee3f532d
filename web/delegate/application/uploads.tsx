import { callApi } from "../../kit/api/client.ts";
import { DocumentField } from "../../kit/documents/document-field.tsx";
import { PhotoField } from "../../kit/documents/photo-field.tsx";
import { uploadFile } from "../../kit/documents/upload.ts";
import { useTranslation } from "../translations.ts";
import type { StepProps } from "./application-draft.ts";
import { type DraftUploadKind, listRequiredDocuments, setDraftUpload } from "./application-draft.ts";

/** Uploads the photo and the letter before the form is sent, and waits for the check of each. */
export function Uploads({ draft, change, conference, conferenceId }: StepProps) {
  const reader = useTranslation();
  const { language } = reader;
  const needs = listRequiredDocuments(draft, conference);
  const upload = async (kind: DraftUploadKind, file: Blob) => {
    const body = { kind, contentType: file.type, size: file.size };
    const { uploadId, ...form } = await callApi("requestUpload", { params: { conferenceId }, body, language });
    await uploadFile(file, { ...form, documentId: uploadId }, language);
    change(setDraftUpload(draft, kind, uploadId));
  };
  return (
    <>
      {needs.includes("photo") && (
        <PhotoField
          id="f-photo"
          reader={reader}
          isUploaded={draft.uploads.photo !== undefined}
          onPhoto={(photo) => upload("photo", photo)}
        />
      )}
      {needs.includes("letter") && (
        <DocumentField
          kind="letter"
          id="f-letter"
          reader={reader}
          isUploaded={draft.uploads["credential-letter"] !== undefined}
          onFile={(letter) => upload("credential-letter", letter)}
        />
      )}
    </>
  );
}
