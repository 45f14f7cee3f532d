import type { EventBus } from "../events/bus.ts";
import { account, region } from "../template/resolve.ts";

/** What a malware protection plan of the template protects. */
export interface Plan {
  readonly bucket: string;
  readonly prefixes: readonly string[];
}

export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  readonly eTag: string;
}

/** The test file that every scanner takes for a virus (https://www.eicar.org), in two parts: this file is none. */
const eicar = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("");

/** Where GuardDuty gives up: here, a file that says so. */
const unscannable = "PALAIS-TEST-UNSCANNABLE";

/**
 * Stands in for GuardDuty's malware protection: it knows one virus, tags each object with what it found, and tells
 * the event bus as GuardDuty does.
 */
export class Scanner {
  readonly #emulator: string;
  readonly #plans: readonly Plan[];
  readonly #remark: (text: string) => void;
  #bus: EventBus | undefined;

  constructor(emulator: string, plans: readonly Plan[], remark: (text: string) => void) {
    this.#emulator = emulator;
    this.#plans = plans;
    this.#remark = remark;
  }

  stored(object: StoredObject): void {
    if (this.#bus && this.#isProtected(object)) void this.#scan(object, this.#bus).catch(this.#onError);
  }

  async scanWith(bus: EventBus): Promise<void> {
    this.#bus = bus;
    for (const { bucket, prefixes } of this.#plans) {
      for (const prefix of prefixes) {
        const listing = await (await fetch(`${this.#emulator}/${bucket}?prefix=${encodeURIComponent(prefix)}`)).text();
        for (const [, key = ""] of listing.matchAll(/<Key>([^<]+)<\/Key>/g)) this.stored({ bucket, key, eTag: "" });
      }
    }
  }

  readonly #onError = (error: unknown) =>
    this.#remark(`malware scan: ${error instanceof Error ? error.message : error}`);

  #isProtected({ bucket, key }: StoredObject): boolean {
    return this.#plans.some((plan) => plan.bucket === bucket && plan.prefixes.some((prefix) => key.startsWith(prefix)));
  }

  async #scan({ bucket, key }: StoredObject, bus: EventBus): Promise<void> {
    const url = `${this.#emulator}/${bucket}/${key}`;
    const answer = await fetch(url);
    if (answer.status !== 200) return;
    const content = Buffer.from(await answer.arrayBuffer());
    const status = this.#resultOf(content);
    const tag = `<Tag><Key>GuardDutyMalwareScanStatus</Key><Value>${status}</Value></Tag>`;
    const body = `<Tagging xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><TagSet>${tag}</TagSet></Tagging>`;
    await fetch(`${url}?tagging`, { method: "PUT", headers: { "content-type": "application/xml" }, body });
    await bus.put({
      source: "aws.guardduty",
      "detail-type": "GuardDuty Malware Protection Object Scan Result",
      account,
      region,
      time: new Date().toISOString(),
      detail: {
        schemaVersion: "1.0",
        scanStatus: status === "UNSUPPORTED" ? "SKIPPED" : "COMPLETED",
        resourceType: "S3_OBJECT",
        s3ObjectDetails: {
          bucketName: bucket,
          objectKey: key,
          eTag: (answer.headers.get("etag") ?? "").replaceAll('"', ""),
        },
        scanResultDetails: {
          scanResultStatus: status,
          threats: status === "THREATS_FOUND" ? [{ name: "EICAR" }] : null,
        },
      },
    });
  }

  #resultOf(content: Buffer): "NO_THREATS_FOUND" | "THREATS_FOUND" | "UNSUPPORTED" {
    if (content.includes(eicar)) return "THREATS_FOUND";
    return content.includes(unscannable) ? "UNSUPPORTED" : "NO_THREATS_FOUND";
  }
}
