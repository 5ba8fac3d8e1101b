import type { MethodInput, MethodName } from '../contract/methods.ts';
import { findSheet } from '../forms/index.ts';
import { findRegisterForm } from '../forms/registerForms.ts';
import { findPaper } from '../papers/index.ts';
import { findRegister } from '../registers/index.ts';
import {
  type PeopleCompartment,
  peopleCompartments,
  type RecordAction,
  type Right,
  rights,
  rolesWith,
} from './rights.ts';
import { roles } from './roles.ts';

/** What a request can name by an identifier that says nothing of itself. */
export type ObjectKind = 'attachment' | 'paper' | 'ticket' | 'import';

/**
 * Who may make a request. `open`: everybody, before unlocking too. `anyone`: whoever unlocked. A right: who has it. The others
 * depend on what the request names, and then ask for an action on the records of one compartment.
 */
export type Requirement<Input = never> =
  | 'open'
  | 'anyone'
  | Right
  /** Whoever has one of them. */
  | { readonly kind: 'oneOf'; readonly rights: readonly Right[] }
  /** Open where nobody could unlock; otherwise the right. */
  | { readonly kind: 'whenUnlocked'; readonly right: Right }
  /** In the compartment of what the request names; in any of them where that is about nobody. */
  | {
      readonly kind: 'named';
      readonly action: RecordAction;
      /** Key of a register, a paper or a form; undefined where the request names none. */
      readonly key: (input: Input) => string | undefined;
      /** What is entered on a paper needs this action instead. */
      readonly paperAction?: RecordAction;
    }
  | {
      readonly kind: 'object';
      readonly action: RecordAction;
      readonly object: ObjectKind;
      readonly id: (input: Input) => string | readonly string[];
    };

const ofRegister = (action: RecordAction) => ({
  kind: 'named' as const,
  action,
  key: (input: { readonly register: string }) => input.register,
});
const ofEntry = { ...ofRegister('write'), paperAction: 'help' } as const;
const ofForm = (action: RecordAction) => ({
  kind: 'named' as const,
  action,
  key: (input: { readonly form: string }) => input.form,
});
const ofAnyRecords = (action: RecordAction) => ({ kind: 'named' as const, action, key: () => undefined });
const ofAttachment = (action: RecordAction) => ({
  kind: 'object' as const,
  object: 'attachment' as const,
  action,
  id: (input: { readonly id: string }) => input.id,
});
const ofPaper = (action: RecordAction) => ({
  kind: 'object' as const,
  object: 'paper' as const,
  action,
  id: (input: { readonly id: string }) => input.id,
});
const ofTicket = (action: RecordAction) => ({
  kind: 'object' as const,
  object: 'ticket' as const,
  action,
  id: (input: { readonly ticket: string }) => input.ticket,
});
const ofImport = (action: RecordAction) => ({
  kind: 'object' as const,
  object: 'import' as const,
  action,
  id: (input: { readonly importId: string }) => input.importId,
});

/**
 * Every method of the contract with what it takes. The core refuses a request before anything is done with it; the page only
 * leaves away what it would be refused.
 */
export const methodRights = {
  'app.state': 'open',
  'setup.begin': 'open',
  'setup.finish': 'open',
  'session.unlock': 'open',
  'recovery.begin': 'open',
  'recovery.finish': 'open',
  'recovery.status': 'people.grant',
  'recovery.drill': 'people.grant',
  'recovery.renew': 'people.grant',
  'recovery.confirm': 'people.grant',
  'people.list': { kind: 'oneOf', rights: ['people.manage', 'people.grant'] },
  'people.add': 'people.grant',
  'people.change': 'people.grant',
  'people.disable': { kind: 'oneOf', rights: ['people.manage', 'people.grant'] },
  'people.resetPassword': 'people.grant',
  'people.rotateKeys': 'people.grant',
  'people.exposedBackups': 'people.grant',
  'security.get': 'anyone',
  'security.save': { kind: 'oneOf', rights: ['people.manage', 'people.grant'] },
  'session.changePassword': 'anyone',
  'session.acceptPromise': 'anyone',
  'session.touch': 'anyone',
  'session.lock': 'anyone',
  'office.get': 'anyone',
  'office.save': 'office.write',
  'label.spell': 'anyone',
  'password.context': 'open',
  'job.progress': 'open',
  'job.cancel': 'anyone',

  'register.list': ofRegister('read'),
  'register.get': ofRegister('read'),
  'register.save': ofRegister('write'),
  'register.history': ofRegister('read'),
  'register.sharing': ofRegister('read'),
  'batch.list': ofRegister('read'),
  'batch.undo': ofRegister('write'),
  'draft.save': ofEntry,
  'draft.get': ofRegister('read'),
  'draft.list': ofAnyRecords('read'),
  'draft.discard': ofEntry,
  'list.saved': ofRegister('read'),
  'list.counts': ofRegister('read'),
  'list.save': {
    kind: 'named',
    action: 'read',
    key: (input: MethodInput<'list.save'>) => input.query.register,
  },
  'list.discard': ofRegister('read'),
  'list.saveColumns': ofRegister('read'),
  'list.previewEdit': ofRegister('write'),
  'list.edit': ofRegister('write'),
  'list.export': ofRegister('export'),
  'duplicate.list': ofRegister('read'),
  'duplicate.rescan': ofRegister('write'),
  'duplicate.similar': ofRegister('write'),
  'duplicate.merge': ofRegister('write'),
  'duplicate.dismiss': ofRegister('write'),
  'duplicate.recall': ofRegister('write'),
  'recycle.remove': ofRegister('write'),
  'recycle.restore': ofRegister('write'),
  'recycle.archived': ofRegister('destroy'),
  'recycle.destroy': ofRegister('destroy'),

  'import.prepare': ofRegister('write'),
  'import.read': ofRegister('write'),
  'import.chooseSheet': ofImport('write'),
  'import.check': ofImport('write'),
  'import.rows': ofImport('write'),
  'import.fix': ofImport('write'),
  'import.decide': ofImport('write'),
  'import.commit': ofImport('write'),
  'import.saveResult': ofImport('export'),
  'import.discard': ofImport('write'),

  'attachment.list': ofRegister('read'),
  'attachment.add': ofRegister('help'),
  'attachment.rename': ofAttachment('help'),
  'attachment.remove': ofAttachment('help'),
  'attachment.restore': ofAttachment('help'),
  'attachment.save': ofAttachment('export'),
  'paper.list': ofRegister('read'),
  'paper.get': ofPaper('read'),
  'paper.save': ofRegister('help'),
  'paper.remove': ofPaper('help'),
  'paper.restore': ofPaper('help'),
  'paper.history': ofPaper('read'),
  'paper.print': ofForm('print'),
  'paper.printEntry': ofForm('print'),

  'sheet.open': ofForm('print'),
  'sheet.openBlank': ofAnyRecords('print'),
  'sheet.print': ofTicket('print'),
  'sheet.savePdf': ofTicket('export'),
  'sheet.savePdfEach': ofTicket('export'),
  'sheet.saveDocument': ofTicket('export'),
  'sheet.showFolder': ofTicket('export'),
  'print.tell': ofAnyRecords('print'),
  'print.list': ofAnyRecords('read'),
  'print.choices': ofAnyRecords('read'),
  'print.find': ofAnyRecords('read'),

  'screening.month': 'children.read',
  'screening.open': 'children.write',
  'screening.round': 'children.read',
  'screening.mark': 'children.write',
  'screening.file': 'children.write',
  'screening.zeroReport': 'children.write',
  'screening.sheetsOf': ofRegister('read'),
  'screening.printSheets': 'children.print',
  'screening.printMonth': 'children.print',
  'screening.printFourLacks': 'children.print',
  'route.create': 'children.write',
  'route.print': 'children.print',
  'route.list': 'children.read',
  'route.get': 'children.read',
  'route.enter': 'children.write',
  'route.close': 'children.write',

  'approval.people': 'anyone',
  'seal.status': 'seal.ask',
  'seal.enter': ofRegister('help'),
  'seal.ask': 'seal.ask',
  'seal.view': 'seal.ask',
  'seal.close': 'seal.ask',
  'seal.print': 'seal.ask',
  'seal.release': 'seal.ask',

  'reveal.value': ofRegister('read'),
  'reveal.copied': 'anyone',
  'export.choices': ofAnyRecords('export'),
  'export.permit': ofAnyRecords('export'),
  // Whoever lets a file out has to name the stick.
  'stick.list': 'anyone',
  'stick.add': 'sticks.manage',
  'stick.note': 'sticks.manage',

  'template.list': 'anyone',
  'template.add': 'templates.write',
  'template.open': 'anyone',
  'template.save': 'templates.write',
  'template.activate': 'templates.write',
  'template.retire': 'templates.write',
  'template.discard': 'templates.write',
  'template.showFolder': 'children.export',
  'template.saveOriginal': 'anyone',
  'template.preview': 'children.read',
  'template.fill': 'children.export',

  'audit.status': 'anyone',
  'audit.list': 'audit.read',
  'audit.choices': 'audit.read',
  'audit.verify': 'audit.read',
  'audit.review': 'audit.read',
  'audit.report': 'audit.read',

  'backup.status': 'anyone',
  'backup.list': { kind: 'whenUnlocked', right: 'backup.make' },
  'backup.make': 'backup.make',
  'backup.copyOut': 'backup.make',
  'backup.rehearse': 'backup.make',
  'backup.restore': { kind: 'whenUnlocked', right: 'backup.restore' },
} as const satisfies { readonly [N in MethodName]: Requirement<MethodInput<N>> };

/** What the check has to know of the session and its records. */
export interface RightsCheck {
  /** Null while nobody has unlocked. */
  readonly held: ReadonlySet<Right> | null;
  /** Compartments of the records behind an identifier; none where there is no such thing, or it is about nobody. */
  compartmentsOf(object: ObjectKind, id: string): readonly PeopleCompartment[];
}

/**
 * What a request needs that the session does not have: each entry is a list of rights of which one is enough. Empty: it may be
 * made. A request that names nothing known needs the action on some records at least; its service then answers `missing`.
 */
export function missingRights<N extends MethodName>(
  method: N,
  input: MethodInput<N>,
  check: RightsCheck,
): readonly (readonly Right[])[] {
  // The requirement of a name takes what the schema of the same name returns; `satisfies` above proves each pair.
  const requirement = methodRights[method] as Requirement<MethodInput<N>>;
  return neededRights(requirement, input, check).filter((oneOf) => !oneOf.some((right) => check.held?.has(right)));
}

function neededRights<Input>(
  requirement: Requirement<Input>,
  input: Input,
  { held, compartmentsOf }: RightsCheck,
): readonly (readonly Right[])[] {
  if (requirement === 'open' || requirement === 'anyone') return [];
  if (typeof requirement === 'string') return [[requirement]];
  if (requirement.kind === 'oneOf') return [requirement.rights];
  if (requirement.kind === 'whenUnlocked') return held === null ? [] : [[requirement.right]];
  if (requirement.kind === 'named') {
    const key = requirement.key(input);
    const paperAction = key === undefined || !findPaper(key) ? undefined : requirement.paperAction;
    return recordRights(paperAction ?? requirement.action, compartmentsNamed(key));
  }
  const ids = requirement.id(input);
  const compartments = [ids].flat().flatMap((id) => compartmentsOf(requirement.object, id));
  return recordRights(requirement.action, compartments);
}

/** The compartments of the records that a request is about; none where it is about nobody. */
export function compartmentsConcerned<N extends MethodName>(
  method: N,
  input: MethodInput<N>,
  compartmentsOf: RightsCheck['compartmentsOf'],
): readonly PeopleCompartment[] {
  const requirement = methodRights[method] as Requirement<MethodInput<N>>;
  if (typeof requirement === 'string') return peopleCompartments.filter((each) => requirement.startsWith(`${each}.`));
  if (requirement.kind === 'named') return compartmentsNamed(requirement.key(input));
  if (requirement.kind === 'whenUnlocked' || requirement.kind === 'oneOf') return [];
  const ids = requirement.id(input);
  return [...new Set([ids].flat().flatMap((id) => compartmentsOf(requirement.object, id)))];
}

/** One list for each compartment; where none is known, one that any of them satisfies. */
function recordRights(action: RecordAction, compartments: readonly PeopleCompartment[]): readonly (readonly Right[])[] {
  if (compartments.length === 0) return [peopleCompartments.map((each) => `${each}.${action}` as const)];
  return [...new Set(compartments)].map((each) => [`${each}.${action}` as const]);
}

/** The compartment of a register, a paper or a form by its key. */
function compartmentsNamed(key: string | undefined): readonly PeopleCompartment[] {
  if (key === undefined) return [];
  const shape = findSheet(key)?.register ?? findRegisterForm(key)?.register;
  const named = shape?.key ?? key;
  const register = findRegister(named) ?? findPaper(named)?.about;
  return peopleCompartments.filter((compartment) => compartment === register?.compartment);
}

/** The compartment of a register, a paper or a form by its key, where it holds people. */
export function compartmentOf(key: string): PeopleCompartment | undefined {
  return compartmentsNamed(key)[0];
}

/** The rights to an action on the records of any register; one of them is enough. */
export const anyRecords = (...actions: readonly RecordAction[]): readonly Right[] =>
  actions.flatMap((action) => peopleCompartments.map((each) => `${each}.${action}` as const));

/**
 * Of which rights one is enough for what the page asks for by an address instead of a method. The address of an attachment takes
 * the right to read its record, which the service looks at.
 */
export const addressRights = {
  '/upload': [...anyRecords('write', 'help'), 'templates.write'],
  '/print': anyRecords('print'),
} as const satisfies Record<string, readonly Right[]>;

/** What a user reads whose request is refused: what is missing, and whom to ask. */
export function refusalText(missing: readonly (readonly Right[])[]): string {
  const words = missing.map((oneOf) => oneOf.map((right) => rights[right]).join('或')).join('、');
  const whom = rolesWith('people.grant').map((role) => roles[role].label);
  return `您没有“${words}”的权限；工作需要时请找${whom.join('或')}开通`;
}
