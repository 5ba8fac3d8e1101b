/** The part of Trusted Types that this page uses; TypeScript's own library does not declare it yet. */
declare const trustedTypes: {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: (address: string) => string },
  ): {
    /** An object that `Worker` takes in the place of a text. */
    createScriptURL(address: string): string;
  };
};
