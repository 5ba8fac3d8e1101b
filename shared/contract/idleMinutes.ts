/** Minutes without anybody at the desk before the vault locks itself. */
export const idleMinutes = 5;
