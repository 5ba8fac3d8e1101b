/**
 * Ends this process with code 1 at an error nobody caught. Its text may quote what was being worked on, so only its name
 * and where it came from are printed.
 * @param name which process it was, for who looks after the computer
 */
export function exitOnUncaught(name: string): void {
  process.on('uncaughtException', (error) => {
    const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
    const kind = error instanceof Error ? error.name : 'unknown error';
    process.stderr.write(`${name} stopped: ${kind}\n${frames.join('\n')}\n`);
    process.exit(1);
  });
}
