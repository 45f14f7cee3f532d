import { type ApiAnswer, type ApiCallOptions, listAllPages } from "../../../kit/api/client.ts";
import type { ApiCaller, ConferenceSettings } from "../../console-context.ts";
import { type CopyOptions, type CopyPart, countDays, createCopyBody, shiftTimes } from "./copy-body.ts";

/** More organizations than a conference has accredited. */
const maxOrganizations = 5_000;

interface Copying {
  readonly callApi: ApiCaller;
  readonly settings: ConferenceSettings;
  /** The short name of the copy. */
  readonly conferenceId: string;
  readonly options: CopyOptions;
}

/** The steps that are done, so that a failed copy goes on where it stopped. */
export type CopyStep = "conference" | CopyPart;

/**
 * Copies a conference in steps, each of which can be repeated. @param onDone is called after each step
 * @throws ApiError, NetworkError
 */
export async function copyConference(
  copying: Copying,
  done: ReadonlySet<CopyStep>,
  onDone: (step: CopyStep) => void,
): Promise<void> {
  const { parts } = copying.options;
  const steps: readonly [CopyStep, (copying: Copying) => Promise<unknown>][] = [
    ["conference", copySettings],
    ["questions", copyQuestions],
    ["page", copyPage],
    ["branding", copyBranding],
    ["organizations", copyOrganizations],
  ];
  for (const [step, copy] of steps) {
    if (done.has(step) || (step !== "conference" && !parts.includes(step))) continue;
    await copy(copying);
    onDone(step);
  }
}

const copySettings = ({ callApi, settings, conferenceId, options }: Copying) =>
  callApi("putConference", { params: { conferenceId }, body: createCopyBody(settings, options) });

async function copyQuestions({ callApi, settings, conferenceId, options }: Copying): Promise<void> {
  const { items } = await callApi("getQuestions", { params: { conferenceId: settings.conferenceId } });
  if (items.length === 0) return;
  const moved = items.map(({ until, ...question }) => ({
    ...question,
    ...(until !== undefined && {
      until: shiftTimes(until, countDays(settings.startsOn, options.startsOn), settings.timeZone),
    }),
  }));
  const body = { items: moved } as ApiCallOptions<"putQuestions">["body"];
  await callApi("putQuestions", { params: { conferenceId }, body });
}

/** The texts. Files belong to the other conference, and the copy is not listed before its secretariat wants it. */
async function copyPage({ callApi, settings, conferenceId }: Copying): Promise<void> {
  const { summary, practical } = await callApi("getPage", { params: { conferenceId: settings.conferenceId } });
  const body = { ...(summary && { summary }), ...(practical && { practical }) } as ApiCallOptions<"putPage">["body"];
  if (Object.keys(body).length > 0) await callApi("putPage", { params: { conferenceId }, body });
}

/** All but the logo, which is a file. */
async function copyBranding({ callApi, settings, conferenceId }: Copying): Promise<void> {
  const branding = await callApi("getBranding", { params: { conferenceId: settings.conferenceId } });
  const { colour, name, contact, website } = branding;
  const body = {
    ...(colour && { colour }),
    ...(name && { name }),
    ...(contact && { contact }),
    ...(website && { website }),
  };
  if (Object.keys(body).length > 0)
    await callApi("putBranding", { params: { conferenceId }, body: body as ApiCallOptions<"putBranding">["body"] });
}

/** The accredited organizations. Each focal point is asked to confirm once, also if this step is repeated. */
async function copyOrganizations({ callApi, settings, conferenceId }: Copying): Promise<void> {
  const all = await listAllPages<ApiAnswer<"listDelegations">["items"][number]>(
    (cursor) =>
      callApi("listDelegations", {
        params: { conferenceId: settings.conferenceId },
        query: { status: "accredited", limit: 100, cursor },
      }),
    maxOrganizations,
  );
  for (const { delegationId, name, category, country, focalPoints, language, quota, reserve, insideAtOnce } of all) {
    const body = {
      ...{ name, category, focalPoints, language, confirmation: "awaited" as const },
      ...(country !== undefined && { country }),
      ...(quota !== undefined && { quota }),
      ...(reserve !== undefined && { reserve }),
      ...(insideAtOnce !== undefined && { insideAtOnce }),
    } as ApiCallOptions<"createDelegation">["body"];
    const idempotencyKey = `copy-${conferenceId}-${delegationId}`;
    await callApi("createDelegation", { params: { conferenceId }, body, idempotencyKey });
  }
}
