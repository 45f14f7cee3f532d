import { useLoaded } from "../kit/use-async.ts";
import { type Ask, type Colleagues, useOffice } from "./office.ts";

/**
 * Introduces whoever is signed in, once, and asks who the others are; empty until it is known.
 * @param conferenceId none for whoever isn't to know who works there
 */
export function useColleagues(ask: Ask, conferenceId: string | undefined): Colleagues {
  const { state } = useLoaded(() => ask("introduceStaff", {}), []).loaded;
  const { loaded } = useLoaded(async () => {
    if (conferenceId === undefined || state === "loading") return [];
    return (await ask("listStaff", { params: { conferenceId } })).items;
  }, [ask, conferenceId, state]);
  const known = loaded.state === "ready" ? loaded.value : [];
  return new Map(known.map(({ id, email }) => [id, email]));
}

/** Who of the staff did something; by their identifier, if they never introduced themselves. */
export function Colleague({ id }: { readonly id: string }) {
  const email = useOffice().colleagues.get(id);
  return email ? <bdi dir="ltr">{email}</bdi> : <code>{id}</code>;
}
