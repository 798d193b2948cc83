/** `true` if two types are identical. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles if the type argument is `true`. */
export declare function assertTrue<_Condition extends true>(): void;

/** Compiles if the type argument is `never`. The error names the type otherwise. */
export declare function assertNever<_Names extends never>(): void;
