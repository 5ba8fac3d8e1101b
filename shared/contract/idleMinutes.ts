/** Minutes without anybody at the desk before the vault locks itself: what the office may choose, and what it begins with. */
export const idleMinutes = { least: 1, most: 15, usual: 5 } as const;
