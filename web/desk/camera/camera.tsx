import { useEffect, useRef, useState } from "preact/hooks";
import { Notice } from "../../kit/notice.tsx";
import { useWords } from "../words.ts";
import { type Detector, openDetector } from "./detector.ts";

/** How often the camera's picture is looked at, and how long the same code is the same reading, in ms. */
const [interval, sameReading] = [120, 5_000];

type Fault = "denied" | "broken";

/** Reads badges that are held before the camera. */
export function Camera({ onRead }: { readonly onRead: (token: string) => void }) {
  const { t } = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const read = useRef(onRead);
  read.current = onRead;
  const [fault, setFault] = useState<Fault>();
  useEffect(() => {
    const over = new AbortController();
    void watch(video.current, (token) => read.current(token), over.signal).catch((error: unknown) => {
      if (!over.signal.aborted) setFault(error instanceof DOMException ? "denied" : "broken");
    });
    return () => over.abort();
  }, []);
  return (
    <div class="camera">
      {fault ? (
        <Notice tone="danger" urgent>
          <p>{t(`desk.camera.${fault}`)}</p>
        </Notice>
      ) : (
        <video ref={video} aria-label={t("desk.camera.view")} muted playsInline autoPlay />
      )}
    </div>
  );
}

async function watch(
  video: HTMLVideoElement | null,
  onRead: (token: string) => void,
  over: AbortSignal,
): Promise<void> {
  if (!video) return;
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const stop = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  if (over.aborted) return stop();
  over.addEventListener("abort", stop);
  video.srcObject = stream;
  await video.play();
  const detector = await openDetector();
  try {
    await look(video, detector, onRead, over);
  } finally {
    detector.stop();
  }
}

async function look(video: HTMLVideoElement, detector: Detector, onRead: (token: string) => void, over: AbortSignal) {
  let last = { token: "", at: 0 };
  while (!over.aborted) {
    const token = video.videoWidth > 0 ? await detector.detect(video) : undefined;
    const now = performance.now();
    // A badge that stays before the camera is one reading, however long it stays.
    if (token !== undefined && (token !== last.token || now - last.at > sameReading)) onRead(token);
    if (token !== undefined) last = { token, at: now };
    await new Promise((resolve) => setTimeout(resolve, interval));
  }
}
