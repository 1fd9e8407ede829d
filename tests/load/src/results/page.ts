import type { Kept } from './keeping.ts';
import { type Trend, trendsOf } from './trend.ts';

const WIDTH = 420;
const HEIGHT = 120;
const PAD = 14;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Plain SVG: a line through the runs, from nought up, with the commit and the value on each point. */
const chartOf = ({ figure, points }: Trend): string => {
  const most = Math.max(...points.map(({ value }) => value), 0) || 1;
  const x = (i: number): number => PAD + (points.length < 2 ? 0.5 : i / (points.length - 1)) * (WIDTH - 2 * PAD);
  const y = (value: number): number => HEIGHT - PAD - (Math.max(value, 0) / most) * (HEIGHT - 2 * PAD);
  const path = points.map(({ value }, i) => `${x(i).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  const dots = points.map(
    ({ commit, at, value }, i) =>
      `<circle cx="${x(i).toFixed(1)}" cy="${y(value).toFixed(1)}" r="3"><title>${escaped(`${commit} · ${at.slice(0, 16)} · ${value}`)}</title></circle>`,
  );
  return `<figure><figcaption>${escaped(figure)} <b>${points.at(-1)?.value ?? '–'}</b></figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(figure)}"><line x1="${PAD}" x2="${WIDTH - PAD}" y1="${HEIGHT - PAD}" y2="${HEIGHT - PAD}"/><polyline points="${path}"/>${dots.join('')}<text x="${PAD}" y="${PAD - 3}">${most}</text></svg></figure>`;
};

const rowOf = ({ at, commit, changed, machine, options, line }: Kept): string => {
  const { bench: _, ...figures } = line;
  const cells = [
    at.slice(0, 16).replace('T', ' '),
    changed ? `${commit}+` : commit,
    `${machine.cpus} × ${machine.model}, ${machine.memoryGb} GB, load before ${machine.loadBefore}`,
    `${options.rounds} × ${options.seconds} s`,
    JSON.stringify(figures),
  ];
  return `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
};

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:1320px;padding:0 1rem;color:#222}
.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:1rem}figure{margin:0}
figcaption{font-size:.85rem}svg{width:100%;background:#f7f7f5}line{stroke:#ccc}text{font-size:9px;fill:#888}
polyline{fill:none;stroke:#246;stroke-width:1.5}circle{fill:#246}
table{border-collapse:collapse;font-size:.8rem;margin:1rem 0}td,th{border-top:1px solid #ddd;padding:.3rem .6rem;text-align:left;vertical-align:top}`;

/** A page without any outside resource: for each bench its figures over the commits, and every run in a table. */
export const drawPage = (results: readonly Kept[]): string => {
  const benches = [...new Set(results.map(({ bench }) => bench))].toSorted();
  const trends = trendsOf(results);
  const sections = benches.map((name) => {
    const own = results.filter(({ bench }) => bench === name);
    const charts = trends.filter(({ bench }) => bench === name).map(chartOf);
    return `<h2>${escaped(name)}</h2>
<div class="charts">${charts.join('\n')}</div>
<table><tr><th>when (UTC)</th><th>commit</th><th>machine</th><th>runs</th><th>figures</th></tr>
${own.toReversed().map(rowOf).join('\n')}</table>`;
  });
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Yimen under load</title>
<style>${STYLE}</style>
<h1>Yimen under load</h1>
<p>Runs of <code>npm run bench</code> that were kept, oldest on the left; a + marks a checkout with changes beside its
commit. Compare runs of one machine only, and those with a load before of less than 0.5.</p>
${sections.join('\n')}
</html>
`;
};
