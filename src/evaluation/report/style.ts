/** The report's style sheet: one column on a phone, light and dark as the reader's system has it. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #fbfaf8; --card: #ffffff; --ink: #1d1c1a; --soft: #625e57; --line: #e4e0d9;
  --text-aware: #0b7a75; --numeric-only: #c2570c; --other: #b9b3a8; --actual: #33312e; --muted: #a39d92;
  --good: #0b7a75; --bad: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #161513; --card: #1f1e1b; --ink: #efece6; --soft: #aaa498; --line: #383530;
    --text-aware: #4fc4bb; --numeric-only: #f0985a; --other: #6c675e; --actual: #e6e2da; --muted: #79736a;
    --good: #4fc4bb; --bad: #f2877f;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif;
}
main { max-width: 1040px; margin: 0 auto; padding: 40px 20px 80px; }
h1 { font-size: 15px; font-weight: 600; color: var(--soft); margin: 0 0 12px; }
h2 { font-size: 21px; margin: 56px 0 4px; line-height: 1.3; }
h3 { font-size: 16px; margin: 28px 0 4px; }
p { margin: 6px 0 14px; max-width: 68ch; }
.soft, figcaption, .facts { color: var(--soft); font-size: 14px; }
.headline { font-size: clamp(25px, 4.6vw, 38px); line-height: 1.2; font-weight: 650; letter-spacing: -0.015em; margin: 0 0 20px; max-width: 24em; }
.verdict { list-style: none; margin: 0 0 20px; padding: 0; max-width: 74ch; }
.verdict li { padding: 7px 0 7px 30px; position: relative; }
.verdict li::before { position: absolute; left: 2px; font-weight: 700; }
.verdict .better::before { content: '\\2713'; color: var(--good); }
.verdict .worse::before { content: '\\2717'; color: var(--bad); }
.verdict .no_difference::before { content: '='; color: var(--soft); }
.verdict .unknown::before { content: '?'; color: var(--soft); }
.grid { display: grid; gap: 20px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr)); align-items: start; }
.pair { grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); }
figure { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px; min-width: 0; }
figcaption { margin-bottom: 10px; }
figcaption strong { color: var(--ink); display: block; font-size: 15px; line-height: 1.35; }
svg { display: block; max-width: 100%; height: auto; overflow: visible; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
table { border-collapse: collapse; width: 100%; font-size: 13.5px; font-variant-numeric: tabular-nums; }
th, td { padding: 6px 10px; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--line); }
tr:last-child td, tr:last-child th { border-bottom: 0; }
th { font-weight: 600; color: var(--soft); }
tbody th { text-align: left; color: var(--ink); font-weight: 500; }
thead th:first-child { text-align: left; }
thead .group { text-align: left; border-left: 1px solid var(--line); }
td.edge { border-left: 1px solid var(--line); }
tr.text-aware th { color: var(--text-aware); font-weight: 700; }
tr.numeric-only th { color: var(--numeric-only); font-weight: 700; }
.key { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 8px 0 14px; font-size: 14px; color: var(--soft); padding: 0; list-style: none; }
.key li::before { content: ''; display: inline-block; width: 18px; height: 0; margin-right: 7px; vertical-align: middle; border-top: 3px solid var(--c); }
.key .dashed::before { border-top-style: dashed; }
.key .band::before { height: 12px; border: 0; background: var(--c); opacity: 0.3; }
.key .dot::before { width: 9px; height: 9px; border: 0; border-radius: 50%; background: var(--c); }
figure table { white-space: normal; }
figure { overflow-x: auto; }
figure th, figure td { white-space: normal; padding: 6px 7px; }
.confusion td.hit { background: color-mix(in srgb, var(--text-aware) 20%, transparent); font-weight: 600; }
details { margin: 14px 0; }
summary { cursor: pointer; color: var(--soft); }
dl { display: grid; grid-template-columns: minmax(110px, max-content) 1fr; gap: 8px 20px; max-width: 80ch; font-size: 15px; }
dt { font-weight: 600; } dd { margin: 0; }
@media (max-width: 520px) { main { padding-top: 24px; } dl { grid-template-columns: 1fr; gap: 2px; } dd { margin-bottom: 10px; } }
@media print { figure, .scroll { break-inside: avoid; } }
`;
