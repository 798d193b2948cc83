/** Whether two types are the same one. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles where the type argument is `true`. */
export declare function holds<_Claim extends true>(): void;

/** Compiles where the type argument is `never`, and names it otherwise. */
export declare function none<_Names extends never>(): void;
