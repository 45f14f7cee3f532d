import { useEffect, useRef, useState } from "preact/hooks";
import { Notice } from "../../kit/components/notices.tsx";
import { useTranslation } from "../translations.ts";

/** Detects a badge code in a video frame; undefined if there is none. */
export interface CodeDetector {
  detect(video: HTMLVideoElement): Promise<string | undefined>;
  stop(): void;
}

/** The Barcode Detection API, a W3C draft that not every browser has. */
interface BarcodeDetector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}

declare global {
  var BarcodeDetector:
    | {
        new (options: { readonly formats: readonly string[] }): BarcodeDetector;
        getSupportedFormats(): Promise<readonly string[]>;
      }
    | undefined;
}

/** The detector of the browser if it supports QR codes, otherwise the one in the worker. */
async function createDetector(): Promise<CodeDetector> {
  const own = globalThis.BarcodeDetector;
  const formats = (await own?.getSupportedFormats().catch(() => [])) ?? [];
  if (!own || !formats.includes("qr_code")) return new WorkerDetector();
  const detector = new own({ formats: ["qr_code"] });
  return {
    detect: async (video) => (await detector.detect(video))[0]?.rawValue,
    stop: () => undefined,
  };
}

/** The width of the scanned picture in pixels: enough, because the badge fills the frame, and fast. */
const pictureWidth = 640;

class WorkerDetector implements CodeDetector {
  readonly #worker = new Worker(new URL("./qr-reader.ts", import.meta.url), { type: "module" });
  readonly #canvas = new OffscreenCanvas(pictureWidth, pictureWidth);

  async detect(video: HTMLVideoElement): Promise<string | undefined> {
    const height = Math.round((pictureWidth * video.videoHeight) / video.videoWidth);
    this.#canvas.height = height;
    const context = this.#canvas.getContext("2d", { willReadFrequently: true });
    if (!context) throw new Error("no canvas");
    context.drawImage(video, 0, 0, pictureWidth, height);
    const picture = context.getImageData(0, 0, pictureWidth, height);
    const answer = new Promise<string | undefined>((resolve, reject) => {
      this.#worker.onmessage = ({ data }: MessageEvent<{ text?: string; failed?: string }>) =>
        data.failed === undefined ? resolve(data.text) : reject(new Error(data.failed));
      this.#worker.onerror = () => reject(new Error("the QR worker failed to start"));
    });
    this.#worker.postMessage(picture, [picture.data.buffer]);
    return answer;
  }

  stop(): void {
    this.#worker.terminate();
  }
}

/** The interval between frames, and the time in which the same code counts as one scan, in ms. */
const [frameIntervalMs, sameCodeMs] = [120, 5_000];

type CameraFault = "denied" | "broken";

/** Scans badges with the camera. */
export function CameraScanner({ onRead }: { readonly onRead: (token: string) => void }) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const read = useRef(onRead);
  read.current = onRead;
  const [fault, setFault] = useState<CameraFault>();
  useEffect(() => {
    const abort = new AbortController();
    void scanCamera(video.current, (token) => read.current(token), abort.signal).catch((error: unknown) => {
      if (!abort.signal.aborted) setFault(error instanceof DOMException ? "denied" : "broken");
    });
    return () => abort.abort();
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

async function scanCamera(
  video: HTMLVideoElement | null,
  onRead: (token: string) => void,
  signal: AbortSignal,
): Promise<void> {
  if (!video) return;
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const stop = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  if (signal.aborted) return stop();
  signal.addEventListener("abort", stop);
  video.srcObject = stream;
  await video.play();
  const detector = await createDetector();
  try {
    await scanFrames(video, detector, onRead, signal);
  } finally {
    detector.stop();
  }
}

async function scanFrames(
  video: HTMLVideoElement,
  detector: CodeDetector,
  onRead: (token: string) => void,
  signal: AbortSignal,
) {
  let last = { token: "", at: 0 };
  while (!signal.aborted) {
    const token = video.videoWidth > 0 ? await detector.detect(video) : undefined;
    const now = performance.now();
    // A badge that stays in view is one scan.
    if (token !== undefined && (token !== last.token || now - last.at > sameCodeMs)) onRead(token);
    if (token !== undefined) last = { token, at: now };
    await new Promise((resolve) => setTimeout(resolve, frameIntervalMs));
  }
}
