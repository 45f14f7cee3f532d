import { expect, test } from "vitest";
import { html } from "#shared/text/html.ts";

test("escapes each value, and no markup", () => {
  const name = `<b>"Tom" & 'Ann'</b>`;
  expect(html`<p title="${name}">${name}</p>`.markup).toBe(
    '<p title="&lt;b&gt;&quot;Tom&quot; &amp; &#39;Ann&#39;&lt;/b&gt;">&lt;b&gt;&quot;Tom&quot; &amp; &#39;Ann&#39;&lt;/b&gt;</p>',
  );
  const items = ["one", "<two>"].map((each) => html`<li>${each}</li>`);
  expect(html`<ul>${items}</ul>${html`<hr>`}`.markup).toBe("<ul><li>one</li><li>&lt;two&gt;</li></ul><hr>");
});
