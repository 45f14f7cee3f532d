import { useLoaded } from "../../kit/use-async.ts";
import { useRefresh } from "../../kit/use-refresh.ts";
import { type Registration, useOffice } from "../office.ts";

const interval = 10_000;

/** The registration that is open, as it is now; nothing while none is. */
export function useCase(registrationId: string | undefined) {
  const { ask } = useOffice();
  const { loaded, again, set } = useLoaded(
    async (signal): Promise<Registration | undefined> =>
      registrationId === undefined ? undefined : ask("readRegistration", { params: { registrationId }, signal }),
    [registrationId, ask],
  );
  useRefresh(again, interval);
  const found = loaded.state === "ready" ? loaded.value : undefined;
  return {
    registration: found?.registrationId === registrationId ? found : undefined,
    error: loaded.state === "failed" ? loaded.error : undefined,
    again,
    set,
  };
}
