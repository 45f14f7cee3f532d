import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { routes } from "#shared/contract/routes.ts";
import type { Handler } from "#shared/http/request.ts";
import { script } from "./page-script.ts";
import { style } from "./page-style.ts";

const links = z.array(z.object({ label: z.string(), url: z.string() }));
type Links = z.infer<typeof links>;

/** The links that whoever runs this system wants on its front page, from the deployment's parameter. */
export const operatorLinks = (json: string): Links => z.parse(links, JSON.parse(json));

/** A page that says what runs here; the same for everyone, so it is made once. */
export const frontPage = (operator: Links): Handler<"frontPage"> => {
  const page = html(operator);
  return async () => page;
};

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => escapes[character] ?? "");

/** A link where there is an address to go to, else its words. */
const linked = ({ label, url }: Links[number]) =>
  /^https?:\/\//.test(url)
    ? `<a href="${escaped(url)}">${escaped(label)}</a>`
    : `${escaped(label)} <code>${escaped(url)}</code>`;

const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

const policy = `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; connect-src 'self'; base-uri 'none'; form-action 'none'`;

const rows = Object.values(routes)
  .map(
    ({ method, path, access }) =>
      `<tr><td>${method}</td><td><code>${path}</code></td><td>${access.join(", ")}</td></tr>`,
  )
  .join("");

function html(operator: Links): string {
  const items = operator.map((each) => `<li>${linked(each)}</li>`).join("");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Palais</title>
<style>${style}</style>
</head>
<body>
<header><p class="mark">Palais</p><h1>Registration and accreditation for intergovernmental conferences</h1></header>
<main>
<section id="mine" hidden aria-live="polite"></section>
<section><h2>What runs here</h2>
<p>Delegations register, the secretariat approves, badges open the gates, and no venue ever holds one person more than its capacity.</p>
<ul><li><a href="/v1/openapi.json">The API as an OpenAPI document</a></li>${items}</ul></section>
<section><h2>Addresses</h2>
<div class="wide"><table><thead><tr><th scope="col">Method</th><th scope="col">Address</th><th scope="col">Who</th></tr></thead><tbody>${rows}</tbody></table></div></section>
</main>
<script>${script}</script>
</body>
</html>
`;
}
