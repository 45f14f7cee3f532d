/** The front page's one style sheet; allowed by its hash, so nothing else can style the page. */
export const style = `
:root { color-scheme: light dark; --ink: #1c2733; --soft: #5b6875; --line: #d7dde3; --blue: #0b5394; --paper: #fff; --shade: #f4f6f8 }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf2; --soft: #a7b3bf; --line: #36424e; --blue: #8ec5ff; --paper: #12181f; --shade: #1b232c } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, "Segoe UI", "Noto Sans", sans-serif }
header, main { max-width: 52rem; margin: 0 auto; padding: 0 1.25rem }
header { padding-top: 3rem }
.mark { margin: 0; color: var(--blue); font-weight: 700; letter-spacing: .12em; text-transform: uppercase; font-size: .85rem }
h1 { margin: .25rem 0 2rem; font-size: 1.7rem; line-height: 1.25; font-weight: 600 }
h2 { margin: 0 0 .6rem; font-size: 1.1rem }
section { margin: 0 0 2rem }
#mine { padding: 1.25rem; background: var(--shade); border: 1px solid var(--line); border-radius: .5rem }
a { color: var(--blue) } a:focus-visible, button:focus-visible, input:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px }
ul { padding-left: 1.2rem } li { margin: .2rem 0 }
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-size: .9rem }
th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
th { color: var(--soft); font-weight: 600 }
code { font: .92em ui-monospace, "SFMono-Regular", Menlo, monospace; overflow-wrap: anywhere }
label { display: block; margin-bottom: .3rem; font-weight: 600 }
input, button { font: inherit; padding: .55rem .8rem; border-radius: .4rem; border: 1px solid var(--line) }
input { width: 100%; max-width: 24rem; background: var(--paper); color: var(--ink); margin: 0 .5rem .5rem 0 }
button { background: var(--blue); border-color: var(--blue); color: var(--paper); font-weight: 600; cursor: pointer }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.25rem; margin: 0 } dt { color: var(--soft) } dd { margin: 0 }
`;
