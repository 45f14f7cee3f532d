import { useMemo, useState } from "preact/hooks";
import { type LoadState, useAction, useLoaded } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { getFieldErrorsOrThrow, useFieldErrors } from "../../kit/form/form-errors.ts";
import { useTranslation } from "../translations.ts";

/** How a part of the settings is read and written, with its version. */
interface ResourceAccess<Resource, Draft> {
  readonly load: (signal: AbortSignal) => Promise<Resource>;
  readonly toDraft: (resource: Resource) => Draft;
  readonly save: (draft: Draft, version: number) => Promise<Resource>;
}

type DraftChange<Draft> = Partial<Draft> | ((before: Draft) => Partial<Draft>);

/** The draft of a part that is saved by itself. A version that another person saved meanwhile is an error of the API. */
export function useResourceDraft<Resource extends { readonly version: number }, Draft>(
  { load, toDraft, save }: ResourceAccess<Resource, Draft>,
  dependencies: readonly unknown[],
) {
  const { t } = useTranslation();
  const { loaded, reload, set } = useLoaded(load, dependencies);
  const [edited, setEdited] = useState<Draft>();
  const { showErrors, fieldErrors, attempt } = useFieldErrors();
  const { busy, error, run } = useAction();
  const resource = loaded.state === "ready" ? loaded.value : undefined;
  // One draft for each version, because rows of a draft may have keys of their own.
  const saved = useMemo(() => resource && toDraft(resource), [resource]);
  const draft = edited ?? saved;
  return {
    loaded: loaded as LoadState<Resource>,
    draft,
    fieldErrors,
    attempt,
    busy,
    error,
    /** Changes the draft as it is by then: what is entered while a file is checked stays. */
    change: (changed: DraftChange<Draft>) =>
      setEdited((before) => {
        const latest = (before ?? saved) as Draft;
        return { ...latest, ...(changed instanceof Function ? changed(latest) : changed) };
      }),
    /** Shows what is saved, and forgets the draft. */
    discard: () => {
      setEdited(undefined);
      showErrors({});
      reload();
    },
    /** Saves the draft, with what is changed by saving it, and announces that it is saved. */
    submit: (changed?: Partial<Draft>, message = t("pages.saved")) =>
      run(async () => {
        if (!resource || !draft) return;
        showErrors({});
        try {
          set(await save({ ...draft, ...changed }, resource.version));
          setEdited(undefined);
          announce(message);
        } catch (failure) {
          showErrors(getFieldErrorsOrThrow(failure));
        }
      }),
  };
}
