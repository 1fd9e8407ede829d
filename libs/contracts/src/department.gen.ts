// Generated from department/openapi.yaml by `npm run generate`. Do not edit.
export interface paths {
    "/work-list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The dossiers that wait for a level this caller may complete, the nearest due first */
        get: operations["workList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The items and packages that this service publishes */
        get: operations["listItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dossiers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One dossier with the steps that this caller may take now
         * @description With `Prefer: wait=N` and `If-None-Match` (or when the dossier does not exist yet) the answer waits up to N seconds for a change.
         */
        get: operations["readDossier"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dossiers/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what, when and on what legal basis */
        get: operations["readTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dossiers/{id}/materials/{fileId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A material of the dossier, streamed from the gateway, for those who work on it
         * @description Papers are not masked, so to supervisors and contractors they do not exist. The stream is cut off when the bytes do not match the digest recorded in the dossier.
         */
        get: operations["readMaterial"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dossiers/{id}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the dossier in hand */
        post: operations["claim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dossiers/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Complete the current level; the last level grants or sends the submission out */
        post: operations["approve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dossiers/{id}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuse with reason, law and remedies */
        post: operations["refuse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dossiers/{id}/send-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Return to the level before */
        post: operations["sendBack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dossiers/{id}/stop-clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop the decision clock for a procedure whose time does not count (行政许可法 45) */
        post: operations["stopClock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dossiers/{id}/resume-clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The procedure is over, the clock runs on */
        post: operations["resumeClock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dossiers/{id}/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Extend the decision clock once, by the head of the organ (行政许可法 42) */
        post: operations["extend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dossiers/{id}/settle-exchange": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A human settles what a legacy system's answer left unclear */
        post: operations["settleExchange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/systems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The legacy systems behind this service and how they are */
        get: operations["listSystems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/systems/{system}/switch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Stop or allow all calls to one system */
        put: operations["switchSystem"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/inbound/{system}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The inbound door, first form (REST); stored before it is answered, matched afterwards
         * @description The raw body, at most 1 MiB, of whatever media type the system sends; verified by the system's adapter and answered in the system's own protocol and status.
         */
        post: operations["receiveArrival"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/inbound/{system}/soap": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The inbound door, second form (SOAP 1.1); stored before it is answered, matched afterwards */
        post: operations["receiveSoapArrival"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/arrivals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What legacy systems pushed, newest first */
        get: operations["listArrivals"];
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
        Approve: {
            opinion?: string;
            /** @description Numbers and facts of the documents granted; only with the last level */
            outputs?: {
                code: components["schemas"]["Code"];
                number?: components["schemas"]["Number"];
                data?: components["schemas"]["Facts"];
            }[];
        };
        ArrivalList: {
            arrivals: {
                id: string;
                system: components["schemas"]["SystemCode"];
                /** @enum {string} */
                form: "rest" | "soap";
                status: components["schemas"]["ArrivalStatus"];
                receivedAt: string;
                bytes: number;
                sha256: string;
                attempts: number;
                dossier?: string;
                reason?: string;
            }[];
            next?: components["schemas"]["Cursor"];
        };
        /** @enum {string} */
        ArrivalStatus: "waiting" | "matched" | "unmatched" | "unreadable";
        Clock: {
            /** Format: date */
            startedOn: string;
            /** Format: date */
            dueOn: string;
            days: number;
            /** @description Working days left; negative when overdue */
            remainingDays?: number;
            provisional: boolean;
            /** @description Of the days, those that the head of the organ added */
            extendedDays?: number;
            /** @enum {string} */
            signal?: "green" | "yellow" | "red";
            stoppedBy?: {
                reason: string;
                law?: string;
                /** Format: date */
                since: string;
                expectedDays?: number;
            };
        };
        Code: string;
        /** @description Where the next page begins; opaque. */
        Cursor: string;
        /** @enum {string} */
        Department: "human-resources" | "civil-affairs" | "public-security" | "health-family-planning" | "education" | "market-regulation" | "taxation" | "food-drug" | "housing-construction" | "land-resources" | "environment" | "finance";
        Dossier: {
            id: string;
            caseId: string;
            caseNumber: string;
            branch: components["schemas"]["Code"];
            item: {
                code: components["schemas"]["Code"];
                version: number;
                name: components["schemas"]["Text"];
            };
            department: string;
            division: string;
            /** @enum {string} */
            applicantKind?: "person" | "organisation";
            status: components["schemas"]["DossierStatus"];
            milestone?: string;
            level: number;
            levels: components["schemas"]["Level"][];
            holder?: components["schemas"]["Holder"];
            /** Format: date */
            receivedOn: string;
            /** Format: date */
            acceptedOn: string;
            accepted: {
                by: string;
                organ: string;
            };
            /** Format: date */
            openedOn: string;
            /** Format: date */
            jointDueOn?: string;
            clock: components["schemas"]["Clock"];
            /** @description The item's form, personal fields masked */
            form: Record<string, unknown>;
            /** @description Masked */
            applicant: Record<string, unknown>;
            derived?: Record<string, unknown>;
            materials: components["schemas"]["Material"][];
            /** @description What branches before this one brought forth */
            outputs: components["schemas"]["IssuedOutput"][];
            exchanges: components["schemas"]["Exchange"][];
            decision?: {
                /** @enum {string} */
                outcome: "granted" | "refused";
                /** Format: date */
                on: string;
                by: components["schemas"]["Holder"];
                reason?: string;
                law?: string;
                remedies?: components["schemas"]["Text"];
                outputs?: components["schemas"]["IssuedOutput"][];
            };
            /** @description What this caller may do now, read from the table that decides */
            steps: {
                step: components["schemas"]["Step"];
                law?: string;
            }[];
        };
        /** @enum {string} */
        DossierStatus: "open" | "submitting" | "granted" | "refused" | "withdrawn";
        Exchange: {
            n: number;
            system: components["schemas"]["SystemCode"];
            /** @enum {string} */
            when: "opened" | "approved";
            /** @enum {string} */
            status: "wanted" | "sent" | "pending" | "unknown" | "accepted" | "rejected" | "needs-review" | "cancelled";
            /** @description Times the submission may have reached the system */
            sends: number;
            /** @description Their number */
            receipt?: string;
            reason?: string;
            since?: string;
        };
        Extend: {
            reason: string;
            /** @default 10 */
            days: number;
        };
        /** @description Further facts in codes, numbers and days, no sentences and nothing personal, for they travel in clear */
        Facts: {
            [key: string]: number | boolean | string;
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
        ItemEntry: {
            code: components["schemas"]["Code"];
            version: number;
            name: components["schemas"]["Text"];
            department?: string;
        };
        ItemList: {
            items: components["schemas"]["ItemEntry"][];
            packages: components["schemas"]["ItemEntry"][];
        };
        Level: {
            role: components["schemas"]["LevelRole"];
            rank?: components["schemas"]["Rank"];
            tier?: components["schemas"]["Tier"];
            completed?: {
                at: string;
                by?: string;
                opinion?: string;
            };
        };
        /** @enum {string} */
        LevelRole: "handler" | "reviewer" | "approver" | "specialist";
        Material: {
            code: string;
            /** @enum {string} */
            form: "paper" | "electronic" | "fact";
            fileId?: string;
            mediaType?: string;
            bytes?: number;
            sha256?: string;
        };
        Note: {
            note?: string;
        };
        /** @description The number of a document or of a receipt, no sentence, for it travels in clear */
        Number: string;
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
        /** @enum {string} */
        Rank: "officer" | "section-chief" | "deputy-director" | "director";
        Reason: {
            reason: string;
        };
        Refuse: {
            reason: string;
            /** @description The citation; stays in clear */
            law: string;
            remedies?: components["schemas"]["Text"];
        };
        SettleExchange: {
            exchange: number;
            /**
             * @description What the human found out; `send-again` only after the department confirmed that nothing arrived
             * @enum {string}
             */
            answer: "accepted" | "rejected" | "send-again";
            reason: string;
            receipt?: components["schemas"]["Number"];
            /** @description Where `accepted` grants, the numbers of the documents stand here (a 422 points at one that is missing) */
            data?: components["schemas"]["Facts"];
        };
        /** @enum {string} */
        Step: "claim" | "approve" | "refuse" | "send-back" | "stop-clock" | "resume-clock" | "extend" | "settle-exchange";
        StepAnswer: {
            id: string;
            status: components["schemas"]["DossierStatus"];
            /** @description Levels completed */
            level: number;
            milestone?: string;
            /** @enum {string} */
            outcome?: "granted" | "refused";
        };
        StopClock: {
            /**
             * @description 听证 招标 拍卖 检验 检测 检疫 鉴定 专家评审
             * @enum {string}
             */
            procedure: "hearing" | "tender" | "auction" | "inspection" | "testing" | "quarantine" | "appraisal" | "expert-review";
            reason: string;
            /** @description The time needed, as the applicant is told */
            expectedDays?: number;
        };
        System: {
            id: components["schemas"]["SystemCode"];
            /** @description Its Chinese name */
            title: string;
            owner: string;
            /** @enum {string} */
            mode: "DIRECT" | "JUMP" | "FILE" | "FRONT_DB" | "QUEUE" | "MANUAL";
            /** @description Calls are allowed */
            on: boolean;
            switchedBy?: string;
            switchReason?: string;
            /** @enum {string} */
            circuit: "closed" | "open";
            /** @description Inside its opening hours now */
            open?: boolean;
            /** @description Exchanges that wait for it, counted to 1000 at most */
            waiting?: number;
        };
        SystemCode: string;
        SystemList: {
            systems: components["schemas"]["System"][];
        };
        Text: {
            zh: string;
            en: string;
        };
        /** @enum {string} */
        Tier: "front" | "centre" | "department";
        Timeline: {
            entries: {
                n: number;
                type: string;
                at: string;
                by: {
                    /** @enum {string} */
                    kind: "person" | "officer" | "service" | "system";
                    subject?: string;
                    name?: string;
                    role?: string;
                    department?: string;
                };
                law?: string;
                milestone?: string;
                reason?: string;
                outcome?: string;
                /** @description Of the entry, over its canonical JSON */
                hash?: string;
            }[];
        };
        WorkList: {
            dossiers: {
                id: string;
                caseNumber: string;
                item: components["schemas"]["Code"];
                status: components["schemas"]["DossierStatus"];
                level: number;
                role: string;
                tier: components["schemas"]["Tier"];
                /** Format: date */
                dueOn: string;
                /** Format: date */
                openedOn: string;
                division: string;
                /** @description Who has claimed it */
                holder?: string;
                review?: boolean;
            }[];
            next?: components["schemas"]["Cursor"];
        };
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
        Cursor: components["schemas"]["Cursor"];
        DossierId: string;
        /** @description Made by the caller once per intent and sent again with every retry; the same key with another body is a 422. */
        IdempotencyKey: string;
        Limit: number;
        /** @description `wait=N` (RFC 7240): answer when there is news, after N seconds at the latest (30 at most). */
        Prefer: string;
        /** @description The ETag that the step is based on; another since is a 412. The table of steps guards without it. */
        Revision: string;
        SystemId: components["schemas"]["SystemCode"];
    };
    requestBodies: never;
    headers: {
        /** @description Strong; the revision of what people edit. */
        ETag: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    workList: {
        parameters: {
            query?: {
                tier?: components["schemas"]["Tier"];
                role?: components["schemas"]["LevelRole"];
                item?: components["schemas"]["Code"];
                /** @description Only what this caller has claimed */
                mine?: boolean;
                /** @description Only what needs a human because a system's answer is unclear */
                review?: boolean;
                limit?: components["parameters"]["Limit"];
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listItems: {
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
                    "application/json": components["schemas"]["ItemList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    readDossier: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=N` (RFC 7240): answer when there is news, after N seconds at the latest (30 at most). */
                Prefer?: components["parameters"]["Prefer"];
                "If-None-Match"?: string;
            };
            path: {
                id: components["parameters"]["DossierId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The dossier, personal data masked; what officers wrote is clear to the officers of the department */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dossier"];
                };
            };
            /** @description Nothing changed within the wait */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    readTimeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["DossierId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entries that are kept with the dossier, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    readMaterial: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["DossierId"];
                fileId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bytes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    claim: {
        parameters: {
            query?: never;
            header: {
                /** @description Made by the caller once per intent and sent again with every retry; the same key with another body is a 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
                /** @description The ETag that the step is based on; another since is a 412. The table of steps guards without it. */
                "If-Match"?: components["parameters"]["Revision"];
                /** @description `wait=N` (RFC 7240): answer when there is news, after N seconds at the latest (30 at most). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                id: components["parameters"]["DossierId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, unknown>;
            };
        };
        responses: {
            /** @description What the step came to */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepAnswer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    approve: {
        parameters: {
            query?: never;
            header: {
                /** @description Made by the caller once per intent and sent again with every retry; the same key with another body is a 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
                /** @description The ETag that the step is based on; another since is a 412. The table of steps guards without it. */
                "If-Match"?: components["parameters"]["Revision"];
                /** @description `wait=N` (RFC 7240): answer when there is news, after N seconds at the latest (30 at most). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                id: components["parameters"]["DossierId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Approve"];
            };
        };
        responses: {
            /** @description What the step came to */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepAnswer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    refuse: {
        parameters: {
            query?: never;
            header: {
                /** @description Made by the caller once per intent and sent again with every retry; the same key with another body is a 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
                /** @description The ETag that the step is based on; another since is a 412. The table of steps guards without it. */
                "If-Match"?: components["parameters"]["Revision"];
                /** @description `wait=N` (RFC 7240): answer when there is news, after N seconds at the latest (30 at most). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                id: components["parameters"]["DossierId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Refuse"];
            };
        };
        responses: {
            /** @description What the step came to */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepAnswer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    sendBack: {
        parameters: {
            query?: never;
            header: {
                /** @description Made by the caller once per intent and sent again with every retry; the same key with another body is a 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
                /** @description The ETag that the step is based on; another since is a 412. The table of steps guards without it. */
                "If-Match"?: components["parameters"]["Revision"];
                /** @description `wait=N` (RFC 7240): answer when there is news, after N seconds at the latest (30 at most). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                id: components["parameters"]["DossierId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            /** @description What the step came to */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepAnswer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    stopClock: {
        parameters: {
            query?: never;
            header: {
                /** @description Made by the caller once per intent and sent again with every retry; the same key with another body is a 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
                /** @description The ETag that the step is based on; another since is a 412. The table of steps guards without it. */
                "If-Match"?: components["parameters"]["Revision"];
                /** @description `wait=N` (RFC 7240): answer when there is news, after N seconds at the latest (30 at most). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                id: components["parameters"]["DossierId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StopClock"];
            };
        };
        responses: {
            /** @description What the step came to */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepAnswer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    resumeClock: {
        parameters: {
            query?: never;
            header: {
                /** @description Made by the caller once per intent and sent again with every retry; the same key with another body is a 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
                /** @description The ETag that the step is based on; another since is a 412. The table of steps guards without it. */
                "If-Match"?: components["parameters"]["Revision"];
                /** @description `wait=N` (RFC 7240): answer when there is news, after N seconds at the latest (30 at most). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                id: components["parameters"]["DossierId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Note"];
            };
        };
        responses: {
            /** @description What the step came to */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepAnswer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    extend: {
        parameters: {
            query?: never;
            header: {
                /** @description Made by the caller once per intent and sent again with every retry; the same key with another body is a 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
                /** @description The ETag that the step is based on; another since is a 412. The table of steps guards without it. */
                "If-Match"?: components["parameters"]["Revision"];
                /** @description `wait=N` (RFC 7240): answer when there is news, after N seconds at the latest (30 at most). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                id: components["parameters"]["DossierId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Extend"];
            };
        };
        responses: {
            /** @description What the step came to */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepAnswer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    settleExchange: {
        parameters: {
            query?: never;
            header: {
                /** @description Made by the caller once per intent and sent again with every retry; the same key with another body is a 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
                /** @description The ETag that the step is based on; another since is a 412. The table of steps guards without it. */
                "If-Match"?: components["parameters"]["Revision"];
                /** @description `wait=N` (RFC 7240): answer when there is news, after N seconds at the latest (30 at most). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                id: components["parameters"]["DossierId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SettleExchange"];
            };
        };
        responses: {
            /** @description What the step came to */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepAnswer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listSystems: {
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
                    "application/json": components["schemas"]["SystemList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    switchSystem: {
        parameters: {
            query?: never;
            header: {
                /** @description Made by the caller once per intent and sent again with every retry; the same key with another body is a 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                system: components["parameters"]["SystemId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Calls are allowed */
                    on: boolean;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The system as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["System"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    receiveArrival: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                system: components["parameters"]["SystemId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The system's own answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
            /** @description Not from this system, in its own words, or a problem */
            "4XX": {
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
    receiveSoapArrival: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                system: components["parameters"]["SystemId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The system's own answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
            /** @description Not from this system, as a fault (SOAP 1.1 knows no other status for it), or a problem */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
            /** @description Not from this system, in its own words, or a problem */
            "4XX": {
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
    listArrivals: {
        parameters: {
            query?: {
                status?: components["schemas"]["ArrivalStatus"];
                system?: components["schemas"]["SystemCode"];
                limit?: components["parameters"]["Limit"];
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArrivalList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
}
