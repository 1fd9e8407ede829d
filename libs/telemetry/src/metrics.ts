import type { MetricName } from './names.ts';

/** What a figure is told apart by: few values each (`{ system: 'L06' }`), never an id of a case or a person. */
export type Labels = Readonly<Record<string, string>>;

/** The figures of one process, for health and for whoever scrapes them. */
export interface Metrics {
  /** Adds to a counter. */
  readonly count: (name: MetricName, by?: number, labels?: Labels) => void;
  /** Notes one measurement; kept as count, sum and greatest. */
  readonly observe: (name: MetricName, value: number, labels?: Labels) => void;
  /** Registers what a gauge reads; a gauge of the same name and labels replaces it. */
  readonly gauge: (name: MetricName, read: () => number, labels?: Labels) => void;
  /** All figures now, by `name` or `name{label="value"}`; a measurement has `.count`, `.sum` and `.max` after its name. */
  readonly snapshot: () => Readonly<Record<string, number>>;
}

/** Figures that one process keeps apart; further labels are added up under `{overflow="true"}`. */
export const SERIES_LIMIT = 1_000;

/** Makes an empty set of figures. */
export const createMetrics = (): Metrics => {
  const values = new Map<string, number>();
  const gauges = new Map<string, () => number>();

  const seriesOf = (name: string, labels: Labels): string => {
    const series = name + textOf(labels);
    const full = values.size + gauges.size >= SERIES_LIMIT;
    return full && !values.has(series) && !gauges.has(series) ? `${name}{overflow="true"}` : series;
  };
  const change = (series: string, merge: (before: number) => number) =>
    values.set(series, merge(values.get(series) ?? 0));

  return Object.freeze({
    count: (name: MetricName, by = 1, labels: Labels = {}) => {
      change(seriesOf(name, labels), (before) => before + by);
    },
    observe: (name: MetricName, value: number, labels: Labels = {}) => {
      change(seriesOf(`${name}.count`, labels), (before) => before + 1);
      change(seriesOf(`${name}.sum`, labels), (before) => before + value);
      change(seriesOf(`${name}.max`, labels), (before) => Math.max(before, value));
    },
    gauge: (name: MetricName, read: () => number, labels: Labels = {}) => {
      gauges.set(seriesOf(name, labels), read);
    },
    snapshot: () => ({
      ...Object.fromEntries(values),
      ...Object.fromEntries(Array.from(gauges, ([series, read]) => [series, read()])),
    }),
  });
};

const textOf = (labels: Labels): string => {
  const pairs = Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return pairs.length === 0 ? '' : `{${pairs.map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(',')}}`;
};
