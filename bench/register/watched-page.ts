/**
 * Runs in the page before its own scripts: notes when the register appears, and measures what a reader does in it, from the
 * event until the frame with the answer of the worker is painted.
 */
export const watchScript = `(() => {
  const shown = { first: 0, counts: [], runs: [] };
  const afterPaint = (then) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => then(performance.now());
    channel.port2.postMessage(0);
  });
  let asked = 0;
  let onAnswer = () => {};
  globalThis.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", () => {
        const worker = performance.now() - asked;
        shown.runs.push(worker);
        onAnswer(worker);
      });
    }
    postMessage(message, ...more) {
      if (message.kind === "run") asked = performance.now();
      super.postMessage(message, ...more);
    }
  };
  const look = () => {
    const results = document.querySelector("#register-table tbody tr[aria-rowindex], .register-results > p");
    if (results && !shown.first) {
      shown.first = performance.now();
      afterPaint((at) => { shown.first = at; });
    }
    const count = document.querySelector(".register-count");
    const text = count && !count.hasAttribute("aria-busy") ? count.textContent : "";
    if (text && text !== lastText) {
      lastText = text;
      afterPaint((at) => { shown.counts.push({ text, at }); onCount(); });
    }
  };
  let lastText = "";
  let onCount = () => {};
  const waitForCount = (text) => new Promise((resolve) => {
    onCount = () => { if (shown.first && shown.counts.some((each) => each.text === text)) resolve(shown); };
    onCount();
  });
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["aria-busy"] });
  const act = (perform) => new Promise((resolve, reject) => {
    const began = performance.now();
    setTimeout(() => reject(new Error("no answer of the worker")), 60_000);
    onAnswer = (worker) => {
      onAnswer = () => {};
      afterPaint((at) => resolve({ took: at - began, worker }));
    };
    perform();
  });
  const type = (text) => {
    const input = document.getElementById("register-search");
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, text);
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  };
  globalThis.watched = {
    waitForCount,
    press: (selector) => act(() => document.querySelector(selector).click()),
    type: (text) => act(() => type(text)),
  };
})();`;
