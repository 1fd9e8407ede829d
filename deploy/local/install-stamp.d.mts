export declare const isInstalled: (root: string) => boolean;
export declare const markInstalled: (root: string) => void;
