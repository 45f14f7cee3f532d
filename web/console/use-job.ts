import { useEffect } from "preact/hooks";
import { useLoaded } from "../kit/use-async.ts";
import { useOffice } from "./office.ts";

const interval = 1_000;

/** Work that goes on after its answer, as it stands; looked at again until it has ended. */
export function useJob(jobId: string) {
  const { ask } = useOffice();
  const { loaded, again } = useLoaded((signal) => ask("readJob", { params: { jobId }, signal }), [jobId, ask]);
  const job = loaded.state === "ready" ? loaded.value : undefined;
  const isRunning = job?.state === "waiting" || job?.state === "running";
  useEffect(() => {
    if (!isRunning) return;
    const timer = setTimeout(again, interval);
    return () => clearTimeout(timer);
  }, [job]);
  return { loaded, again };
}
