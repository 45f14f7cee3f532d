import { callApi } from "../../kit/api/client.ts";
import { DocumentField } from "../../kit/documents/document-field.tsx";
import { PhotoField } from "../../kit/documents/photo-field.tsx";
import { uploadDocument } from "../../kit/documents/upload.ts";
import { useTranslation } from "../translations.ts";
import type { OwnRegistrationProps } from "./registration-state.ts";

const statesWithUploads = ["pending", "returned", "approved"];

/** Uploads after registration: the photo that the category requires, and the passport for a letter of invitation. */
export function OwnDocuments({ registration, conference, token, onChange }: OwnRegistrationProps) {
  const reader = useTranslation();
  const { language } = reader;
  const { registrationId, accreditation, documents, needs } = registration;
  const category = conference.categories.find((each) => each.category === registration.category);
  if (!statesWithUploads.includes(accreditation)) return null;
  const upload = async (kind: "photo" | "passport", file: Blob) => {
    await uploadDocument({ registrationId, kind, file, language, token });
    onChange(await callApi("getRegistration", { params: { registrationId }, token, language }));
  };
  return (
    <>
      {category?.needs?.includes("photo") && (
        <PhotoField
          id={`photo-${registrationId}`}
          reader={reader}
          isUploaded={documents?.photo !== undefined}
          isFixed={accreditation === "approved" && documents?.photo !== undefined}
          onPhoto={(photo) => upload("photo", photo)}
        />
      )}
      {(needs?.visaLetter || documents?.passport) && (
        <DocumentField
          kind="passport"
          id={`passport-${registrationId}`}
          reader={reader}
          isUploaded={documents?.passport !== undefined}
          onFile={(file) => upload("passport", file)}
        />
      )}
    </>
  );
}
