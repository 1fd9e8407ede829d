import { type Answer, accepted, type CodeMap, meaningOf, pending, rejected, type Verdict, z } from '@yimen/adapter';

const place = { address: z.string().min(1), division: z.string().regex(/^\d{6}$/) };
const person = z.strictObject({
  post: z.enum(['legal-representative', 'executive-director', 'supervisor', 'liaison']),
  name: z.string().min(1),
  idNumber: z.string().min(1),
});

/** What the register needs to establish a company, or to change its address; in our words. */
export const companyInput = z.discriminatedUnion('business', [
  z.strictObject({
    business: z.literal('establishment'),
    companyName: z.string().min(1),
    scope: z.string().min(1),
    capitalYuan: z.int().nonnegative(),
    ...place,
    persons: z.array(person).min(1),
  }),
  z.strictObject({ business: z.literal('address-change'), creditCode: z.string().length(18), ...place }),
]);

/** What the register needs. */
export type CompanyInput = z.infer<typeof companyInput>;

const POSTS = { 'legal-representative': 'FR', 'executive-director': 'ZX', supervisor: 'JS', liaison: 'LLY' } as const;
/** 住所 in their list of what can be changed. */
const ADDRESS_ITEM = '07';
/** Resident id in their list of papers. */
const RESIDENT_ID = '10';

/** Their codes: of errors (`E…`), of an application's state (two digits), of the reason to reject it (`R…`). */
export const codes: CodeMap = {
  E101: { means: 'rejected', text: '企业名称与已登记企业的名称相同' },
  E102: { means: 'rejected', text: '经营范围表述不规范' },
  E404: { means: 'not-found', text: '无此申请' },
  '01': { means: 'pending', text: '已受理' },
  '05': { means: 'accepted', text: '已核准' },
  '06': { means: 'rejected', text: '已驳回' },
  R01: { means: 'rejected', text: '名称与已登记企业相同或者近似' },
  R02: { means: 'rejected', text: '住所证明不符合要求' },
  R03: { means: 'rejected', text: '任职人员存在任职限制' },
};

/** Our words in theirs. */
export const toTheirs = (input: CompanyInput, key: string) => {
  const address = { dom: input.address, domDistrict: input.division };
  if (input.business === 'address-change')
    return { bizType: 'BG', outerSerial: key, uniscid: input.creditCode, altItem: ADDRESS_ITEM, ...address };
  return {
    bizType: 'SL',
    outerSerial: key,
    entName: input.companyName,
    opScope: input.scope,
    regCap: String(input.capitalYuan),
    ...address,
    persons: input.persons.map(({ post, name, idNumber }) => ({
      post: POSTS[post],
      name,
      cerType: RESIDENT_ID,
      cerNo: idNumber,
    })),
  };
};

const application = z.object({
  acceptNo: z.string().min(1),
  state: z.string(),
  uniscid: z.string().optional(),
  licenceNo: z.string().optional(),
  estDate: z.string().optional(),
  opinionCode: z.string().optional(),
});
const granted = z.object({ uniscid: z.string().length(18), licenceNo: z.string().min(1), estDate: z.iso.date() });
const reply = z.discriminatedUnion('result', [
  application.extend({ result: z.literal('Y'), outerSerial: z.string() }),
  z.object({ result: z.literal('N'), errCode: z.string() }),
]);
const notice = application.extend({ noticeNo: z.string().min(1) });

/** Their reply about one application in our words. */
export const toOurs = (theirs: unknown, key: string, pollMs: number): Answer | { answer: 'not-found' } => {
  const parsed = reply.parse(theirs);
  if (parsed.result === 'Y') {
    z.literal(key).parse(parsed.outerSerial);
    return verdictOf(parsed, pollMs);
  }
  const { means, text } = meaningOf(codes, parsed.errCode);
  return means === 'not-found' ? { answer: 'not-found' } : rejected(parsed.errCode, text);
};

/** Their call-back in our words. */
export const noticeToOurs = (theirs: unknown, pollMs: number) => {
  const parsed = notice.parse(theirs);
  return { theirEvent: parsed.noticeNo, theirReceipt: parsed.acceptNo, answer: verdictOf(parsed, pollMs) };
};

const verdictOf = (theirs: z.infer<typeof application>, pollMs: number): Verdict => {
  switch (meaningOf(codes, theirs.state).means) {
    case 'pending':
      return pending(pollMs, theirs.acceptNo);
    case 'accepted': {
      const { uniscid, licenceNo, estDate } = granted.parse(theirs);
      return accepted({ creditCode: uniscid, licenceNumber: licenceNo, registeredOn: estDate }, theirs.acceptNo);
    }
    default: {
      const code = z.string().parse(theirs.opinionCode);
      return rejected(code, meaningOf(codes, code).text);
    }
  }
};

const nameReply = z.object({ result: z.literal('Y'), usable: z.enum(['0', '1']) });

/** Their word on a company name in ours. */
export const nameToOurs = (theirs: unknown): Answer => accepted({ available: nameReply.parse(theirs).usable === '1' });
