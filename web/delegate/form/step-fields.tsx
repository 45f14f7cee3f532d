import type { Faults } from "../../form/faults.ts";
import { FieldFor } from "../../form/field-for.tsx";
import { useLazy } from "../../kit/use-lazy.ts";
import type { ConferenceAnswer } from "../use-conference.ts";
import { useWords } from "../words.ts";
import { type Draft, withValue } from "./draft.ts";
import { Review } from "./review.tsx";
import { fieldsOf, type Step } from "./steps.ts";

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

function Documents(props: StepProps) {
  const Uploads = useLazy(() => import("./uploads.tsx").then((part) => part.Uploads));
  return Uploads ? <Uploads {...props} /> : null;
}
