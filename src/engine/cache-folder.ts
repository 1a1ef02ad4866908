/** Where the engine keeps its state, from the project root. No rule may write below it. */
export const CACHE = ".plr-cache";

/** What was built. */
export const JOURNAL = `${CACHE}/journal`;

/** Where results of before are kept. */
export const STORE = `${CACHE}/objects`;
