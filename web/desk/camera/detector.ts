/** Finds the code of a badge in what a camera sees; nothing if there is none. */
export interface Detector {
  detect(video: HTMLVideoElement): Promise<string | undefined>;
  stop(): void;
}

/** The browser's own, as the draft of the W3C has it; not every browser does. */
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

/** The browser's own detector if it has one for QR codes, else ours, in a thread of its own. */
export async function openDetector(): Promise<Detector> {
  const own = globalThis.BarcodeDetector;
  const formats = (await own?.getSupportedFormats().catch(() => [])) ?? [];
  if (!own || !formats.includes("qr_code")) return new ReaderThread();
  const detector = new own({ formats: ["qr_code"] });
  return {
    detect: async (video) => (await detector.detect(video))[0]?.rawValue,
    stop: () => undefined,
  };
}

/** A badge fills the picture, so that this many pixels across are enough, and quick. */
const width = 640;

class ReaderThread implements Detector {
  readonly #worker = new Worker(new URL("./qr-reader.ts", import.meta.url), { type: "module" });
  readonly #canvas = new OffscreenCanvas(width, width);

  async detect(video: HTMLVideoElement): Promise<string | undefined> {
    const height = Math.round((width * video.videoHeight) / video.videoWidth);
    this.#canvas.height = height;
    const context = this.#canvas.getContext("2d", { willReadFrequently: true });
    if (!context) throw new Error("no canvas");
    context.drawImage(video, 0, 0, width, height);
    const picture = context.getImageData(0, 0, width, height);
    const answer = new Promise<string | undefined>((resolve, reject) => {
      this.#worker.onmessage = ({ data }: MessageEvent<{ text?: string; failed?: string }>) =>
        data.failed === undefined ? resolve(data.text) : reject(new Error(data.failed));
      this.#worker.onerror = () => reject(new Error("the reader doesn't start"));
    });
    this.#worker.postMessage(picture, [picture.data.buffer]);
    return answer;
  }

  stop(): void {
    this.#worker.terminate();
  }
}
