import { fork } from 'node:child_process';
import type { CoreChild } from '../server/corePort.ts';

/**
 * Starts the core as a child of this process.
 * @param entry full path of the module to run; it serves the port, see electron/server/coreProcess.ts.
 */
export function forkCore(entry: string): CoreChild {
  const child = fork(entry, [], {
    serialization: 'advanced', // carries bytes as bytes
    execArgv: [], // a debugger asked for here is not handed on to the process that holds the keys
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  // Sending to a child that has just died is reported here as well as by its exit, which is what counts.
  child.on('error', () => {});
  return {
    pid: child.pid,
    post: (message) => {
      if (child.connected) child.send(message);
    },
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => child.once('exit', listener),
    kill: () => child.kill('SIGKILL'),
  };
}
