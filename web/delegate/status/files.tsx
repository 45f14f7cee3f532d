import { call } from "../../api/client.ts";
import { DocumentField } from "../../documents/document-field.tsx";
import { handIn } from "../../documents/hand-in.ts";
import { PhotoField } from "../../documents/photo-field.tsx";
import { useWords } from "../words.ts";
import type { Standing } from "./open-registration.ts";

const live = ["pending", "returned", "approved"];

/** What can be handed in later too: the photo that the category must supply, the passport for a letter of invitation. */
export function Files({ registration, conference, token, onChange }: Standing) {
  const reader = useWords();
  const { language } = reader;
  const { registrationId, accreditation, documents, needs } = registration;
  const category = conference.categories.find((each) => each.category === registration.category);
  if (!live.includes(accreditation)) return null;
  const upload = async (kind: "photo" | "passport", file: Blob) => {
    await handIn({ registrationId, kind, file, language, token });
    onChange(await call("readRegistration", { params: { registrationId }, token, language }));
  };
  return (
    <>
      {category?.needs?.includes("photo") && (
        <PhotoField
          id={`photo-${registrationId}`}
          reader={reader}
          isThere={documents?.photo !== undefined}
          onPhoto={(photo) => upload("photo", photo)}
        />
      )}
      {(needs?.visaLetter || documents?.passport) && (
        <DocumentField
          kind="passport"
          id={`passport-${registrationId}`}
          reader={reader}
          isThere={documents?.passport !== undefined}
          onFile={(file) => upload("passport", file)}
        />
      )}
    </>
  );
}
