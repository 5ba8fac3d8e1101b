import { AppError } from '../../shared/contract/result.ts';

/**
 * The error with which something is refused.
 * @throws Error when it is not refused
 */
export function refusal(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('was not refused');
}
