import type { ItemRules } from '@yimen/department';

/** L23 confirms the registration and approves the invoices under the licence that the branch waited for. */
export const taxAndInvoices: ItemRules = {
  submission: ({ form, numberOf }) => ({
    creditCode: numberOf('business-licence'),
    companyName: form['companyName'],
    legalRepresentative: form['legalRepresentative'],
    taxOfficer: form['taxOfficer'],
    industry: form['industry'],
    invoices: form['invoices'],
  }),
  outputs: [
    { code: 'tax-registration', numberIn: 'taxRegistrationNumber' },
    { code: 'invoice-approval', numberIn: 'invoiceApprovalNumber' },
  ],
};
