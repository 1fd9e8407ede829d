import {
  type Accepted,
  accepted,
  type CodeMap,
  meaningOf,
  pending,
  rejected,
  type StatusAnswer,
  unreachable,
  z,
} from '@yimen/adapter';

/** What social insurance needs to register an employer, or to take a monthly sign-in; in our words. */
export const socialInsuranceInput = z.discriminatedUnion('business', [
  z.strictObject({
    business: z.literal('employer-registration'),
    creditCode: z.string().length(18),
    companyName: z.string().min(1),
    legalRepresentative: z.strictObject({ name: z.string().min(1), idNumber: z.string().min(1) }),
    employees: z.int().nonnegative(),
    division: z.string().regex(/^\d{6}$/),
  }),
  z.strictObject({
    business: z.literal('unemployment-sign-in'),
    person: z.strictObject({ name: z.string().min(1), idNumber: z.string().min(1) }),
    /** `2026-03`. */
    month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
  }),
]);

/** What social insurance needs. */
export type SocialInsuranceInput = z.infer<typeof socialInsuranceInput>;

/** Their number of a kind of business, and its form. */
export const toTheirs = (
  input: SocialInsuranceInput,
): { readonly trade: string; readonly data: Record<string, string> } =>
  input.business === 'employer-registration'
    ? {
        trade: 'SB0101',
        data: {
          TYSHXYDM: input.creditCode,
          DWMC: input.companyName,
          FDDBR: input.legalRepresentative.name,
          FRZJHM: input.legalRepresentative.idNumber,
          CBRS: String(input.employees),
          XZQH: input.division,
        },
      }
    : {
        trade: 'SB0305',
        data: { XM: input.person.name, SFZHM: input.person.idNumber, QSNY: input.month.replace('-', '') },
      };

/** Their codes: `FHZ` of a reply (a small number), `CWDM` of the reason to say no (`E…`). */
export const codes: CodeMap = {
  '1': { means: 'accepted', text: '成功' },
  '0': { means: 'pending', text: '处理中' },
  '-1': { means: 'rejected', text: '业务校验不通过' },
  '-4': { means: 'not-found', text: '无此业务流水' },
  '-8': { means: 'busy', text: '系统结算中' },
  E0021: { means: 'rejected', text: '该单位已经办理参保登记' },
  E0033: { means: 'rejected', text: '单位证照信息与登记机关的不一致' },
  E0105: { means: 'rejected', text: '不在失业保险金领取期内' },
  E0107: { means: 'rejected', text: '已重新就业,停止领取失业保险金' },
};

/** Closed or settling: nothing was taken in, try again in a while. */
const CLOSED_MS = 60_000;

const reply = z.object({
  ROOT: z.object({ HEAD: z.object({ FHZ: z.string(), CWDM: z.string() }), DATA: z.unknown() }),
});
const receipt = z.object({ JBLSH: z.string().min(1) });
const registered = receipt.extend({ DWBH: z.string().min(1), DJRQ: z.string() });
const signedIn = receipt.extend({ QSRQ: z.string() });

/** Their reply in our words. */
export const toOurs = (theirs: unknown, pollMs: number): StatusAnswer => {
  const { HEAD, DATA } = reply.parse(theirs).ROOT;
  switch (meaningOf(codes, HEAD.FHZ).means) {
    case 'accepted':
      return doneOf(DATA);
    case 'rejected':
      return rejected(HEAD.CWDM, meaningOf(codes, HEAD.CWDM).text);
    case 'pending':
      return pending(pollMs, receipt.parse(DATA).JBLSH);
    case 'busy':
      return unreachable('their code for closed', { retryAfterMs: CLOSED_MS });
    case 'not-found':
      return { answer: 'not-found' };
  }
};

/** True when their heart beats and they are open. */
export const isAlive = (theirs: unknown): boolean =>
  meaningOf(codes, reply.parse(theirs).ROOT.HEAD.FHZ).means === 'accepted';

const doneOf = (data: unknown): Accepted => {
  const employer = registered.safeParse(data);
  if (employer.success) {
    const { DWBH, DJRQ, JBLSH } = employer.data;
    return accepted({ employerNumber: DWBH, registeredOn: dayOf(DJRQ) }, JBLSH);
  }
  const { QSRQ, JBLSH } = signedIn.parse(data);
  return accepted({ signedOn: dayOf(QSRQ) }, JBLSH);
};

/** `2026-3-2 9:5:0` as `2026-03-02`. */
const dayOf = (text: string): string => {
  const [year, month = '', day = ''] = text.split(' ')[0]?.split('-') ?? [];
  return z.iso.date().parse([year, month.padStart(2, '0'), day.padStart(2, '0')].join('-'));
};
