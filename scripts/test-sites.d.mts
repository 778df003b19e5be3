export declare const sites: {
  readonly app: string;
  readonly sandbox: string;
  readonly plain: string;
  readonly outside: string;
};
