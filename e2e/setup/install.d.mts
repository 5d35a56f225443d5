export function nodeVersionError(version: string): string | undefined
export function fingerprint(folder: string): string
export function acquireLock(
  file: string,
  longestWaitMs?: number,
): { share: (pid: number) => void; release: () => void }
