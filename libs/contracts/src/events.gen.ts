// Generated from events/ by `npm run generate`. Do not edit.
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Branch: {
            key: components["schemas"]["Code"];
            item: {
                code: components["schemas"]["Code"];
                version: components["schemas"]["Version"];
            };
            lead?: boolean;
            /** @description For each field of the item's form, the pointer (RFC 6901) into the package's form that fills it. */
            form?: {
                [key: string]: string;
            };
            after?: {
                branch: components["schemas"]["Code"];
                /** @enum {string} */
                onRefusal: "continue" | "skip-successors" | "stop";
            }[];
        };
        BranchOpened: {
            caseId: string;
            caseNumber: string;
            branch: components["schemas"]["Code"];
            item: {
                code: components["schemas"]["Code"];
                version: components["schemas"]["Version"];
            };
            /** @enum {string} */
            applicantKind: "person" | "organisation";
            division: string;
            /** Format: date */
            receivedOn: string;
            /** Format: date */
            acceptedOn: string;
            accepted: {
                /** @enum {string} */
                by: "centre" | "department" | "lead" | "law";
                organ: string;
            };
            /** Format: date */
            jointDueOn?: string;
            /** @description True when it opened because branches before it had ended; else absent */
            waited?: boolean;
            /** @description The parts of the item's form that are not personal */
            form: Record<string, unknown>;
            /** @description Compact JWE to the department: {"form": {…}, "applicant": {…}} */
            personal?: string;
            /** @description What rules need from personal data (age, kind of applicant) */
            derived: Record<string, unknown>;
            materials: {
                code: string;
                /** @enum {string} */
                form: "paper" | "electronic" | "fact";
                fileId?: string;
                mediaType?: string;
                bytes?: number;
                sha256?: string;
            }[];
            outputs: components["schemas"]["IssuedOutput"][];
        };
        BranchWithdrawalAsked: {
            caseId: string;
            branch: components["schemas"]["Code"];
        };
        CaseHappened: {
            caseId: string;
            caseNumber?: string;
            /** @enum {string} */
            happened: "submitted" | "correction-requested" | "accepted" | "not-accepted" | "withdrawn" | "closed" | "human-needed" | "overdue";
            status: string;
            /** @description Item or package code */
            subject?: string;
            division?: string;
            outcome?: string;
            /** Format: date */
            dueOn?: string;
        };
        ClockView: {
            /** Format: date */
            startedOn: string;
            /** Format: date */
            dueOn: string;
            days: number;
            provisional: boolean;
            stoppedBy?: {
                reason: string;
                law?: string;
                /** Format: date */
                since: string;
                /** @description The time that the procedure needs (行政许可法 45); for the applicant to know */
                expectedDays?: number;
            };
        };
        Code: string;
        /** @enum {string} */
        Department: "human-resources" | "civil-affairs" | "public-security" | "health-family-planning" | "education" | "market-regulation" | "taxation" | "food-drug" | "housing-construction" | "land-resources" | "environment" | "finance";
        /** @enum {string} */
        Domain: "social-security" | "household-registration" | "commerce-registration" | "construction-permits";
        DossierAlreadyDecided: {
            caseId: string;
            branch: components["schemas"]["Code"];
            /** @enum {string} */
            outcome: "granted" | "refused";
        };
        DossierDecided: {
            caseId: string;
            branch: components["schemas"]["Code"];
            /** @enum {string} */
            outcome: "granted" | "refused";
            /** Format: date */
            decidedOn: string;
            decidedBy: components["schemas"]["Holder"];
            law?: string;
            outputs: components["schemas"]["IssuedOutput"][];
            /** @description Compact JWE to the gateway, of a refusal: {"/reason": text, "/remedies": {zh, en}} */
            personal?: string;
            clock: components["schemas"]["ClockView"];
        };
        DossierMilestone: {
            caseId: string;
            branch: components["schemas"]["Code"];
            /** @description handled, reviewed, approved, sent-back, submitted-to-system, waiting-for-system, system-answered, system-progress, needs-review, restored, clock-stopped, clock-resumed, extended, prompt, yellow, red, opened-before */
            milestone: components["schemas"]["Code"];
            /** @description The step inside their system in our words; with system-progress */
            title?: string;
            holder: components["schemas"]["Holder"];
            clock: components["schemas"]["ClockView"];
            /** @description Compact JWE to the gateway, with extended: {"/reason": text}; the applicant is told why (行政许可法 42) */
            personal?: string;
        };
        DossierOpened: {
            caseId: string;
            branch: components["schemas"]["Code"];
            holder: components["schemas"]["Holder"];
            clock: components["schemas"]["ClockView"];
        };
        DossierWithdrawn: {
            caseId: string;
            branch: components["schemas"]["Code"];
        };
        Envelope: {
            /** @constant */
            specversion: "1.0";
            /** @description <source>/<n>/<first 8 of hash> */
            id: string;
            /** @description Id of the emitting document */
            source: string;
            type: string;
            /** @description The case id; also the Kafka key */
            subject: string;
            /** Format: date-time */
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            /** @description Dense from 1 per (source, target); 0: not part of any history */
            sequence: number;
            /** @description Id of the receiving document, or the topic for broadcasts */
            target: string;
            entryhash: string;
            /** @description After a restore of the source: it has lost what it had numbered from here up to this message */
            resumes?: number;
            traceparent?: string;
            data: Record<string, unknown>;
        };
        /** @description The submission to a legacy system that belongs to the item. */
        Exchange: {
            system: string;
            /**
             * @description On opening, or after the last level approved
             * @enum {string}
             */
            when: "opened" | "approved";
        };
        /** @description Who has it now. */
        Holder: {
            department: components["schemas"]["Department"];
            role?: string;
            /** @description An officer's name */
            name?: string;
            system?: string;
        };
        /** @description An output of a branch - a licence, a project code; becomes a material of the case. */
        IssuedOutput: {
            branch: components["schemas"]["Code"];
            code: components["schemas"]["Code"];
            name: components["schemas"]["Text"];
            number?: string;
            /** Format: date */
            issuedOn: string;
            /** @description Further facts of the document, nothing personal */
            data?: Record<string, unknown>;
        };
        Item: {
            code: components["schemas"]["Code"];
            version: components["schemas"]["Version"];
            basicCode?: string;
            implementationCode?: string;
            name: components["schemas"]["Text"];
            domain: components["schemas"]["Domain"];
            department: components["schemas"]["Department"];
            /** @description The organ in whose name it is decided */
            organ: string;
            applicants: ("person" | "organisation")[];
            /** @enum {string} */
            kind: "instant" | "promised";
            /** @description May be filed on its own; default true */
            standalone?: boolean;
            /** @enum {string} */
            acceptance: "centre" | "department" | "lead";
            /** @description The deed by which the centre accepts; needed when acceptance is centre. */
            delegation?: {
                deed: string;
                /** Format: date */
                from: string;
                /** Format: date */
                to: string;
            };
            /** @enum {string} */
            procedure: "INSTANT" | "SIMPLE" | "GENERAL" | "COMPLEX";
            levels: components["schemas"]["Level"][];
            /**
             * @description Who decides: the levels, or the department's own system by its answer
             * @enum {string}
             */
            decision: "officer" | "system";
            exchange?: components["schemas"]["Exchange"];
            limits: components["schemas"]["Limits"];
            law: string[];
            conditions?: components["schemas"]["Text"][];
            fee?: components["schemas"]["Text"];
            /** @description JSON Schema 2020-12 of the form; personal fields carry x-personal */
            form: Record<string, unknown>;
            rules?: components["schemas"]["Rule"][];
            materials: components["schemas"]["Material"][];
            outputs: components["schemas"]["Output"][];
        };
        ItemPublished: {
            item: components["schemas"]["Item"];
            keys: components["schemas"]["PublicKeys"];
        };
        /** @description One level of the decision, in order. */
        Level: {
            /** @enum {string} */
            role: "handler" | "reviewer" | "approver" | "specialist";
            /** @enum {string} */
            rank?: "officer" | "section-chief" | "deputy-director" | "director";
            /** @enum {string} */
            tier?: "front" | "centre" | "department";
        };
        /** @description Legal and promised time, in working days; promised ≤ statutory. */
        Limits: {
            statutoryDays: number;
            promisedDays: number;
            certificateDays?: number;
            law: string;
        };
        Material: {
            code: components["schemas"]["Code"];
            name: components["schemas"]["Text"];
            required: boolean;
            /** @description CEL over form and derived; asked for when it holds */
            requiredWhen?: string;
            /** @enum {string} */
            source?: "applicant" | "government" | "other";
            forms?: ("paper" | "electronic" | "fact")[];
            law?: string;
        };
        Output: {
            code: components["schemas"]["Code"];
            name: components["schemas"]["Text"];
        };
        Package: {
            code: components["schemas"]["Code"];
            version: components["schemas"]["Version"];
            name: components["schemas"]["Text"];
            lead: components["schemas"]["Department"];
            applicants: ("person" | "organisation")[];
            /** @enum {string} */
            acceptance: "centre" | "lead";
            delegation?: {
                deed: string;
                /** Format: date */
                from: string;
                /** Format: date */
                to: string;
            };
            limits: components["schemas"]["Limits"];
            law?: string[];
            form: Record<string, unknown>;
            rules?: components["schemas"]["Rule"][];
            materials: components["schemas"]["Material"][];
            branches: components["schemas"]["Branch"][];
            /** @description Groups of branches whose results are handed over together (三证同发). */
            released?: components["schemas"]["Code"][][];
        };
        PackagePublished: {
            package: components["schemas"]["Package"];
        };
        /** @description Public keys (JWK with kid) of the publishing service, newest first; form parts are sealed to the first. */
        PublicKeys: {
            [key: string]: string;
        }[];
        /** @description A receiver misses messages of a source and asks it to publish again. Carries sequence 0; not part of any history. */
        RelayRequested: {
            source: string;
            target: string;
            from: number;
        };
        /** @description An intake rule; the case is not taken in unless `holds` is true. */
        Rule: {
            code: components["schemas"]["Code"];
            /** @description CEL over form and derived */
            holds: string;
            message: components["schemas"]["Text"];
            pointer?: string;
        };
        Text: {
            zh: string;
            en: string;
        };
        Version: number;
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
/** The data of each CloudEvent type. */
export interface EventData {
    "branch.opened": components["schemas"]["BranchOpened"];
    "branch.withdrawal-asked": components["schemas"]["BranchWithdrawalAsked"];
    "case.accepted": components["schemas"]["CaseHappened"];
    "case.closed": components["schemas"]["CaseHappened"];
    "case.correction-requested": components["schemas"]["CaseHappened"];
    "case.human-needed": components["schemas"]["CaseHappened"];
    "case.not-accepted": components["schemas"]["CaseHappened"];
    "case.overdue": components["schemas"]["CaseHappened"];
    "case.submitted": components["schemas"]["CaseHappened"];
    "case.withdrawn": components["schemas"]["CaseHappened"];
    "dossier.already-decided": components["schemas"]["DossierAlreadyDecided"];
    "dossier.decided": components["schemas"]["DossierDecided"];
    "dossier.milestone": components["schemas"]["DossierMilestone"];
    "dossier.opened": components["schemas"]["DossierOpened"];
    "dossier.withdrawn": components["schemas"]["DossierWithdrawn"];
    "item.published": components["schemas"]["ItemPublished"];
    "package.published": components["schemas"]["PackagePublished"];
    "relay.requested": components["schemas"]["RelayRequested"];
}
