import type { DepartmentRules } from '@yimen/department';
import { companyAddressChange, companyEstablishment } from './company.ts';
import { taxAndInvoices } from './tax-and-invoices.ts';

/** Department-side rules by item code. */
export const rules: DepartmentRules = {
  'company-establishment': companyEstablishment,
  'company-address-change': companyAddressChange,
  'tax-and-invoices': taxAndInvoices,
};
