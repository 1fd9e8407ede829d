import {
  type Answer,
  accepted,
  type CodeMap,
  meaningOf,
  pending,
  rejected,
  type StatusAnswer,
  z,
} from '@yimen/adapter';

/** What a seal record needs, in our words. */
export const sealRecordInput = z.strictObject({
  creditCode: z.string().length(18),
  companyName: z.string().min(1),
  legalRepresentative: z.strictObject({ name: z.string().min(1), idNumber: z.string().min(1) }),
  seals: z.array(z.enum(['statutory-name', 'finance', 'invoice', 'contract', 'legal-representative'])).min(1),
  /** The licensed engraver's number. */
  engraver: z.string().min(1),
});

/** What a seal record needs. */
export type SealRecordInput = z.infer<typeof sealRecordInput>;

const SEAL_KINDS = {
  'statutory-name': '01',
  finance: '02',
  invoice: '03',
  contract: '04',
  'legal-representative': '05',
} as const;

/** Their codes: of the reply (four digits), of a record's state `zt` (two), of the reason to send it back (four). */
export const codes: CodeMap = {
  '0000': { means: 'accepted', text: '成功' },
  '2001': { means: 'accepted', text: '该流水号已备案' },
  '1404': { means: 'not-found', text: '无记录' },
  '10': { means: 'accepted', text: '已备案' },
  '20': { means: 'pending', text: '待审核' },
  '30': { means: 'rejected', text: '已退回' },
  '3001': { means: 'rejected', text: '企业登记信息与公安机关掌握的不一致' },
  '3002': { means: 'rejected', text: '印章名称不符合规定' },
  '3003': { means: 'rejected', text: '刻制单位没有相应许可' },
};

/** Our words in theirs. */
export const toTheirs = (input: SealRecordInput, key: string) => ({
  ywlsh: key,
  tyshxydm: input.creditCode,
  qymc: input.companyName,
  frxm: input.legalRepresentative.name,
  frzjhm: input.legalRepresentative.idNumber,
  yzlx: input.seals.map((seal) => SEAL_KINDS[seal]),
  kzdw: input.engraver,
});

const reply = z.object({
  code: z.string(),
  data: z
    .object({
      ywlsh: z.string(),
      slbh: z.string().min(1),
      zt: z.string(),
      babh: z.string().optional(),
      thyy: z.string().optional(),
    })
    .optional(),
});

/** Their reply in our words. */
export const toOurs = (theirs: unknown, key: string, pollMs: number): StatusAnswer => {
  const { code, data } = reply.parse(theirs);
  if (meaningOf(codes, code).means === 'not-found') return { answer: 'not-found' };
  return recordOf(
    z.object({ data: reply.shape.data.unwrap().extend({ ywlsh: z.literal(key) }) }).parse({ data }).data,
    pollMs,
  );
};

const recordOf = ({ zt, slbh, babh, thyy }: NonNullable<z.infer<typeof reply>['data']>, pollMs: number): Answer => {
  switch (meaningOf(codes, zt).means) {
    case 'accepted':
      return accepted({ sealRecordNumber: z.string().min(1).parse(babh) }, slbh);
    case 'pending':
      return pending(pollMs, slbh);
    default: {
      const reason = z.string().parse(thyy);
      return rejected(reason, meaningOf(codes, reason).text);
    }
  }
};
