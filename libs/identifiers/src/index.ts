export { type CaseNumber, formatCaseNumber, parseCaseNumber } from './case-number.ts';
export { type CertificateId, formatCertificateId, parseCertificateId } from './certificate-id.ts';
export { type CreditCode, type CreditCodeOptions, type CreditCodeWarning, parseCreditCode } from './credit-code.ts';
export { type Division, type DivisionLevel, isWithin, parseDivision, scopeOf } from './division.ts';
export { type HallCode, parseHallCode } from './hall-code.ts';
export {
  type BasicItemCode,
  type BusinessItemCode,
  type ImplementationCode,
  parseBasicItemCode,
  parseBusinessItemCode,
  parseImplementationCode,
} from './item-code.ts';
export { formatNationalCaseNumber, type NationalCaseNumber, parseNationalCaseNumber } from './national-case-number.ts';
export { BLOCK_SIZE_LIMIT, blockFrom, type NumberBlock, numbersLeft, takeNumber } from './number-block.ts';
export { type OrganisationCode, parseOrganisationCode } from './organisation-code.ts';
export { type ProjectCode, parseProjectCode } from './project-code.ts';
export { isQueryPassword, makeQueryPassword, QUERY_PASSWORD_LENGTH } from './query-password.ts';
export { parseResidentId, type ResidentId } from './resident-id.ts';
