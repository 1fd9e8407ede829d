import {
  accepted,
  type CodeMap,
  meaningOf,
  pending,
  rejected,
  type StatusAnswer,
  unreachable,
  type XmlText,
  z,
} from '@yimen/adapter';

/** What the confirmation of tax and invoices needs, in our words. */
export const taxInput = z.strictObject({
  creditCode: z.string().length(18),
  companyName: z.string().min(1),
  legalRepresentative: z.strictObject({ name: z.string().min(1), idNumber: z.string().min(1) }),
  taxOfficer: z.strictObject({ name: z.string().min(1), mobile: z.string().min(1) }),
  /** GB/T 4754 class. */
  industry: z.string().min(1),
  invoices: z
    .array(z.strictObject({ kind: z.enum(['ordinary', 'special']), copiesPerMonth: z.int().positive() }))
    .min(1),
});

/** What the confirmation needs. */
export type TaxInput = z.infer<typeof taxInput>;

const INVOICE_KINDS = { ordinary: '10', special: '01' } as const;
const BUSY_MS = 30_000;

/** Their codes of eight digits. */
export const codes: CodeMap = {
  '00000000': { means: 'accepted', text: '成功' },
  '10010001': { means: 'pending', text: '处理中' },
  '20010005': { means: 'rejected', text: '登记信息与市场监管部门推送的信息不一致' },
  '20010007': { means: 'rejected', text: '法定代表人存在未办结的涉税事项' },
  '20020003': { means: 'rejected', text: '发票票种核定申请超过限额' },
  '40400000': { means: 'not-found', text: '无此交易流水' },
  '90000001': { means: 'busy', text: '系统繁忙' },
};

/** Our words in theirs. */
export const toTheirs = (input: TaxInput): { readonly [name: string]: XmlText } => ({
  nsrsbh: input.creditCode,
  nsrmc: input.companyName,
  fddbrxm: input.legalRepresentative.name,
  fddbrsfzjhm: input.legalRepresentative.idNumber,
  bsrxm: input.taxOfficer.name,
  bsrsjhm: input.taxOfficer.mobile,
  hydm: input.industry,
  fpsq: {
    fp: input.invoices.map(({ kind, copiesPerMonth }) => ({
      fpzl: INVOICE_KINDS[kind],
      ygpsl: String(copiesPerMonth),
    })),
  },
});

const confirmed = z.object({ djxh: z.string().length(20), zgswjg: z.string().length(11), fphdbh: z.string().min(1) });
const taken = z.object({ djxh: z.string().min(1) });

/** Their reply in our words. */
export const toOurs = ({ code, taxML }: { code: string; taxML: unknown }, pollMs: number): StatusAnswer => {
  const { means, text } = meaningOf(codes, code);
  switch (means) {
    case 'accepted': {
      const { djxh, zgswjg, fphdbh } = confirmed.parse(taxML);
      return accepted({ taxRegistrationNumber: djxh, taxAuthority: zgswjg, invoiceApprovalNumber: fphdbh }, djxh);
    }
    case 'rejected':
      return rejected(code, text);
    case 'pending':
      return pending(pollMs, taken.parse(taxML).djxh);
    case 'busy':
      return unreachable('their code for busy', { retryAfterMs: BUSY_MS });
    case 'not-found':
      return { answer: 'not-found' };
  }
};
