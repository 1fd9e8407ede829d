import { readdirSync, readFileSync } from 'node:fs';

/** What the processes of one part of the platform have used and hold. */
interface Usage {
  readonly cpuMs: number;
  readonly rssBytes: number;
  readonly openFiles: number;
}

/** By part: a service, `mongodb`, `kafka`, `redis`, `issuer`, `simulators`. Empty where /proc does not exist. */
export type Usages = Readonly<Record<string, Usage>>;

const TICK_MS = 10;
const PAGE_BYTES = 4096;

const PARTS: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
  [/services\/([^/]+)\/src\/main\.ts/, ([, name = '']) => name],
  [/(^|\/)mongod( |$)/, () => 'mongodb'],
  [/kafka\.Kafka/, () => 'kafka'],
  [/redis-server/, () => 'redis'],
  [/issuer\/main\.ts/, () => 'issuer'],
  [/simulators\/src\/main\.ts/, () => 'simulators'],
];

const partOf = (commandLine: string): string | undefined => {
  for (const [pattern, name] of PARTS) {
    const match = pattern.exec(commandLine);
    if (match) return name(match);
  }
  return undefined;
};

const read = (pid: string | number, file: string): string => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
};

/** Fields of `stat` after the name, which may hold spaces. */
const statOf = (pid: string | number): readonly string[] => read(pid, 'stat').split(') ').at(-1)?.split(' ') ?? [];

const cpuMsOf = (stat: readonly string[]): number => (Number(stat[11]) + Number(stat[12])) * TICK_MS;

const openFilesOf = (pid: string): number => {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
};

/** CPU that one process has used so far, or NaN when that cannot be known. */
export const cpuOf = (pid: number): number => cpuMsOf(statOf(pid));

/** What the parts of the platform that this process started have used so far. */
export const usageOfParts = (): Usages => {
  const found: Record<string, Usage> = {};
  for (const pid of processIds()) {
    const stat = statOf(pid);
    if (Number(stat[1]) !== process.pid) continue;
    const part = partOf(read(pid, 'cmdline').replaceAll('\0', ' '));
    if (part === undefined) continue;
    const before = found[part] ?? { cpuMs: 0, rssBytes: 0, openFiles: 0 };
    found[part] = {
      cpuMs: before.cpuMs + cpuMsOf(stat),
      rssBytes: before.rssBytes + Number(stat[21]) * PAGE_BYTES,
      openFiles: before.openFiles + openFilesOf(pid),
    };
  }
  return found;
};

const processIds = (): string[] => {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
};

/** CPU by part between two looks, in ms per unit of work. */
export const cpuBetween = (before: Usages, after: Usages, units: number): Record<string, number> =>
  Object.fromEntries(
    Object.entries(after).map(([part, { cpuMs }]) => [
      part,
      Number(((cpuMs - (before[part]?.cpuMs ?? 0)) / units).toFixed(3)),
    ]),
  );
