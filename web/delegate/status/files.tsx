import { call } from "../../api/client.ts";
import { PhotoField } from "../../documents/photo-field.tsx";
import { post, untilChecked } from "../../documents/upload.ts";
import { useWords } from "../words.ts";
import type { Standing } from "./open-registration.ts";

/** The photo that the category must supply, later too. */
export function Files({ registration, conference, token, onChange }: Standing) {
  const reader = useWords();
  const { language } = reader;
  const { registrationId, accreditation, documents } = registration;
  const needs = conference.categories.find(({ category }) => category === registration.category)?.needs ?? [];
  if (!needs.includes("photo") || !["pending", "returned", "approved"].includes(accreditation)) return null;
  const upload = async (photo: Blob) => {
    const params = { registrationId };
    const body = { kind: "photo" as const, contentType: photo.type, size: photo.size };
    const { documentId, ...form } = await call("requestDocument", { params, body, token, language });
    await post(form, photo);
    await untilChecked(documentId, language, token);
    onChange(await call("readRegistration", { params, token, language }));
  };
  return (
    <PhotoField
      id={`photo-${registrationId}`}
      reader={reader}
      isThere={documents?.photo !== undefined}
      onPhoto={upload}
    />
  );
}
