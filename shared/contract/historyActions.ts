/** What can happen to a record, with the word that its history shows. */
export const historyActions = {
  create: '新增',
  change: '修改',
  import: '导入',
  edit: '批量修改',
  route: '走访单录入',
  shared: '共用资料变动',
  merge: '合并',
  delete: '移入回收站',
  remove: '移除',
  restore: '恢复',
  undo: '撤销',
  destroy: '销毁',
} as const;
export type HistoryAction = keyof typeof historyActions;
