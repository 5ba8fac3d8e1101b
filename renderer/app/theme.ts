import { zhCN } from '@mui/material/locale';
import { createTheme } from '@mui/material/styles';
import { fontStacks } from '../../shared/forms/fonts.ts';
import { KeptButton } from '../components/KeptButton.tsx';

/** Colours of the desk: paper, ink, one accent. Text on paper and desk keeps a contrast of at least 4.5 : 1. */
export const colours = {
  desk: '#eceeed',
  paper: '#ffffff',
  ink: '#1c2629',
  inkSoft: '#526065',
  line: '#d3d9d8',
  lineStrong: '#8b989a',
  accent: '#14515a',
  accentDeep: '#0d3b42',
  accentWash: '#e3eeef',
  error: '#a3241b',
  errorWash: '#fbeceb',
  warning: '#7d5200',
  warningWash: '#fdf4e0',
  success: '#27613a',
  successWash: '#e8f3eb',
} as const;

/** Measures in pixels at 1366 × 768. */
export const measures = { navigation: 176, topBar: 52, row: 36, control: 36 } as const;

/** What lies above the page for a moment: lists of options, menus, dialogues. */
const raised = { border: `1px solid ${colours.lineStrong}`, boxShadow: '0 4px 16px rgb(28 38 41 / 0.2)' } as const;

function tint(
  severity: 'error' | 'warning' | 'success' | 'info',
  backgroundColor: string,
  color: string,
  edge: string,
) {
  return { props: { severity }, style: { backgroundColor, color, borderColor: edge } };
}

/** Where the keyboard is, on what draws no ring of its own. */
const focusRing = { outline: `2px solid ${colours.accent}`, outlineOffset: 2 };
/** The small box of a radio button or a tick is seen through; its ring stands close around the sign. */
const tickRing = { '&:has(> input:focus-visible)': { ...focusRing, outlineOffset: -4 } };
/**
 * A disabled button takes the pointer, and nothing comes of it: the second click of two would go through to the page, which takes the
 * focus and selects text.
 */
const takesPointer = {
  '&.Mui-disabled': { pointerEvents: 'auto', cursor: 'default' },
  '&.Mui-disabled:hover': { '--variant-textBg': 'transparent', '--variant-outlinedBg': 'transparent' },
} as const;

const keptButton = { disableElevation: true, component: KeptButton };

/** The one theme. Nothing is styled twice by hand: what two pages share is set here. */
export const theme = createTheme(
  {
    palette: {
      mode: 'light',
      primary: { main: colours.accent, dark: colours.accentDeep, light: '#3d7a83', contrastText: '#ffffff' },
      secondary: { main: colours.inkSoft },
      error: { main: colours.error },
      warning: { main: colours.warning },
      success: { main: colours.success },
      info: { main: colours.accent },
      text: { primary: colours.ink, secondary: colours.inkSoft, disabled: '#626d71' },
      divider: colours.line,
      background: { default: colours.desk, paper: colours.paper },
    },
    shape: { borderRadius: 4 },
    // Old computers, quick hands: what opens is there at once, and what is closed takes no key or click any more.
    transitions: {
      duration: {
        shortest: 80,
        shorter: 80,
        short: 100,
        standard: 100,
        complex: 120,
        enteringScreen: 0,
        leavingScreen: 0,
      },
      getAutoHeightDuration: () => 0,
    },
    typography: {
      fontFamily: fontStacks.screen,
      fontSize: 15,
      htmlFontSize: 16,
      h1: { fontSize: 22, fontWeight: 600, lineHeight: 1.35 },
      h2: { fontSize: 17, fontWeight: 600, lineHeight: 1.4 },
      h3: { fontSize: 15, fontWeight: 600, lineHeight: 1.4 },
      body1: { fontSize: 15, lineHeight: 1.6 },
      body2: { fontSize: 14, lineHeight: 1.55 },
      caption: { fontSize: 13, lineHeight: 1.45 },
      button: { fontSize: 15, fontWeight: 500, textTransform: 'none', lineHeight: 1.5 },
    },
    components: {
      MuiCssBaseline: {
        styleOverrides: {
          html: { height: '100%' },
          body: { height: '100%', fontVariantNumeric: 'tabular-nums' },
          '#root': { height: '100%' },
          ':focus-visible': { outline: `2px solid ${colours.accent}`, outlineOffset: 1 },
          // Privacy mode: who somebody is shows as dots, except in the box that has the cursor and where the pointer is held.
          '[data-privacy="on"] [data-person]:not(:focus-within):not(:active)': { WebkitTextSecurity: 'disc' },
          '[data-privacy="on"] [data-person] ::placeholder': { WebkitTextSecurity: 'none' },
          '[data-privacy="on"] :is(img, iframe)[data-person]': { filter: 'blur(12px)' },
          // Above everything, in the top layer: nothing of the page shows around it.
          '.curtain': {
            position: 'fixed',
            inset: 0,
            width: '100vw',
            height: '100vh',
            maxWidth: 'none',
            maxHeight: 'none',
            margin: 0,
            border: 0,
            padding: 0,
            backgroundColor: colours.desk,
            '&[open]': { display: 'grid', placeItems: 'center', textAlign: 'center' },
            '&::backdrop': { backgroundColor: colours.desk },
          },
          // A page of its own for the printer, such as the recovery key; on the screen it is not there.
          '.print-page': { display: 'none' },
          '@media print': {
            // As high as the page, they would push the margin of what is printed onto a second one.
            'html, body': { height: 'auto' },
            body: { background: 'none' },
            'body:has(> .print-page) > :not(.print-page)': { display: 'none !important' },
            '.print-page': { display: 'block', fontSize: '13pt', color: '#000' },
          },
          '@page': { size: 'A4', margin: '20mm' },
          // What takes several sheets says on each which it is, as the official forms do.
          '.print-page.numbered': { page: 'numbered' },
          '@page numbered': {
            '@bottom-center': { content: '"第" counter(page) "页　共" counter(pages) "页"', fontSize: '9pt' },
          },
        },
      },
      MuiButtonBase: { defaultProps: { disableRipple: true } },
      MuiButton: {
        defaultProps: keptButton,
        styleOverrides: {
          root: {
            minHeight: measures.control,
            paddingTop: 4,
            paddingBottom: 4,
            whiteSpace: 'nowrap',
            '&.Mui-focusVisible': focusRing,
            ...takesPointer,
          },
          outlined: { borderColor: colours.lineStrong, backgroundColor: colours.paper },
        },
      },
      MuiIconButton: { styleOverrides: { root: { borderRadius: 4 } } },
      MuiPaper: { defaultProps: { elevation: 0 } },
      MuiPopover: { styleOverrides: { paper: raised } },
      MuiDialog: { styleOverrides: { paper: { ...raised, '&:focus-visible': { outline: 'none' } } } },
      MuiTextField: { defaultProps: { size: 'small', variant: 'outlined', fullWidth: true } },
      MuiOutlinedInput: {
        styleOverrides: {
          root: { backgroundColor: colours.paper },
          input: { paddingTop: 6, paddingBottom: 6, height: 24, boxSizing: 'content-box' },
          notchedOutline: { borderColor: colours.lineStrong },
        },
      },
      MuiAutocomplete: {
        defaultProps: { noOptionsText: '没有这个选项', openText: '展开选项', closeText: '收起选项', clearText: '清空' },
        styleOverrides: {
          paper: raised,
          option: { minHeight: 34, fontSize: 15 },
          inputRoot: {
            '&.MuiOutlinedInput-root.MuiInputBase-sizeSmall': { paddingTop: 0, paddingBottom: 0, paddingLeft: 8 },
            '&.MuiOutlinedInput-root.MuiInputBase-sizeSmall .MuiAutocomplete-input': { padding: '6px 6px' },
          },
        },
      },
      MuiCheckbox: { defaultProps: { size: 'small' }, styleOverrides: { root: tickRing } },
      MuiRadio: { defaultProps: { size: 'small' }, styleOverrides: { root: tickRing } },
      MuiChip: { styleOverrides: { root: { borderRadius: 4, fontSize: 14 } } },
      MuiTooltip: {
        defaultProps: { enterDelay: 400, arrow: true },
        styleOverrides: { tooltip: { fontSize: 14, lineHeight: 1.5, backgroundColor: colours.ink, maxWidth: 420 } },
      },
      MuiAlert: {
        styleOverrides: {
          root: {
            fontSize: 15,
            paddingTop: 4,
            paddingBottom: 4,
            border: `1px solid ${colours.line}`,
            variants: [
              tint('error', colours.errorWash, colours.error, '#e3b4b0'),
              tint('warning', colours.warningWash, '#5c3d00', '#e2cd9c'),
              tint('success', colours.successWash, colours.success, '#b4d3bd'),
              tint('info', colours.accentWash, colours.accentDeep, '#b3cfd2'),
            ],
          },
        },
      },
      MuiTabs: { styleOverrides: { root: { minHeight: 40 } } },
      MuiTab: { styleOverrides: { root: { minHeight: 40, fontSize: 15, paddingTop: 6, paddingBottom: 6 } } },
      MuiTableCell: {
        styleOverrides: { root: { fontSize: 15, padding: '6px 10px', borderBottomColor: colours.line } },
      },
      MuiDialogTitle: { styleOverrides: { root: { fontSize: 18, fontWeight: 600 } } },
      MuiStepLabel: { styleOverrides: { label: { fontSize: 15 } } },
      MuiListItemButton: { styleOverrides: { root: { minHeight: 40 } } },
    },
  },
  zhCN,
);
