import { useRef } from "preact/hooks";
import { useLoaded } from "../../../kit/api/use-loaded.ts";
import { navigate, useLocation } from "../../../kit/hooks/use-location.ts";
import { useConsoleContext } from "../../console-context.ts";
import type { SavedView } from "./saved-view.ts";

/** What a reader says of a view. */
export type ViewDraft = Omit<SavedView, "viewId" | "version" | "isOwn" | "canChange">;

const alphabet = "abcdefghijklmnopqrstuvwxyz234567";

/** A random identifier in the format of the API. */
const createViewId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(26)), (byte) => alphabet[byte % alphabet.length]).join("");

/**
 * The saved views of the register, of the reader and of all staff. The address names the view that is shown; once the
 * reader changes something, the address has the change, and the view is the one that can be changed with it.
 */
export function useSavedViews() {
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const pageLocation = useLocation();
  const { loaded, reload } = useLoaded(
    async (signal) => (await callApi("listRegisterViews", { params: { conferenceId }, signal })).items,
    [conferenceId],
  );
  const views = loaded.state === "ready" ? loaded.value : [];
  const namedId = pageLocation["saved"];
  const lastId = useRef(namedId);
  lastId.current = namedId ?? lastId.current;
  const find = (viewId: string | undefined) => views.find((view) => view.viewId === viewId);
  const choose = (viewId: string | undefined) => {
    lastId.current = viewId;
    const { conference = conferenceId, view = "register", registration } = pageLocation;
    navigate({ conference, view, ...(registration && { registration }), ...(viewId && { saved: viewId }) });
  };
  const save = async (draft: ViewDraft, before: Pick<SavedView, "viewId" | "version"> | undefined) => {
    const { viewId, version } = before ?? { viewId: createViewId(), version: 0 };
    await callApi("saveRegisterView", { params: { conferenceId, viewId }, body: draft, version });
    reload();
    choose(viewId);
  };
  const remove = async ({ viewId, version }: SavedView) => {
    await callApi("deleteRegisterView", { params: { conferenceId, viewId }, version });
    reload();
    choose(undefined);
  };
  return {
    views,
    /** The view that is shown. */
    shown: find(namedId),
    /** The view that was shown last, with what the reader has changed since. */
    last: find(lastId.current),
    isLoading: namedId !== undefined && loaded.state === "loading",
    /** The address names a view that the reader does not have, or that could not be loaded. */
    isMissing: namedId !== undefined && loaded.state !== "loading" && !find(namedId),
    ...{ choose, save, remove },
  };
}

export type SavedViews = ReturnType<typeof useSavedViews>;
