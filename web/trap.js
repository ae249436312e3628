// @ts-check
// Telling a stopped module from a call that merely failed.

/**
 * Whether the wasm module has stopped at an error of its own: nothing in it may be called any more.
 * @param {unknown} error
 */
export function isTrap(error) {
  return error instanceof WebAssembly.RuntimeError;
}
