import { type Markup, markup } from "./picture-svg";

/**
 * How the report looks: for light and dark, narrow screens and print. Every colour of text has a contrast of at least
 * 4.5 with what it stands on.
 */
export const STYLE: Markup = markup`
:root {
  color-scheme: light dark;
  --page: light-dark(#ffffff, #0e1116);
  --panel: light-dark(#f5f6f8, #171b22);
  --text: light-dark(#1c2128, #e6e9ee);
  --quiet: light-dark(#565f6b, #9ba4b0);
  --rule: light-dark(#d5d9df, #323944);
  --danger: light-dark(#b3261e, #ff9a8f);
  --gain: light-dark(#a8431a, #ffab7a);
  --loss: light-dark(#1f5fbf, #8fb8ff);
  --changed: light-dark(#7a5800, #e8c15a);
  --unknown: light-dark(#6b3fb5, #c9a9ff);
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0 auto; padding: 2rem clamp(1rem, 4vw, 2.5rem) 4rem; max-width: 76rem;
  background: var(--page); color: var(--text); font: 1rem/1.5 var(--sans); overflow-wrap: anywhere;
}
h1, h2, h3, p, ul, ol, dl, dd, figure, table { margin: 0; }
h1 { font-size: clamp(1.35rem, 1rem + 1.6vw, 1.9rem); line-height: 1.25; text-wrap: balance; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 3rem 0 0.75rem; padding-bottom: 0.35rem; border-bottom: 1px solid var(--rule); }
h3 { font-size: 1.05rem; line-height: 1.4; }
h3.rows { margin: 1.75rem 0 0.4rem; }
code { font: 0.88em/1.4 var(--mono); background: var(--panel); border-radius: 4px; padding: 0.1em 0.3em; unicode-bidi: isolate; }
h3 code { background: none; padding: 0; font-size: 1em; font-weight: 700; }
a { color: var(--loss); }
:focus-visible { outline: 2px solid var(--loss); outline-offset: 2px; border-radius: 3px; }
.quiet { color: var(--quiet); font-size: 0.9rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.top { border-inline-start: 6px solid var(--tone); padding-inline-start: 1rem; }
.top h1 { margin-top: 0.4rem; }
.top .tag { margin-inline-end: 0.4rem; }
.note { border: 1px solid var(--unknown); border-radius: 8px; padding: 0.6rem 0.9rem; margin-top: 1.25rem; }
.wider, .both { --tone: var(--gain); }
.narrower { --tone: var(--loss); }
.same { --tone: var(--quiet); }
.unknown { --tone: var(--unknown); }
.critical { --tone: var(--danger); }
.high { --tone: var(--gain); }
.medium { --tone: var(--changed); }
.low, .info { --tone: var(--quiet); }

.counts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 0.75rem; margin-top: 1.5rem; }
.counts > div { display: flex; flex-direction: column-reverse; justify-content: flex-end; background: var(--panel); border-radius: 8px; padding: 0.7rem 0.9rem; }
.counts dd { font-size: 1.5rem; font-weight: 650; line-height: 1.2; font-variant-numeric: tabular-nums; }
.counts dt { color: var(--quiet); font-size: 0.88rem; line-height: 1.35; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.3rem 1.25rem; list-style: none; padding: 0; margin-top: 1.25rem; }

.tag {
  display: inline-block; white-space: nowrap; color: var(--tone); border: 1px solid currentColor; border-radius: 99px;
  font-size: 0.8rem; font-weight: 600; line-height: 1.3; padding: 0.1em 0.65em;
}
.tag.critical { -webkit-print-color-adjust: exact; print-color-adjust: exact; background: var(--tone); border-color: var(--tone); color: var(--page); }

table { border-collapse: collapse; width: 100%; font-size: 0.92rem; }
th, td { text-align: start; vertical-align: top; padding: 0.6rem 0.75rem; border-bottom: 1px solid var(--rule); unicode-bidi: isolate; }
th { color: var(--quiet); font-size: 0.85rem; font-weight: 600; }
td:first-child, th:first-child { padding-inline-start: 0; }
td > p + p { margin-top: 0.3rem; }

article { border: 1px solid var(--rule); border-inline-start: 5px solid var(--tone); border-radius: 8px; padding: 1rem 1.15rem 1.15rem; margin-top: 1.25rem; min-width: 0; }
article .quiet { margin-top: 0.15rem; }
h4 { font-size: 0.95rem; margin: 1.1rem 0 0.4rem; }
.changes, .plain { list-style: none; padding: 0; }
.changes > li { display: grid; grid-template-columns: 1.6rem minmax(0, 1fr); padding: 0.55rem 0; border-top: 1px solid var(--rule); unicode-bidi: isolate; }
.changes > li:first-child { border-top: 0; }
.plain > li { padding: 0.25rem 0; unicode-bidi: isolate; }
.mark { font: 700 1.15rem/1.3 var(--mono); color: var(--tone); }
.gain { --tone: var(--gain); }
.loss { --tone: var(--loss); }
summary { cursor: pointer; color: var(--quiet); font-size: 0.9rem; width: fit-content; }
details p { font-size: 0.9rem; margin: 0.25rem 0 0.25rem 1rem; }
.legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; }
.legend b { font-family: var(--mono); color: var(--tone); }

.picture { overflow-x: auto; margin-top: 0.9rem; }
.graph { display: block; width: 100%; min-width: 58rem; max-width: 72rem; height: auto; font: 12px var(--mono); }
.graph text { fill: var(--text); }
.graph .head { font: 600 12px var(--sans); fill: var(--quiet); }
.graph .rest { font: 12px var(--sans); fill: var(--quiet); }
.graph rect { fill: var(--panel); stroke: var(--tone); stroke-width: 1.5; }
.graph .sign { font-weight: 700; font-size: 15px; fill: var(--tone); text-anchor: middle; }
.graph .line { fill: none; stroke: var(--tone); stroke-width: 1.5; }
.graph .tip { fill: var(--tone); }
.graph .edge text { font: 12px var(--sans); fill: var(--tone); text-anchor: end; stroke: var(--page); stroke-width: 4; paint-order: stroke; }
.graph .centre rect { stroke: var(--text); stroke-width: 2; }
.graph .centre .label { text-anchor: middle; font-weight: 700; }
.added { --tone: var(--gain); }
.removed { --tone: var(--loss); }
.changed { --tone: var(--changed); }
.kept { --tone: var(--quiet); }
.graph .added rect, .graph .added .line { stroke-width: 2.25; }
.graph .removed rect, .graph .removed .line { stroke-dasharray: 6 4; }
.graph .unknown rect, .graph .unknown .line { stroke-dasharray: 2 3; }

@media (max-width: 46rem) {
  .stacked, .stacked tbody, .stacked tr, .stacked td { display: block; }
  .stacked thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .stacked tr { padding: 0.75rem 0; border-bottom: 1px solid var(--rule); }
  .stacked td { padding: 0.15rem 0; border: 0; }
  .stacked td:not(:first-child)::before { content: attr(data-head); display: block; color: var(--quiet); font-size: 0.82rem; font-weight: 600; }
  article { padding-inline: 0.8rem; }
}
@media print {
  :root { color-scheme: light; font-size: 10pt; }
  body { max-width: none; padding: 0; }
  nav { display: none; }
  tr, .changes > li, .picture { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; }
  .picture { overflow: visible; }
  .graph { min-width: 0; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
}
@media (forced-colors: active) {
  .graph * { --tone: CanvasText; --text: CanvasText; --quiet: CanvasText; --panel: Canvas; --page: Canvas; }
}
`;
