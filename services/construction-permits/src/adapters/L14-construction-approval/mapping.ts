import {
  accepted,
  type CodeMap,
  type Milestone,
  meaningOf,
  pending,
  rejected,
  type StatusAnswer,
  unreachable,
  type Verdict,
  type XmlText,
  z,
} from '@yimen/adapter';

const firm = z.strictObject({ creditCode: z.string().length(18), name: z.string().min(1) });

/** What a construction permit needs, in our words. */
export const constructionPermitInput = z.strictObject({
  /** GB/T 40058: 24 characters with hyphens. */
  projectCode: z.string().length(24),
  projectName: z.string().min(1),
  builder: firm,
  contractor: firm,
  siteAddress: z.string().min(1),
  areaSquareMetres: z.number().positive(),
  costYuan: z.int().positive(),
  plannedStart: z.iso.date(),
  plannedEnd: z.iso.date(),
});

/** What a construction permit needs. */
export type ConstructionPermitInput = z.infer<typeof constructionPermitInput>;

/** Our words in the columns of the national tables. */
export const toTheirs = (input: ConstructionPermitInput, key: string): { readonly [name: string]: XmlText } => ({
  spsxslbm: key,
  xmdm: input.projectCode,
  xmmc: input.projectName,
  jsdw: input.builder.name,
  jsdwtyshxydm: input.builder.creditCode,
  sgdw: input.contractor.name,
  sgdwtyshxydm: input.contractor.creditCode,
  jsdd: input.siteAddress,
  jzmj: String(input.areaSquareMetres),
  ztze: String(input.costYuan),
  nkgsj: input.plannedStart,
  njcsj: input.plannedEnd,
});

/**
 * Their codes: of a call (three digits), the national ones of a step (`blzt`), of the reason to refuse (`Y…`). 15 撤销
 * and 16 撤件待确认 are left out: what they do to a decided case is for a human.
 */
export const codes: CodeMap = {
  '200': { means: 'accepted', text: '成功' },
  '404': { means: 'not-found', text: '无此申报' },
  '503': { means: 'busy', text: '总线繁忙' },
  '1': { means: 'pending', text: '已接件' },
  '2': { means: 'rejected', text: '已撤件' },
  '3': { means: 'pending', text: '受理' },
  '4': { means: 'rejected', text: '不受理' },
  '5': { means: 'rejected', text: '不予受理' },
  '6': { means: 'pending', text: '补正开始' },
  '7': { means: 'pending', text: '补正结束' },
  '8': { means: 'pending', text: '部门开始办理' },
  '9': { means: 'pending', text: '特别程序开始' },
  '10': { means: 'pending', text: '特别程序结束' },
  '11': { means: 'accepted', text: '办结(通过)' },
  '12': { means: 'accepted', text: '办结(容缺通过)' },
  '13': { means: 'rejected', text: '办结(不通过)' },
  '14': { means: 'rejected', text: '撤回' },
  '101': { means: 'pending', text: '审核' },
  Y01: { means: 'rejected', text: '用地批准手续不完备' },
  Y02: { means: 'rejected', text: '施工图设计文件未经审查合格' },
  Y03: { means: 'rejected', text: '质量安全措施不符合要求' },
};

const step = z.object({
  blzt: z.string(),
  blxh: z.string(),
  blsj: z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
  sgxkzbh: z.string().optional(),
  byyy: z.string().optional(),
});
type Step = z.infer<typeof step>;

const result = z.object({
  result: z.object({
    code: z.string(),
    lsh: z.string().optional(),
    blxx: z.preprocess((one) => (one === undefined ? [] : Array.isArray(one) ? one : [one]), z.array(step)),
  }),
});
const pushed = z.object({ blxx: step.extend({ lsh: z.string().min(1), spsxslbm: z.string().min(1) }) });

const BUSY_MS = 30_000;

/** Their reply to a submission or a question, in our words. */
export const toOurs = (theirs: unknown, pollMs: number): StatusAnswer => {
  const { code, lsh, blxx } = result.parse(theirs).result;
  switch (meaningOf(codes, code).means) {
    case 'not-found':
      return { answer: 'not-found' };
    case 'busy':
      return unreachable('their code for busy', { retryAfterMs: BUSY_MS });
    default: {
      const receipt = z.string().min(1).parse(lsh);
      const verdicts = blxx.map((one) => verdictOf(one, receipt, pollMs));
      // steps come in any order: a final one counts wherever it stands
      return verdicts.find(({ answer }) => answer !== 'pending') ?? pending(pollMs, receipt);
    }
  }
};

/** One pushed step in our words. */
export const stepToOurs = (theirs: unknown, pollMs: number) => {
  const { blxx } = pushed.parse(theirs);
  const milestone: Milestone = {
    code: blxx.blzt,
    title: meaningOf(codes, blxx.blzt).text,
    at: new Date(`${blxx.blsj.replace(' ', 'T')}+08:00`).toISOString(),
  };
  return {
    ourKey: blxx.spsxslbm,
    theirReceipt: blxx.lsh,
    theirEvent: `${blxx.lsh}-${blxx.blxh}`,
    answer: verdictOf(blxx, blxx.lsh, pollMs),
    milestone,
  };
};

/** True when their bus answers a heartbeat. */
export const isAlive = (theirs: unknown): boolean =>
  z.object({ result: z.object({ code: z.string() }) }).parse(theirs).result.code === '200';

const verdictOf = (theirs: Step, receipt: string, pollMs: number): Verdict => {
  const { means, text } = meaningOf(codes, theirs.blzt);
  if (means === 'pending') return pending(pollMs, receipt);
  if (means === 'accepted') {
    const permitNumber = z.string().length(18).parse(theirs.sgxkzbh);
    return accepted({ permitNumber, issuedOn: theirs.blsj.slice(0, 10), tolerated: theirs.blzt === '12' }, receipt);
  }
  return theirs.byyy === undefined
    ? rejected(theirs.blzt, text)
    : rejected(theirs.byyy, meaningOf(codes, theirs.byyy).text);
};
