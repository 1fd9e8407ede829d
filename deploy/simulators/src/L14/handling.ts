import { xmlText } from '../soap-door.ts';

/** One line of 办理详细: a step that the department has taken. */
export interface HandlingStep {
  /** National code: 1 已接件, 3 受理, 8 部门开始办理, 11 办结(通过), 13 办结(不通过) … */
  readonly blzt: string;
  /** `2026-03-02 09:30:00`, local. */
  readonly blsj: string;
  readonly blxh: string;
  readonly sgxkzbh?: string;
  readonly byyy?: string;
}

const CHINA_MS = 8 * 3_600_000;
const MINUTE_MS = 60_000;

/** The steps of one application in the order in which they happened, a minute apart. */
export const stepsOf = (
  codes: readonly string[],
  business: number,
  last: Pick<HandlingStep, 'sgxkzbh' | 'byyy'>,
): HandlingStep[] =>
  codes.map((blzt, i) => ({
    blzt,
    blxh: String(i + 1),
    blsj: localTime(business + i * MINUTE_MS),
    ...(i === codes.length - 1 ? last : {}),
  }));

// local wall time as the national tables write it
const localTime = (business: number): string =>
  new Date(business + CHINA_MS).toISOString().slice(0, 19).replace('T', ' ');

/** One step as their XML. */
export const stepXml = (step: HandlingStep): string => {
  const fields = Object.entries({ blcs: '建筑业管理科', blr: '陈工', ...step });
  return `<blxx>${fields.map(([name, value]) => `<${name}>${xmlText(value)}</${name}>`).join('')}</blxx>`;
};
