// Generated from example/openapi.yaml by `npm run generate`. Do not edit.
export interface paths {
    "/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listNotes"];
        put?: never;
        post: operations["writeNote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        get: operations["readNote"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["editNote"];
        trace?: never;
    };
    "/notes/{id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        get: operations["readFile"];
        put?: never;
        post: operations["attachFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/news": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["watchNews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/greeting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["readGreeting"];
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
        /** @description Where the next page begins; opaque. */
        Cursor: string;
        /**
         * Format: date
         * @description A calendar day at +08:00
         */
        Day: string;
        NewNote: {
            title: string;
            applicant: {
                name: components["schemas"]["PersonName"];
                id?: components["schemas"]["ResidentId"];
                address?: components["schemas"]["Address"];
                phone?: components["schemas"]["Phone"];
            };
            /** @default [] */
            materials: {
                code: string;
                /** @enum {string} */
                form: "paper" | "electronic";
                sha256?: string;
                bytes?: number;
                receivedOn?: components["schemas"]["Day"];
            }[];
        };
        Note: {
            id: string;
            title: string;
            /** @enum {string} */
            status: "open" | "closed";
        };
        PersonName: string;
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
        ResidentId: string;
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
    listNotes: {
        parameters: {
            query?: {
                limit?: components["parameters"]["Limit"];
                cursor?: components["parameters"]["Cursor"];
                status?: ("open" | "closed")[];
                mine?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        notes: components["schemas"]["Note"][];
                        next?: components["schemas"]["Cursor"];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    writeNote: {
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
                "application/json": components["schemas"]["NewNote"];
            };
        };
        responses: {
            /** @description Written */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Note"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    readNote: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=N` (RFC 7240): answer when there is news, after N seconds at the latest (30 at most). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The note */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Note"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    editNote: {
        parameters: {
            query?: never;
            header: {
                /** @description Made by the caller once per intent and sent again with every retry; the same key with another body is a 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
                /** @description The ETag of the revision that the change is based on. Missing - 428; another since - 412. */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    text: string;
                };
            };
        };
        responses: {
            /** @description Edited */
            204: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    readFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
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
    attachFile: {
        parameters: {
            query?: never;
            header: {
                /** @description Made by the caller once per intent and sent again with every retry; the same key with another body is a 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description Attached */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        bytes: number;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    watchNews: {
        parameters: {
            query?: never;
            header?: {
                "Last-Event-ID"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Live */
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
    readGreeting: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description For everyone */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        hello: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
}
