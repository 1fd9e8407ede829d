import type { Mutant } from './mutants.ts';

/** Rules about time, and about who may read what. */
export const SPEAKING: readonly Mutant[] = [
  {
    name: 'count calendar days',
    fault: 'two-gateways',
    breaks: ['I8 a deadline is not the calendar’s'],
    patches: [
      {
        module: 'services/intake-gateway/src/cases/limits.ts',
        find: 'const due = calendar.addWorkingDays(startedOn, days);',
        replace: `const due = {
    date: new Date(Date.parse(startedOn) + days * 86_400_000).toISOString().slice(0, 10),
    provisional: calendar === undefined,
  };`,
      },
    ],
  },
  {
    name: 'fire timers twice',
    fault: 'F13',
    breaks: ['I8 a timer took effect twice'],
    patches: [
      {
        module: 'services/intake-gateway/src/cases/decide/wake.ts',
        find: 'isCounted(clock, overdue) && at >= overAt(clock);',
        replace: 'clock !== undefined && at >= overAt(clock);',
      },
      {
        module: 'services/intake-gateway/src/cases/decide/wake.ts',
        find: 'if (isCounted(clock, overdue)) moments.push(overAt(clock));',
        replace: 'if (clock) moments.push(new Date(Date.parse(overAt(clock)) + (overdue ? 60_000 : 0)).toISOString());',
      },
    ],
  },
  {
    name: 'log the applicant',
    fault: 'two-gateways',
    breaks: ['I11 something personal stands in clear'],
    patches: [
      {
        module: 'services/intake-gateway/src/receipt/file-case.ts',
        find: 'const ordered = await order(parts, request, id);',
        replace:
          'console.log(JSON.stringify(request.body.applicant));\n    const ordered = await order(parts, request, id);',
      },
    ],
  },
  {
    name: 'tell persons in clear',
    fault: 'two-gateways',
    breaks: ['I11 something personal stands in clear'],
    patches: [
      {
        module: 'services/intake-gateway/src/exchange/rendering.ts',
        find: 'caseNumber: number,',
        replace: "caseNumber: number + JSON.stringify(personal['applicant']),",
      },
    ],
  },
  {
    name: 'serve a reader from a stale copy',
    fault: 'two-gateways',
    breaks: ['I9 a reader saw time run backwards', 'I9 what is shown in the end is not what is stored'],
    patches: [
      {
        module: 'services/intake-gateway/src/tracking/track-case.ts',
        find: 'const file = await parts.cases.load(row.id);',
        replace: `const kept = ((globalThis as { kept?: Map<string, unknown> }).kept ??= new Map());
    const file = (kept.get(row.id) ?? (await parts.cases.load(row.id))) as Awaited<ReturnType<typeof parts.cases.load>>;
    kept.set(row.id, file);`,
      },
    ],
  },
];
