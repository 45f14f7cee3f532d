import { call } from "../../api/client.ts";
import { LetterField } from "../../documents/letter-field.tsx";
import { PhotoField } from "../../documents/photo-field.tsx";
import { post, untilChecked } from "../../documents/upload.ts";
import type { Faults } from "../../form/faults.ts";
import { FieldFor } from "../../form/field-for.tsx";
import type { ConferenceAnswer } from "../use-conference.ts";
import { useWords } from "../words.ts";
import { type Draft, type UploadKind, withUpload, withValue } from "./draft.ts";
import { Review } from "./review.tsx";
import { documentsOf, fieldsOf, type Step } from "./steps.ts";

export interface StepProps {
  readonly step: Step;
  readonly draft: Draft;
  readonly conference: ConferenceAnswer | undefined;
  readonly conferenceId: string;
  readonly faults: Faults;
  readonly change: (draft: Draft) => void;
  readonly goTo: (step: number) => void;
}

export function StepFields(props: StepProps) {
  const { step, draft, change, conference, faults } = props;
  const reader = useWords();
  return (
    <>
      {step === "review" && <Review {...props} />}
      {fieldsOf(step, draft, conference).map((path) => (
        <FieldFor
          key={path}
          {...{ path, reader, conference, faults }}
          values={draft.values}
          set={(changed, value) => change(withValue(draft, changed, value))}
        />
      ))}
      {step === "needs" && <Documents {...props} />}
      {step === "part" && !conference && <p aria-busy="true">{reader.t("common.loading")}</p>}
    </>
  );
}

/** The photo and the letter go up before the form is sent; the check of each is waited for. */
function Documents({ draft, change, conference, conferenceId }: StepProps) {
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
        <LetterField
          id="f-letter"
          reader={reader}
          isThere={draft.uploads["credential-letter"] !== undefined}
          onLetter={(letter) => upload("credential-letter", letter)}
        />
      )}
    </>
  );
}
