import type { components } from '@yimen/contracts/intake-gateway';
import type { Catalogue } from './catalogue.ts';
import type { Subject } from './subject.ts';

type Schemas = components['schemas'];

/** A line of the catalogue. */
export const showSummary = (subject: Subject): Schemas['ItemSummary'] => {
  const { kind, code, version, name, applicants } = subject;
  const { acceptance, limits } = sourceOf(subject);
  return {
    kind,
    code,
    version,
    name,
    department: departmentOf(subject),
    applicants: [...applicants] as Schemas['ApplicantKind'][],
    acceptance,
    promisedDays: limits.promisedDays,
  };
};

/** The whole guide, as it was published. */
export const showGuide = (subject: Subject, catalogue: Catalogue): Schemas['Guide'] => {
  const { promisedDays: _, ...summary } = showSummary(subject);
  const { limits, law, rules, materials } = sourceOf(subject);
  const common = {
    ...summary,
    limits,
    form: subject.form.schema as Record<string, never>,
    materials,
    ...(law ? { law } : {}),
    ...(rules ? { rules } : {}),
  };
  if (subject.kind === 'package') {
    const { branches, released } = subject.package;
    const shown = branches.map(({ key, item, after = [] }) => {
      const found = catalogue.item(item.code, item.version);
      return {
        key,
        item: item.code,
        name: found?.name ?? subject.name,
        department: found?.item.department ?? subject.package.lead,
        after: after.map(({ branch }) => branch),
      };
    });
    return { ...common, branches: shown, ...(released ? { released } : {}) };
  }
  const { organ, standalone, conditions, fee, outputs } = subject.item;
  return {
    ...common,
    organ,
    standalone: standalone ?? true,
    outputs,
    ...(conditions ? { conditions } : {}),
    ...(fee ? { fee } : {}),
  };
};

const sourceOf = (subject: Subject) => (subject.kind === 'item' ? subject.item : subject.package);

const departmentOf = (subject: Subject) => (subject.kind === 'item' ? subject.item.department : subject.package.lead);
