import { isRefusal } from '@yimen/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCertificateId, parseCertificateId } from './certificate-id.ts';
import { parseProjectCode } from './project-code.ts';
import { LETTERS_AND_DIGITS, oneSlip, textOf } from './slips.fixture.ts';

const parts = fc.record({
  type: fc.constantFrom('11100000000013338W009', '11100000000013338W011'),
  issuer: fc.constantFrom('11330105002500287C', '11430000006122244L', '340100'),
  serial: textOf(LETTERS_AND_DIGITS, 10),
  version: textOf('0123456789', 3),
});

describe('a certificate id', () => {
  it.each([
    [
      '1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0',
      '11100000000013338W009',
      '11330105002500287C',
      '2025052201',
      '002',
    ],
    [
      '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U',
      '11100000000013338W011',
      '11430000006122244L',
      '20230000403',
      '001',
    ],
  ])('%s is read and written', (id, type, issuer, serial, version) => {
    expect(parseCertificateId(id)).toEqual({ id, type, issuer, serial, version });
    expect(formatCertificateId({ type, issuer, serial, version })).toBe(id);
  });

  it('reads back as it was written', () => {
    fc.assert(
      fc.property(parts, (value) => {
        const id = formatCertificateId(value);
        expect(isRefusal(id) ? id : parseCertificateId(id)).toEqual({ id, ...value });
      }),
    );
  });

  // MOD 37,36 finds every single slip; of swapped neighbours it finds nearly all, so none is promised
  it('is refused after any single slip', () => {
    const checked = parts.map(formatCertificateId).filter((id) => typeof id === 'string');
    fc.assert(
      fc.property(oneSlip(checked, LETTERS_AND_DIGITS), ({ slipped }) => isRefusal(parseCertificateId(slipped))),
    );
  });

  it.each(['', '1.2.156.3005.2', '1.2.156.3005.3.11100000000013338W009.11330105002500287C.2025052201.002.0'])(
    '%s is malformed',
    (text) => {
      expect(parseCertificateId(text)).toMatchObject({ refusal: 'certificate-id-malformed' });
    },
  );

  it('is not written from a serial with dots', () => {
    const wrong = { type: '11100000000013338W009', issuer: '340100', serial: '1.2', version: '001' };
    expect(formatCertificateId(wrong)).toMatchObject({ refusal: 'certificate-id-malformed' });
  });
});

describe('a project code', () => {
  it.each([
    ['2101-440604-04-01-123456', 'current', '04', '01'],
    ['2612-440604-04-03-900017', 'current', '04', '03'],
    ['2017-440604-47-03-000001', 'former', '47', '03'],
    ['2020-440604-47-01-000001', 'former', '47', '01'],
  ])('%s has the %s form', (code, form, branch, type) => {
    expect(parseProjectCode(code)).toEqual({ code, form, region: '440604', branch, type });
  });

  it.each(['', '2017440604470300001', '2017-440604-47-03-00001', '2017-440604-47-03-00000A'])(
    '%s is refused',
    (text) => {
      expect(parseProjectCode(text)).toMatchObject({ refusal: 'project-code-malformed' });
    },
  );
});
