import { useState } from "preact/hooks";
import { useFormState } from "../kit/hooks/use-stored-state.ts";
import { useTranslation } from "./translations.ts";

/**
 * The reason of an action, and its input.
 * @param id the id of the input
 * @returns the props of the input, and `submit`, which passes on the reason, or shows an error if it is required and
 * missing
 */
export function useReason(id: string, storageKey = id, isRequired = true) {
  const { t } = useTranslation();
  const [value, setValue] = useFormState(storageKey, "");
  const [isTried, setTried] = useState(false);
  const reason = value.trim();
  const isMissing = isRequired && reason === "";
  const submit = (send: (reason: string) => void) => {
    setTried(true);
    if (isMissing) document.getElementById(id)?.focus();
    else send(reason);
  };
  const errorText = isTried && isMissing ? t("decide.reasonMissing") : undefined;
  return { field: { id, value, errorText, onInput: setValue }, submit };
}
