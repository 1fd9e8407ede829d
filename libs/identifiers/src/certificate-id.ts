import { type Refusal, refuse } from '@yimen/kernel';
import { mod37Hybrid36 } from './check-characters.ts';
import { normalise } from './normalise.ts';

/** 电子证照标识 (GB/T 36904-2018). */
export interface CertificateId {
  readonly id: string;
  /** 21 characters: credit code of the owner of the standard, and three. */
  readonly type: string;
  /** Credit code of the issuer; some issuers print their division instead. */
  readonly issuer: string;
  readonly serial: string;
  readonly version: string;
}

const ROOT = '1.2.156.3005.2';
const SHAPE = /^1\.2\.156\.3005\.2\.([0-9A-Z]{21})\.([0-9A-Z]{18}|\d{6})\.([0-9A-Z]{1,20})\.(\d{3})\.([0-9A-Z])$/;

/** Reads a certificate id and its check character (ISO 7064 MOD 37,36 over type, issuer, serial and version). */
export const parseCertificateId = (text: string): CertificateId | Refusal => {
  const parts = SHAPE.exec(normalise(text));
  if (!parts)
    return refuse('certificate-id-malformed', `A certificate id begins with ${ROOT} and has five parts more.`);
  const [id, type = '', issuer = '', serial = '', version = '', check = ''] = parts;
  if (mod37Hybrid36(type + issuer + serial + version) !== check) {
    return refuse('certificate-id-check-wrong', 'The check character of the certificate id does not fit.');
  }
  return Object.freeze({ id, type, issuer, serial, version });
};

/** Writes a certificate id with its check character, or says what is wrong with its parts. */
export const formatCertificateId = (parts: Omit<CertificateId, 'id'>): string | Refusal => {
  const { type, issuer, serial, version } = parts;
  const check = mod37Hybrid36(type + issuer + serial + version);
  const id = parseCertificateId([ROOT, type, issuer, serial, version, check].join('.'));
  return 'id' in id ? id.id : id;
};
