import type { ItemRules } from '@yimen/department';
import type { JsonObject } from '@yimen/kernel';

const licence: NonNullable<ItemRules['outputs']> = [{ code: 'business-licence', numberIn: 'creditCode', facts: true }];

/** L21 registers a company: the legal representative stands first among the persons, shareholders are not sent. */
export const companyEstablishment: ItemRules = {
  submission: ({ form }) => ({
    business: 'establishment',
    companyName: form['companyName'],
    scope: form['scope'],
    capitalYuan: form['capitalYuan'],
    address: form['address'],
    division: form['division'],
    persons: [
      { post: 'legal-representative', ...(form['legalRepresentative'] as JsonObject) },
      ...((form['officers'] ?? []) as readonly JsonObject[]),
    ],
  }),
  outputs: licence,
};

/** L21 changes the domicile of the applicant's own company. */
export const companyAddressChange: ItemRules = {
  submission: ({ form, applicant }) => ({
    business: 'address-change',
    creditCode: applicant['idNumber'],
    address: form['address'],
    division: form['division'],
  }),
  outputs: licence,
};
