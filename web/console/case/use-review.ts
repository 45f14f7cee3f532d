import { useRef } from "preact/hooks";
import { type Decision, decisions, transitions } from "#shared/domain/accreditation.ts";
import { useAction } from "../../kit/use-async.ts";
import { useTyped } from "../../kit/use-kept.ts";
import { type Registration, useOffice } from "../office.ts";

export type DecisionName = Decision["decision"];

/** What may be decided on somebody as they stand. */
export const possible = ({ accreditation }: Pick<Registration, "accreditation">): DecisionName[] =>
  decisions.filter((each) => (transitions[each].from as readonly string[]).includes(accreditation));

/** What is decided is what was read: whoever changed it meanwhile is not run over. */
export function useReview(
  registration: Registration | undefined,
  onDone: (after: Registration, decision: DecisionName) => void,
) {
  const { ask, decides } = useOffice();
  const { busy, error, run } = useAction();
  const [asking, setAsking] = useTyped<Decision | undefined>(`decide.${registration?.registrationId}`, undefined);
  // The same decision sent again has its effect once.
  const sent = useRef({ body: "", key: "" });
  const send = (body: Decision) =>
    run(async () => {
      if (!registration) return;
      const { registrationId, version } = registration;
      const said = JSON.stringify([registrationId, version, body]);
      if (sent.current.body !== said) sent.current = { body: said, key: crypto.randomUUID() };
      const options = { params: { registrationId }, body: mutable(body), version };
      const after = decides
        ? await ask("decide", { ...options, key: sent.current.key })
        : await ask("propose", options);
      setAsking(undefined);
      onDone(after, body.decision);
    });
  /** Approves at once, for that takes nothing from anybody; asks why before anything else. */
  const begin = (decision: DecisionName, proposed?: Omit<Decision, "decision">) => {
    if (!registration || busy || !possible(registration).includes(decision)) return;
    if (decision === "approve") void send({ decision });
    else setAsking({ ...proposed, decision });
  };
  return { busy, error, asking, begin, send, cancel: () => setAsking(undefined) };
}

const mutable = ({ fields, ...body }: Decision) => ({ ...body, ...(fields && { fields: [...fields] }) });

export type Review = ReturnType<typeof useReview>;
