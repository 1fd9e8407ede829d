export { type CaseNumber, formatCaseNumber, parseCaseNumber } from './case-number.ts';
export { type CertificateId, formatCertificateId, parseCertificateId } from './certificate-id.ts';
export { type CreditCode, type CreditCodeOptions, type CreditCodeWarning, parseCreditCode } from './credit-code.ts';
export { type Division, type DivisionLevel, isWithin, parseDivision, scopeOf } from './division.ts';
export {
  type BasicItemCode,
  type ImplementationCode,
  parseBasicItemCode,
  parseImplementationCode,
} from './item-code.ts';
export { formatNationalCaseNumber, type NationalCaseNumber, parseNationalCaseNumber } from './national-case-number.ts';
export { type OrganisationCode, parseOrganisationCode } from './organisation-code.ts';
export { type ProjectCode, parseProjectCode } from './project-code.ts';
export { isQueryPassword, makeQueryPassword, QUERY_PASSWORD_LENGTH } from './query-password.ts';
export { parseResidentId, type ResidentId } from './resident-id.ts';
