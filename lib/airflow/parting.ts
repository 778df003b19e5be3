/** How sides part, with what it takes to tell why. */
export type Parting =
  | {
      readonly kind: "began-later";
      readonly by: number;
      readonly rule: string;
      readonly hasUpstream: boolean;
    }
  | { readonly kind: "pause"; readonly runnel: number; readonly airflow: number; readonly isDefault: boolean }
  | {
      readonly kind: "tries";
      readonly runnel: number;
      readonly airflow: number;
      readonly unwritable?: string;
    }
  | { readonly kind: "cached" }
  | { readonly kind: "rolled-back" }
  | {
      readonly kind: "end";
      readonly runnel: string;
      readonly airflow: string;
      readonly rule: string;
      readonly unwritable?: string;
    }
  | { readonly kind: "run"; readonly runnel: string; readonly airflow: string };
