// @ts-check
// The workspaces of this origin: each has a folder of its own.

import { openWorkspace } from './storage.js';

/** Emptied when it was left half written. */
export const DEMO_WORKSPACE = 'demo';
/** Emptied at every start of bench.html. */
export const BENCH_WORKSPACE = 'bench';
const FOLDERS = { own: 'main', demo: DEMO_WORKSPACE, bench: BENCH_WORKSPACE };

/** @typedef {keyof typeof FOLDERS} WorkspaceKind */

/** @param {WorkspaceKind} workspace */
export function folderOf(workspace) {
  return FOLDERS[workspace];
}

/** Begins to open the files of a workspace, while the module is still being made. */
/** @param {WorkspaceKind} workspace */
export function openFiles(workspace) {
  return openWorkspace(folderOf(workspace));
}
