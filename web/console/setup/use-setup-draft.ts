import { changeStoredState, useStoredState } from "../../kit/hooks/use-stored-state.ts";
import type { ConferenceSettings } from "../console-context.ts";
import { createSetupDraft, listDraftDifferences, mergeDrafts, type SetupDraft, toSetupDraft } from "./setup-draft.ts";

/** An edited draft, with the settings that it changes. */
interface SetupEdit {
  readonly version: number | undefined;
  readonly base: SetupDraft;
  readonly draft: SetupDraft;
}

/** The two forms that save a conference. */
type SetupForm = "setup" | "badge-design";

const toDraftName = (form: SetupForm, conferenceId: string | undefined) => `${form}.${conferenceId}`;

/**
 * The draft of the settings in a form, kept in this tab until it is saved or discarded, or until sign-out. Until it is
 * edited it follows the settings; then it stays, also when another person saves other settings, until `mergeOwn` or
 * `takeSaved`.
 */
export function useSetupDraft(settings: ConferenceSettings | undefined, form: SetupForm = "setup") {
  const [edit, setEdit, removeEdit] = useStoredState<SetupEdit | undefined>(
    toDraftName(form, settings?.conferenceId),
    undefined,
  );
  const saved = settings && toSetupDraft(settings);
  const getCurrent = (before: SetupEdit | undefined): SetupEdit => {
    if (before) return before;
    const draft = saved ?? createSetupDraft(new Date());
    return { version: settings?.version, base: draft, draft };
  };
  const { version, base, draft } = getCurrent(edit);
  const savedChanges = saved && version !== settings?.version ? listDraftDifferences(base, saved) : [];
  const takeSaved = () => {
    setEdit(undefined);
    removeEdit();
  };
  return {
    draft,
    /** The version that the draft changes, or the saved one if nothing else in it differs. */
    version: savedChanges.length > 0 ? version : settings?.version,
    /** What another person changed since the draft was edited first. */
    savedChanges,
    patch: (change: Partial<SetupDraft> | ((draft: SetupDraft) => Partial<SetupDraft>)) =>
      setEdit((before) => {
        const current = getCurrent(before);
        const changed = change instanceof Function ? change(current.draft) : change;
        return { ...current, draft: { ...current.draft, ...changed } };
      }),
    /** Applies the changes of the draft to the saved settings. */
    mergeOwn: () => {
      if (saved) setEdit({ version: settings?.version, base: saved, draft: mergeDrafts(base, draft, saved) });
    },
    isChanged: edit !== undefined,
    /** Discards the draft. */
    takeSaved,
    /**
     * Ends the draft after it was saved. What waits in the other form then changes the new settings: it was this person
     * who changed them. A draft that misses changes of others still says so.
     */
    completeSave: (after: ConferenceSettings) => {
      takeSaved();
      const changed = toSetupDraft(after);
      const name = toDraftName(form === "setup" ? "badge-design" : "setup", after.conferenceId);
      changeStoredState<SetupEdit>(name, (other) =>
        saved && listDraftDifferences(other.base, saved).length === 0
          ? { version: after.version, base: changed, draft: mergeDrafts(other.base, other.draft, changed) }
          : other,
      );
    },
  };
}
