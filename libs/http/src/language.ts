/** The languages that problems speak. */
export type Language = 'zh' | 'en';

/** The better of the two for an `Accept-Language` header; Chinese when it does not say. */
export const languageOf = (header: string | undefined): Language => {
  if (header === undefined || header.startsWith('zh')) return 'zh';
  let best: Language = 'zh';
  let bestWeight = 0;
  for (const range of header.slice(0, 200).split(',')) {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
    const weight = Number(/^q=([0-9.]+)$/.exec(parameters[0]?.trim() ?? 'q=1')?.[1] ?? 0);
    const language = tag.startsWith('en') ? 'en' : tag.startsWith('zh') || tag === '*' ? 'zh' : undefined;
    if (language && weight > bestWeight) [best, bestWeight] = [language, weight];
  }
  return best;
};
