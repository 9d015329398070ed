import { readFileSync } from "node:fs";
import { clearInterval, setInterval } from "node:timers";

const lookEveryMs = 1_000;

/**
 * Ends this program when `npm start`, which started it, is gone: a killed npm takes no one with it, and what it leaves
 * behind holds the port and the data folder. Started in any other way, as by a service manager, this program stays.
 */
export function endWithNpm() {
  if (process.env.npm_lifecycle_event !== "start") return;
  const shell = isNpmsShell(process.ppid) ? process.ppid : null;
  const npm = () => (shell === null || process.ppid !== shell ? process.ppid : parentOf(shell));
  const first = npm();
  const watch = setInterval(() => {
    if (npm() === first) return;
    clearInterval(watch);
    // As if npm had passed it on: the server closes its store first.
    process.kill(process.pid, "SIGTERM");
  }, lookEveryMs);
  watch.unref();
}

/** Whether a process is the shell that npm runs its script in; some shells give their place to the script instead. */
function isNpmsShell(pid) {
  const script = process.env.npm_lifecycle_script;
  return Boolean(script) && readProcess(pid, "cmdline").includes(script);
}

function parentOf(pid) {
  const line = readProcess(pid, "stat");
  // After the name in brackets come the state and the parent.
  return Number(line.slice(line.lastIndexOf(")") + 2).split(" ")[1]);
}

/** What Linux tells of a process; nothing on other systems, where the shell is taken for npm. */
function readProcess(pid, what) {
  try {
    return readFileSync(`/proc/${pid}/${what}`, "utf8");
  } catch {
    return "";
  }
}
