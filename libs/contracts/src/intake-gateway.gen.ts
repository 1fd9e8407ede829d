// Generated from intake-gateway/openapi.yaml by `npm run generate`. Do not edit.
export interface paths {
    "/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Items and packages on offer */
        get: operations["listItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/items/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The guide and the form of one item or package */
        get: operations["readItem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/halls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The halls of the district */
        get: operations["listHalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who the token says you are, and what you may do here */
        get: operations["readMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists of cases; exactly one of the choices
         * @description `mine` the cases I filed or that were filed for me · `window` those taken in at a window of my scope ·
         *     `acceptance=mine` those that wait for an acceptance I am entitled to · `status` all of a status in my scope.
         */
        get: operations["listCases"];
        put?: never;
        /** File a case, as a draft or for good; an entitled officer may accept it in the same call */
        post: operations["fileCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Find cases in my scope by number, identity number or name; a body, so that nothing personal stands in an address */
        post: operations["searchCases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseId"];
            };
            cookie?: never;
        };
        /**
         * A case, with the steps that you may take now
         * @description With `If-None-Match` and `Prefer: wait=N` it answers when there is news, or 304 after N seconds.
         */
        get: operations["readCase"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a draft, or what a correction notice asked for; each part given replaces that part whole */
        patch: operations["editCase"];
        trace?: never;
    };
    "/cases/{id}/submit": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand the draft in (收件); the acceptance clock starts */
        post: operations["submitCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{id}/correct": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand the corrected case in again (补正) */
        post: operations["correctCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept (受理); the decision clock starts and the branches open */
        post: operations["acceptCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{id}/request-correction": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say once and all at once what is missing (一次性告知) */
        post: operations["requestCorrection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{id}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Do not accept (不予受理), in writing, with the law and the remedies */
        post: operations["refuseCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraw (撤回); after acceptance every open branch is asked first */
        post: operations["withdrawCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Upload one file of a material (≤ 100 MB), in the part `file`; the part `material` before it names the material */
        post: operations["uploadFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{id}/files/{fileId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseId"];
                fileId: components["schemas"]["FileId"];
            };
            cookie?: never;
        };
        /** The bytes, unmasked: for the applicant, who takes papers in and who accepts the case; of a department with an open branch, for its service and those who handle there, what its item asks for. To others the file does not exist */
        get: operations["readFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseId"];
            };
            cookie?: never;
        };
        /** What happened, by whom, when, on what legal basis */
        get: operations["readTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/results/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseId"];
            };
            cookie?: never;
        };
        /** The results of a case; a group that is released together appears when all of it is final */
        get: operations["readResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tracking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Progress without a login, by case number and query password */
        post: operations["trackCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{id}/stream-tickets": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A ticket for one opening of the stream within 30 seconds */
        post: operations["createStreamTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{id}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseId"];
            };
            cookie?: never;
        };
        /** Server-sent events of one case; the id of each is the number of its entry */
        get: operations["streamCase"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The business clock */
        get: operations["readClock"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clock/advance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move the business clock forward; the demo clock only, operators only */
        post: operations["advanceClock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exchange-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The gateway's public keys (JWKS); departments seal personal outputs to the first */
        get: operations["readExchangeKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Address: string;
        Applicant: {
            kind: components["schemas"]["ApplicantKind"];
            name: string;
            /** @description Resident identity number, or of an organisation its credit code */
            idNumber: string;
            phone?: components["schemas"]["Phone"];
            address?: components["schemas"]["Address"];
            /** @description The applicant's own login, when an officer files for somebody */
            subject?: string;
        };
        /** @enum {string} */
        ApplicantKind: "person" | "organisation";
        BranchShown: {
            key: components["schemas"]["Code"];
            item: components["schemas"]["Code"];
            name?: components["schemas"]["Text"];
            department: components["schemas"]["Department"];
            domain?: components["schemas"]["Domain"];
            /** @description For officers */
            dossierId?: string;
            /** @enum {string} */
            status: "waiting" | "opened" | "acknowledged" | "granted" | "refused" | "skipped" | "withdrawing" | "withdrawn";
            after?: components["schemas"]["Code"][];
            milestone?: string;
            since?: components["schemas"]["Instant"];
            holder?: components["schemas"]["Holder"];
            clock?: components["schemas"]["ClockShown"];
            /** @description The head of the organ has extended the limit, and why (行政许可法 42) */
            extension?: {
                reason?: string;
            };
            reason?: string;
            law?: string;
            remedies?: components["schemas"]["Text"];
            outputs?: components["schemas"]["ResultShown"][];
        };
        BusinessTime: {
            now: components["schemas"]["Instant"];
            today: components["schemas"]["Day"];
            workingDay: boolean;
            /** @enum {string} */
            mode: "demo" | "real";
        };
        Case: {
            id: components["schemas"]["CaseId"];
            number?: string;
            status: components["schemas"]["Status"];
            outcome?: components["schemas"]["Outcome"];
            item: {
                /** @enum {string} */
                kind: "item" | "package";
                code: components["schemas"]["Code"];
                version: components["schemas"]["Version"];
                name?: components["schemas"]["Text"];
            };
            division: components["schemas"]["Division"];
            window?: components["schemas"]["Window"];
            filedAt: components["schemas"]["Instant"];
            applicant: {
                kind: components["schemas"]["ApplicantKind"];
                name?: string;
                idNumber?: string;
                phone?: string;
                address?: string;
                masked: boolean;
            };
            form: Record<string, unknown>;
            materials: components["schemas"]["HandedMaterial"][];
            files: components["schemas"]["StoredFile"][];
            receivedOn?: components["schemas"]["Day"];
            acceptance?: {
                /**
                 * @description Who accepts; `law` when nobody answered in time
                 * @enum {string}
                 */
                by: "centre" | "department" | "lead" | "law";
                /** @description The delegating or deciding organ */
                organ: string;
                deed?: string;
                clock?: components["schemas"]["ClockShown"];
                acceptedOn?: components["schemas"]["Day"];
            };
            clock?: components["schemas"]["ClockShown"];
            correction?: {
                askedOn: components["schemas"]["Day"];
                lacks: components["schemas"]["Lack"][];
                correctedOn?: components["schemas"]["Day"];
            };
            refusal?: components["schemas"]["RefusalNotice"];
            /** @description Why it was withdrawn, when who withdrew it said so */
            withdrawal?: {
                reason: string;
            };
            humanNeeded?: string[];
            branches: components["schemas"]["BranchShown"][];
            steps: components["schemas"]["StepShown"][];
            queryPassword?: string;
        };
        /** @description The short answer to a command; recorded, and given again to the same key. */
        CaseAnswer: {
            id: components["schemas"]["CaseId"];
            status: components["schemas"]["Status"];
            number?: string;
            /** @description Printed on the receipt; told only to who filed */
            queryPassword?: string;
            receivedOn?: components["schemas"]["Day"];
            acceptanceDueOn?: components["schemas"]["Day"];
            acceptedOn?: components["schemas"]["Day"];
            dueOn?: components["schemas"]["Day"];
            provisional?: boolean;
            outcome?: components["schemas"]["Outcome"];
        };
        CaseChange: {
            applicant?: components["schemas"]["Applicant"];
            form?: Record<string, unknown>;
            materials?: components["schemas"]["HandedMaterial"][];
        };
        CaseId: string;
        CasePage: {
            cases: components["schemas"]["CaseRow"][];
            next?: components["schemas"]["Cursor"];
        };
        CaseRow: {
            id: components["schemas"]["CaseId"];
            number?: string;
            status: components["schemas"]["Status"];
            outcome?: components["schemas"]["Outcome"];
            item: components["schemas"]["Code"];
            name?: components["schemas"]["Text"];
            division: components["schemas"]["Division"];
            filedAt: components["schemas"]["Instant"];
            dueOn?: components["schemas"]["DueOn"];
            stoppedBy?: components["schemas"]["ClockStop"];
            /** @description The promised time ran out before the end; else absent */
            overdue?: boolean;
        };
        ClockShown: {
            startedOn: components["schemas"]["Day"];
            dueOn: components["schemas"]["DueOn"];
            days: number;
            provisional: boolean;
            /** @description Working days left; negative when overdue; none while it stands */
            remainingDays?: number;
            stoppedBy?: components["schemas"]["ClockStop"];
        };
        /** @description Why and since when the clock stands, lawfully */
        ClockStop: {
            reason: string;
            law?: string;
            since: components["schemas"]["Day"];
            /** @description The time that the procedure needs, as the department tells it (行政许可法 45) */
            expectedDays?: number;
        };
        Code: string;
        /** @description Where the next page begins; opaque. */
        Cursor: string;
        /**
         * Format: date
         * @description A calendar day at +08:00
         */
        Day: string;
        /** @enum {string} */
        Department: "human-resources" | "civil-affairs" | "public-security" | "health-family-planning" | "education" | "market-regulation" | "taxation" | "food-drug" | "housing-construction" | "land-resources" | "environment" | "finance";
        /** @description GB/T 2260 code of any depth */
        Division: string;
        /** @enum {string} */
        Domain: "social-security" | "household-registration" | "commerce-registration" | "construction-permits";
        /** @description The last day in time. While the clock stands, as it was when that was last told; it moves when it runs again */
        DueOn: components["schemas"]["Day"];
        FileId: string;
        /** @description What the department published, whole; a package also lists its items' names. */
        Guide: {
            /** @enum {string} */
            kind: "item" | "package";
            code: components["schemas"]["Code"];
            version: components["schemas"]["Version"];
            name: components["schemas"]["Text"];
            department?: components["schemas"]["Department"];
            organ?: string;
            standalone?: boolean;
            applicants: components["schemas"]["ApplicantKind"][];
            /** @enum {string} */
            acceptance: "centre" | "department" | "lead";
            limits: components["schemas"]["Limits"];
            law?: string[];
            conditions?: components["schemas"]["Text"][];
            fee?: components["schemas"]["Text"];
            form: Record<string, unknown>;
            rules?: components["schemas"]["Rule"][];
            materials: components["schemas"]["Material"][];
            outputs?: components["schemas"]["Output"][];
            branches?: {
                key: components["schemas"]["Code"];
                item: components["schemas"]["Code"];
                name: components["schemas"]["Text"];
                department: components["schemas"]["Department"];
                after: components["schemas"]["Code"][];
            }[];
            released?: components["schemas"]["Code"][][];
        };
        Hall: {
            code: string;
            name: components["schemas"]["Text"];
            division: components["schemas"]["Division"];
        };
        HandedMaterial: {
            code: components["schemas"]["Code"];
            /** @enum {string} */
            form: "paper" | "electronic" | "fact";
            fileId?: components["schemas"]["FileId"];
            copies?: number;
            note?: string;
        };
        /** @description Who has it now. */
        Holder: {
            department: components["schemas"]["Department"];
            role?: string;
            /** @description An officer's name */
            name?: string;
            system?: string;
        };
        /**
         * Format: date-time
         * @description UTC with milliseconds
         */
        Instant: string;
        ItemPage: {
            items: components["schemas"]["ItemSummary"][];
            next?: components["schemas"]["Cursor"];
        };
        ItemSummary: {
            /** @enum {string} */
            kind: "item" | "package";
            code: components["schemas"]["Code"];
            version: components["schemas"]["Version"];
            name: components["schemas"]["Text"];
            department?: components["schemas"]["Department"];
            applicants: components["schemas"]["ApplicantKind"][];
            /** @enum {string} */
            acceptance: "centre" | "department" | "lead";
            promisedDays: number;
        };
        Lack: {
            what: string;
            material?: components["schemas"]["Code"];
            pointer?: string;
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
        Me: {
            subject: string;
            /** @enum {string} */
            kind: "citizen" | "firm-agent" | "officer" | "service";
            roles: string[];
            department?: string;
            division?: string;
            rank?: string;
            name?: string;
            organisation?: string;
            may: ("file" | "receive" | "accept" | "operate")[];
        };
        NewCase: {
            /** @description An item or a package */
            item: components["schemas"]["Code"];
            version?: components["schemas"]["Version"];
            /**
             * @default submitted
             * @enum {string}
             */
            as: "draft" | "submitted";
            /**
             * @description Receipt and acceptance in one write by an officer entitled to both
             * @default false
             */
            accept: boolean;
            division: components["schemas"]["Division"];
            window?: components["schemas"]["Window"];
            applicant: components["schemas"]["Applicant"];
            /** @default {} */
            form: Record<string, unknown>;
            /** @default [] */
            materials: components["schemas"]["HandedMaterial"][];
        };
        /** @enum {string} */
        Outcome: "granted" | "refused" | "partly";
        Output: {
            code: components["schemas"]["Code"];
            name: components["schemas"]["Text"];
        };
        Phone: string;
        /** @description RFC 9457. `type` is `urn:yimen:problem:<reason>` and stable; texts follow Accept-Language, Chinese first. */
        Problem: {
            type: string;
            title: string;
            status: number;
            detail?: string;
            /** @description What the sentence speaks of. Never personal data. */
            params?: Record<string, unknown>;
            errors?: {
                /** @enum {string} */
                in: "body" | "query" | "path" | "header";
                /** @description RFC 6901, into the body, or `/<name>` of a parameter */
                pointer: string;
                detail: string;
            }[];
            /** @description Give this to the operators. */
            traceId?: string;
        };
        Progress: {
            number: string;
            status: components["schemas"]["Status"];
            outcome?: components["schemas"]["Outcome"];
            item: components["schemas"]["Text"];
            receivedOn?: components["schemas"]["Day"];
            acceptedOn?: components["schemas"]["Day"];
            dueOn?: components["schemas"]["DueOn"];
            provisional?: boolean;
            stoppedBy?: components["schemas"]["ClockStop"];
            branches: {
                name: components["schemas"]["Text"];
                department: components["schemas"]["Department"];
                status: string;
                dueOn?: components["schemas"]["DueOn"];
                stoppedBy?: components["schemas"]["ClockStop"];
            }[];
        };
        /** @description Public keys (JWK with kid) of the publishing service, newest first; form parts are sealed to the first. */
        PublicKeys: {
            [key: string]: string;
        }[];
        RefusalNotice: {
            reason: string;
            /** @description The citation; stays in clear */
            law: string;
            remedies: string;
        };
        ResultShown: {
            branch: components["schemas"]["Code"];
            code: components["schemas"]["Code"];
            name: components["schemas"]["Text"];
            number?: string;
            issuedOn: components["schemas"]["Day"];
            data?: Record<string, unknown>;
        };
        Results: {
            id: components["schemas"]["CaseId"];
            number?: string;
            status: components["schemas"]["Status"];
            outcome?: components["schemas"]["Outcome"];
            results: components["schemas"]["ResultShown"][];
            /** @description Branches decided whose group is not final yet */
            heldBack: components["schemas"]["Code"][];
        };
        /** @description An intake rule; the case is not taken in unless `holds` is true. */
        Rule: {
            code: components["schemas"]["Code"];
            /** @description CEL over form and derived */
            holds: string;
            message: components["schemas"]["Text"];
            pointer?: string;
        };
        /** @enum {string} */
        Status: "draft" | "submitted" | "correcting" | "accepted" | "not-accepted" | "withdrawing" | "withdrawn" | "closed";
        /** @enum {string} */
        Step: "edit" | "submit" | "correct" | "accept" | "request-correction" | "refuse" | "withdraw";
        StepShown: {
            step: components["schemas"]["Step"];
            href: string;
            law?: string;
        };
        StoredFile: {
            fileId: components["schemas"]["FileId"];
            material?: components["schemas"]["Code"];
            mediaType: string;
            bytes: number;
            sha256: string;
        };
        Text: {
            zh: string;
            en: string;
        };
        Ticket: string;
        TimelineEntry: {
            n: number;
            type: string;
            at: components["schemas"]["Instant"];
            by: {
                /** @enum {string} */
                kind: "person" | "officer" | "service" | "system";
                role?: string;
                department?: string;
                /** @description An officer's, never an applicant's */
                name?: string;
            };
            law?: string;
            branch?: components["schemas"]["Code"];
            hash: string;
        };
        Version: number;
        /** @description Hall code and window */
        Window: string;
    };
    responses: {
        /** @description A refusal (4xx), an outage (503 with Retry-After) or a fault (500). */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        CaseId: components["schemas"]["CaseId"];
        Cursor: components["schemas"]["Cursor"];
        /** @description Made by the caller once per intent and sent again with every retry; the same key with another body is a 422. */
        IdempotencyKey: string;
        /** @description The ETag of the revision that the change is based on. Missing - 428; another since - 412. */
        IfMatch: string;
        Limit: number;
        /** @description `wait=N` (RFC 7240): answer when there is news, after N seconds at the latest (30 at most). */
        Prefer: string;
    };
    requestBodies: never;
    headers: {
        /** @description Strong; the revision of what people edit. */
        ETag: string;
        Location: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listItems: {
        parameters: {
            query?: {
                /** @description Part of the name or the code */
                q?: string;
                applicants?: components["schemas"]["ApplicantKind"];
                department?: components["schemas"]["Department"];
                kind?: "item" | "package";
                limit?: components["parameters"]["Limit"];
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, ordered by code */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    readItem: {
        parameters: {
            query?: {
                /** @description The newest when absent */
                version?: components["schemas"]["Version"];
            };
            header?: never;
            path: {
                code: components["schemas"]["Code"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The guide */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Guide"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listHalls: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        halls: components["schemas"]["Hall"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    readMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description You */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listCases: {
        parameters: {
            query?: {
                mine?: true;
                window?: components["schemas"]["Window"];
                acceptance?: "mine";
                status?: components["schemas"]["Status"];
                limit?: components["parameters"]["Limit"];
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first; what waits for acceptance is oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CasePage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    fileCase: {
        parameters: {
            query?: never;
            header: {
                /** @description Made by the caller once per intent and sent again with every retry; the same key with another body is a 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCase"];
            };
        };
        responses: {
            /** @description Filed */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseAnswer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    searchCases: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    number?: string;
                    idNumber?: string;
                    name?: string;
                };
            };
        };
        responses: {
            /** @description The newest 20, at most, that I may see */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CasePage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    readCase: {
        parameters: {
            query?: {
                /** @description With `Prefer`, waits for the end of the case instead of for any news */
                until?: "ended";
            };
            header?: {
                /** @description `wait=N` (RFC 7240): answer when there is news, after N seconds at the latest (30 at most). */
                Prefer?: components["parameters"]["Prefer"];
                "If-None-Match"?: string;
            };
            path: {
                id: components["parameters"]["CaseId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The case */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            /** @description No news */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    editCase: {
        parameters: {
            query?: never;
            header: {
                /** @description Made by the caller once per intent and sent again with every retry; the same key with another body is a 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
                /** @description The ETag of the revision that the change is based on. Missing - 428; another since - 412. */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["CaseId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CaseChange"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseAnswer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    submitCase: {
        parameters: {
            query?: never;
            header: {
                /** @description Made by the caller once per intent and sent again with every retry; the same key with another body is a 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
                /** @description When given it is kept. */
                "If-Match"?: string;
            };
            path: {
                id: components["parameters"]["CaseId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseAnswer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    correctCase: {
        parameters: {
            query?: never;
            header: {
                /** @description Made by the caller once per intent and sent again with every retry; the same key with another body is a 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
                /** @description When given it is kept. */
                "If-Match"?: string;
            };
            path: {
                id: components["parameters"]["CaseId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseAnswer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    acceptCase: {
        parameters: {
            query?: never;
            header: {
                /** @description Made by the caller once per intent and sent again with every retry; the same key with another body is a 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
                /** @description When given it is kept. */
                "If-Match"?: string;
            };
            path: {
                id: components["parameters"]["CaseId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseAnswer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    requestCorrection: {
        parameters: {
            query?: never;
            header: {
                /** @description Made by the caller once per intent and sent again with every retry; the same key with another body is a 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
                /** @description When given it is kept. */
                "If-Match"?: string;
            };
            path: {
                id: components["parameters"]["CaseId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    lacks: components["schemas"]["Lack"][];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseAnswer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    refuseCase: {
        parameters: {
            query?: never;
            header: {
                /** @description Made by the caller once per intent and sent again with every retry; the same key with another body is a 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
                /** @description When given it is kept. */
                "If-Match"?: string;
            };
            path: {
                id: components["parameters"]["CaseId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefusalNotice"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseAnswer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    withdrawCase: {
        parameters: {
            query?: never;
            header: {
                /** @description Made by the caller once per intent and sent again with every retry; the same key with another body is a 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
                /** @description When given it is kept. */
                "If-Match"?: string;
            };
            path: {
                id: components["parameters"]["CaseId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseAnswer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    uploadFile: {
        parameters: {
            query?: never;
            header: {
                /** @description Made by the caller once per intent and sent again with every retry; the same key with another body is a 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["CaseId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": unknown;
            };
        };
        responses: {
            /** @description Stored */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredFile"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    readFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseId"];
                fileId: components["schemas"]["FileId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file; `Repr-Digest` (RFC 9530) carries its SHA-256 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    readTimeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        entries: components["schemas"]["TimelineEntry"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    readResults: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What may be handed over now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Results"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    trackCase: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    number: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Progress, nothing personal */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Progress"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createStreamTicket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["CaseId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ticket */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ticket: components["schemas"]["Ticket"];
                        expiresInS: number;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    streamCase: {
        parameters: {
            query: {
                ticket: components["schemas"]["Ticket"];
                /** @description As Last-Event-ID */
                after?: number;
            };
            header?: {
                "Last-Event-ID"?: string;
            };
            path: {
                id: components["parameters"]["CaseId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events `entry` (a TimelineEntry), and `end` when nothing more will happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    readClock: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BusinessTime"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    advanceClock: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    seconds?: number;
                    to?: components["schemas"]["Instant"];
                };
            };
        };
        responses: {
            /** @description The new business time */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BusinessTime"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    readExchangeKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        keys: components["schemas"]["PublicKeys"];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
}
