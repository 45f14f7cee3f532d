import { FieldFor } from "../../form/field-for.tsx";
import { useLazy } from "../../kit/use-lazy.ts";
import { useWords } from "../words.ts";
import { withValue } from "./draft.ts";
import { OrganizationField } from "./organization-field.tsx";
import { Review } from "./review.tsx";
import type { StepProps } from "./step-props.ts";
import { fieldsOf } from "./steps.ts";

export function StepFields(props: StepProps) {
  const { step, draft, change, conference, faults } = props;
  const reader = useWords();
  return (
    <>
      {step === "review" && <Review {...props} />}
      {fieldsOf(step, draft, conference).map((path) =>
        path === "organization" ? (
          <OrganizationField key={path} {...props} onChange={(name) => change(withValue(draft, path, name))} />
        ) : (
          <FieldFor
            key={path}
            {...{ path, reader, conference, faults }}
            values={draft.values}
            set={(changed, value) => change(withValue(draft, changed, value))}
          />
        ),
      )}
      {step === "needs" && <Documents {...props} />}
      {step === "part" && !conference && <p aria-busy="true">{reader.t("common.loading")}</p>}
    </>
  );
}

function Documents(props: StepProps) {
  const Uploads = useLazy(() => import("./uploads.tsx").then((part) => part.Uploads));
  return Uploads ? <Uploads {...props} /> : null;
}
