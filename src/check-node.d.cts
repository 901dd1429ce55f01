/** Exits with 1 and a sentence where Node.js is too old. */
export {}
