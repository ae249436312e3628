// @ts-check
// How a second tab gets the workspace: it asks, the first one finishes and lets go.
//
//   new tab            channel `holdfast/<workspace>`           owner
//   "Use it here"  --- please ------------------------------>   form with unsaved text?
//                  <-- asking ------------------------------    yes: asks its person first
//                  <-- closing -----------------------------    no, or agreed: finishes, closes
//                  (the Web Lock is free)                       shows that it moved
//                  <-- refused -----------------------------    not agreed
//   "Cancel"       --- withdrawn --------------------------->   no longer asks its person
// No answer in three seconds: the owner is frozen; its person is told to close that tab. The lock
// is never stolen: that would leave the other tab's file handles open.

import { isWaitedFor, openWorkspaceWhenFree } from './storage.js';

const ANSWER_MS_MAX = 3000;

/**
 * @typedef {'please' | 'asking' | 'closing' | 'refused' | 'withdrawn'} Word
 *
 * What the new tab shows while it waits.
 * @typedef {'waiting' | 'asking' | 'closing' | 'refused' | 'no-answer'} Progress
 *
 * @typedef {object} Owner  The host's side of letting go.
 * @property {() => boolean} hasUnsavedText  Whether a form would lose what was typed.
 * @property {() => Promise<boolean>} askPerson  "Continue in the other tab?": true to let go.
 * @property {() => void} stopAsking  Nobody waits any more: askPerson() is to answer false.
 * @property {() => Promise<void>} finish  Ends the transaction, empties the log
 *   (Checkpoint::Restart), closes the database and WorkspaceStorage.
 * @property {() => void} parked  The workspace is in the other tab now.
 */

/** @param {string} workspace */
function channelOf(workspace) {
  return new BroadcastChannel(`holdfast/${workspace}`);
}

/**
 * Answers other tabs for as long as this one owns the workspace. Returns how to stop.
 * @param {string} workspace
 * @param {Owner} owner
 */
export function serveHandOver(workspace, owner) {
  const channel = channelOf(workspace);
  /** @type {Word | null} Not null while somebody is being answered. */
  let said = null;
  /** Tabs that wait for the answer. */
  let waiting = 0;
  /** @param {Word} word */
  const say = (word) => {
    said = word;
    channel.postMessage(word);
  };

  async function answer() {
    while (owner.hasUnsavedText()) {
      say('asking');
      const agreed = await owner.askPerson();
      // A tab that was closed meanwhile could not say so; and while we look, somebody may type.
      if (!agreed || !(await isWaitedFor(workspace))) return say('refused');
    }
    say('closing');
    await owner.finish();
    channel.close();
    owner.parked();
  }

  channel.onmessage = async ({ data }) => {
    if (data === 'withdrawn' && said === 'asking' && --waiting <= 0) owner.stopAsking();
    if (data !== 'please') return;
    waiting += 1;
    if (said) return say(said);
    try {
      await answer();
    } finally {
      said = null;
      waiting = 0;
    }
  };
  return () => channel.close();
}

/**
 * "Use it here": asks the owner, and opens the workspace as soon as it is free. Also when the owner
 * refuses or does not answer, it goes on waiting: closing the other tab is enough.
 * @param {string} workspace
 * @param {(progress: Progress) => void} report
 * @param {AbortSignal} signal  Ends the waiting.
 * @returns {Promise<import('./storage.js').Outcome>}
 */
export async function takeOver(workspace, report, signal) {
  const channel = channelOf(workspace);
  const noAnswer = setTimeout(report, ANSWER_MS_MAX, 'no-answer');
  channel.onmessage = ({ data }) => {
    if (data !== 'asking' && data !== 'closing' && data !== 'refused') return;
    clearTimeout(noAnswer);
    report(data);
  };
  report('waiting');
  const opening = openWorkspaceWhenFree(workspace, signal);
  channel.postMessage('please');
  try {
    return await opening;
  } finally {
    clearTimeout(noAnswer);
    if (signal.aborted) channel.postMessage('withdrawn');
    channel.close();
  }
}
