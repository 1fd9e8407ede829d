/** What a token says about its bearer. Services trust nothing else. */
export interface Claims {
  readonly kind: 'citizen' | 'firm-agent' | 'officer' | 'service';
  readonly roles: readonly string[];
  /** The prefix of division codes (GB/T 2260 and the 9 and 12 digits below it) inside which the bearer may see. */
  readonly division: string;
  readonly department?: string;
  readonly rank?: 'officer' | 'section-chief' | 'deputy-director' | 'director';
  /** Contractors may take papers in and never decide. */
  readonly outsourced?: boolean;
  /** May accept for the centre where the item delegates acceptance to it. */
  readonly centre?: boolean;
  readonly name?: string;
  /** The credit code for which a firm agent acts. */
  readonly organisation?: string;
}

const DISTRICT = '440604';

/** Department and its short Chinese name, as its officers' names begin. */
export const DEPARTMENTS: Readonly<Record<string, string>> = {
  'human-resources': '人社',
  'civil-affairs': '民政',
  'public-security': '公安',
  'health-family-planning': '卫计',
  education: '教育',
  'market-regulation': '市监',
  taxation: '税务',
  'food-drug': '食药监',
  'housing-construction': '住建',
  'land-resources': '国土',
  environment: '环保',
  finance: '财政',
};

const officer = (roles: readonly string[], name: string, rest: Partial<Claims> = {}): Claims => ({
  kind: 'officer',
  roles,
  division: DISTRICT,
  name,
  ...rest,
});

/** The officers that every department has: `demo-<department>-<role>`. */
const officersOf = (department: string, short: string): Record<string, Claims> => ({
  [`demo-${department}-handler`]: officer(['handler'], `${short}承办员`, { department, rank: 'officer' }),
  [`demo-${department}-reviewer`]: officer(['reviewer'], `${short}审核员`, { department, rank: 'section-chief' }),
  [`demo-${department}-approver`]: officer(['approver'], `${short}批准人`, { department, rank: 'director' }),
  [`demo-${department}-specialist`]: officer(['specialist'], `${short}小后台`, { department, rank: 'officer' }),
});

/** The demo users by subject id, which is also the user name. Passwords are made at first start, never here. */
export const DEMO_USERS: Readonly<Record<string, Claims>> = {
  'demo-citizen': { kind: 'citizen', roles: ['citizen'], division: DISTRICT },
  'demo-neighbour': { kind: 'citizen', roles: ['citizen'], division: DISTRICT },
  'demo-firm-agent': {
    kind: 'firm-agent',
    roles: ['firm-agent'],
    division: DISTRICT,
    organisation: '91440604MA4W12346R',
  },
  'demo-window-clerk': officer(['window-clerk'], '窗口收件员', { outsourced: true }),
  'demo-centre-clerk': officer(['window-clerk'], '中心受理员', { centre: true, rank: 'officer' }),
  'demo-village-agent': officer(['village-agent'], '永红村代办员', { division: '440604012200', outsourced: true }),
  'demo-helper': officer(['helper'], '企业帮办员'),
  'demo-supervisor': officer(['supervisor'], '督办员', { rank: 'section-chief' }),
  'demo-operator': officer(['operator'], '平台运维员'),
  'demo-system-administrator': officer(['system-administrator'], '系统管理员'),
  'demo-security-administrator': officer(['security-administrator'], '安全管理员'),
  'demo-audit-administrator': officer(['audit-administrator'], '审计管理员'),
  ...Object.assign({}, ...Object.entries(DEPARTMENTS).map(([department, short]) => officersOf(department, short))),
};

/** What the token of a service says. */
export const serviceClaims = (service: string): Claims & { readonly service: string } => ({
  kind: 'service',
  roles: ['service'],
  division: DISTRICT,
  service,
});
