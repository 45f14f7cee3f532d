import { call } from "../../api/client.ts";
import { DocumentField } from "../../documents/document-field.tsx";
import { PhotoField } from "../../documents/photo-field.tsx";
import { post, untilChecked } from "../../documents/upload.ts";
import { useWords } from "../words.ts";
import { type UploadKind, withUpload } from "./draft.ts";
import type { StepProps } from "./step-props.ts";
import { documentsOf } from "./steps.ts";

/** The photo and the letter go up before the form is sent; the check of each is waited for. */
export function Uploads({ draft, change, conference, conferenceId }: StepProps) {
  const reader = useWords();
  const { language } = reader;
  const wanted = documentsOf(draft, conference);
  const upload = async (kind: UploadKind, file: Blob) => {
    const body = { kind, contentType: file.type, size: file.size };
    const { uploadId, ...form } = await call("requestUpload", { params: { conferenceId }, body, language });
    await post(form, file);
    await untilChecked(uploadId, language);
    change(withUpload(draft, kind, uploadId));
  };
  return (
    <>
      {wanted.includes("photo") && (
        <PhotoField
          id="f-photo"
          reader={reader}
          isThere={draft.uploads.photo !== undefined}
          onPhoto={(photo) => upload("photo", photo)}
        />
      )}
      {wanted.includes("letter") && (
        <DocumentField
          kind="letter"
          id="f-letter"
          reader={reader}
          isThere={draft.uploads["credential-letter"] !== undefined}
          onFile={(letter) => upload("credential-letter", letter)}
        />
      )}
    </>
  );
}
