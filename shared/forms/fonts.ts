/** The bundled open font: the common characters, and the rare ones of resources/fonts. */
const bundledSerif = '"Noto Serif SC","Noto Serif SC Rare"';

/**
 * Font families, the official ones first where they are installed (GB/T 9704—2012 and office practice), then the bundled
 * Noto Serif SC, so that sheets print alike on a machine without any Chinese font. SimSun-ExtB and SimSun-ExtG carry the
 * rare characters on Windows.
 */
export const fontStacks = {
  title: `"FZXiaoBiaoSong-B05S","方正小标宋简体","方正小标宋_GBK",${bundledSerif},"SimSun-ExtB","SimSun-ExtG",serif`,
  body: `"FangSong","仿宋","FangSong_GB2312","仿宋_GB2312","STFangsong","华文仿宋","SimSun","宋体",${bundledSerif},"SimSun-ExtB","SimSun-ExtG",serif`,
  screen: `"Microsoft YaHei UI","Microsoft YaHei","微软雅黑","Noto Sans SC Variable",${bundledSerif},sans-serif`,
} as const;

/** Style sheets that declare the bundled fonts for sheets, at the addresses the program serves them. */
export const sheetFontStyleSheets: readonly string[] = [
  '/fonts/serif/400.css',
  '/fonts/serif/700.css',
  '/fonts/rare/noto-serif-sc-rare.css',
];
