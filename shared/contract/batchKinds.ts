/** Changes that are made to several records together and can be taken back together. */
export const batchKinds = { import: '导入', edit: '批量修改', merge: '合并', delete: '移入回收站' } as const;
export type BatchKind = keyof typeof batchKinds;
