import { createContext } from "preact";
import { useContext, useMemo } from "preact/hooks";
import type { OperationId } from "#shared/http/routes.ts";
import { type ApiAnswer, type ApiCallOptions, callApi, fetchFile, isSessionOver } from "../kit/api/client.ts";
import { getFreshIdToken } from "../kit/session/staff-session.ts";
import type { DeferredDecisions } from "./deferred/deferred-decisions.ts";

/** A conference with all its settings, as the secretariat sees it. */
export type ConferenceSettings = ApiAnswer<"listConferences">["items"][number];
export type StaffRegistration = ApiAnswer<"getRegistration">;
export type FeedPage = ApiAnswer<"getRegistrationFeed">;
export type CapacityPool = ApiAnswer<"getCapacity">["items"][number];

/** Calls the API with the token and language of the signed-in staff member. */
export type ApiCaller = <Id extends OperationId>(id: Id, options: ApiCallOptions<Id>) => Promise<ApiAnswer<Id>>;

/** As `ApiCaller`, for files. */
export type FileFetcher = <Id extends OperationId>(id: Id, options: ApiCallOptions<Id>) => Promise<Blob>;

/** The email addresses of staff by their identifiers. */
export type StaffEmails = ReadonlyMap<string, string>;

/** What the parts of the console share. */
export interface ConsoleContextValue {
  readonly settings: ConferenceSettings;
  readonly callApi: ApiCaller;
  readonly fetchFile: FileFetcher;
  /** Whether the staff member decides; a reviewer proposes. */
  readonly canDecide: boolean;
  readonly email: string;
  readonly staffEmails: StaffEmails;
  /** Shows the settings from an API response. */
  readonly setSettings: (settings: ConferenceSettings) => void;
  /** Loads the settings again, after another person changed them. */
  readonly reloadSettings: () => void;
  /** What follows the registrations of the conference (`useRegisterFeed`), for the next view that shows them; in memory. */
  readonly keptFeed: { current: object | undefined };
  /** The decisions that are not carried out yet. */
  readonly deferred: DeferredDecisions;
  /** The first page of the feed of a conference, once, if it was asked for when the console began to load. */
  readonly takeFirstFeedPage: (conferenceId: string) => Promise<FeedPage> | undefined;
}

export const ConsoleContext = createContext<ConsoleContextValue | undefined>(undefined);

export function useConsoleContext(): ConsoleContextValue {
  const context = useContext(ConsoleContext);
  if (!context) throw new Error("no ConsoleContext around this component");
  return context;
}

/** API calls with a fresh token. `onSessionOver` is called if the account has no valid token any more. */
export function useApiCaller(
  language: string,
  onSessionOver: () => void,
): { readonly callApi: ApiCaller; readonly fetchFile: FileFetcher } {
  return useMemo(
    () => ({
      callApi: (id, options) =>
        callWithToken(onSessionOver, options, (token) => callApi(id, { ...options, language, token })),
      fetchFile: (id, options) =>
        callWithToken(onSessionOver, options, (token) => fetchFile(id, { ...options, language, token })),
    }),
    [language],
  );
}

/** A request that outlives the page does not wait for another token as long as the present one is valid. */
async function callWithToken<T>(
  onSessionOver: () => void,
  { keepalive }: Pick<ApiCallOptions<OperationId>, "keepalive">,
  send: (token: string | undefined) => Promise<T>,
): Promise<T> {
  const token = await getFreshIdToken(keepalive ? 0 : undefined);
  if (token === undefined) onSessionOver();
  try {
    return await send(token);
  } catch (error) {
    if (isSessionOver(error)) onSessionOver();
    throw error;
  }
}
