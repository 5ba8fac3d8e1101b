import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The program in a process of its own. */
export interface DrivenProgram {
  readonly pid: number;
  /** Does a step of `drivenHost.ts`; the answer is the core's process. */
  step(name: 'work' | 'lock'): Promise<number>;
  end(): Promise<void>;
}

/** Starts the program in a process of its own, by way of another program such as strace where one is given. */
export async function startDriven(dataDir: string, by: readonly string[] = []): Promise<DrivenProgram> {
  const [command = process.execPath, ...rest] = [
    ...by,
    process.execPath,
    join(import.meta.dirname, 'drivenHost.ts'),
    dataDir,
  ];
  const child: ChildProcess = spawn(command, rest, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const exited = once(child, 'exit');
  const answer = async (): Promise<number> => {
    const [said] = (await Promise.race([once(child, 'message'), exited])) as [
      { readonly core?: number; readonly why?: string } | number | null,
    ];
    if (typeof said !== 'object' || said === null) throw new Error('the program has ended');
    if (said.why !== undefined) throw new Error(said.why);
    return said.core ?? 0;
  };
  await answer();
  return {
    pid: child.pid ?? 0,
    step(name) {
      const answered = answer();
      child.send(name);
      return answered;
    },
    async end() {
      if (child.connected) child.send('end');
      await exited;
    },
  };
}
