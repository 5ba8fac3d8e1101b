import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fontFile } from './fonts.ts';
import { privateHeaders } from './rpc.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.otf': 'font/otf',
};

/** Where the built page lies. */
const rendererRoot = fileURLToPath(new URL('../../renderer/dist/', import.meta.url));

/** The page may load and run nothing but what this program serves. */
function pagePolicy(nonce: string): string {
  return [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `frame-src 'self'`,
    `frame-ancestors 'none'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `require-trusted-types-for 'script'`,
  ].join('; ');
}

/** A print document runs no script at all and is framed by the preview only. */
function printPolicy(nonce: string): string {
  return [
    `default-src 'none'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `font-src 'self'`,
    `img-src data:`,
    `frame-ancestors 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
}

/** A nonce for one answer. */
export function newNonce(): string {
  return randomBytes(16).toString('base64');
}

/** The answer that carries a print document. */
export function printResponse(html: string, nonce: string): Response {
  return new Response(html, {
    headers: {
      ...privateHeaders,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': printPolicy(nonce),
    },
  });
}

/** The answer that carries a picture or scan of a record: shown or saved by the page, never run as a document of its own. */
export function attachmentResponse(mediaType: string, bytes: Uint8Array): Response {
  return new Response(new Uint8Array(bytes), {
    headers: {
      ...privateHeaders,
      'content-type': mediaType,
      'content-disposition': 'attachment',
      'content-security-policy': `default-src 'none'; sandbox`,
    },
  });
}

/**
 * Serves the built page and the bundled fonts. Any other address is an address inside the page and gets its HTML.
 * Nothing outside the two folders can be reached.
 */
export async function serveFile(pathname: string): Promise<Response> {
  if (pathname.startsWith('/fonts/')) {
    const font = fontFile(pathname);
    return font ? fileResponse(font.path) : notFound();
  }
  if (pathname.startsWith('/assets/')) {
    const path = join(rendererRoot, decoded(pathname));
    return path.startsWith(join(rendererRoot, 'assets') + sep) ? fileResponse(path) : notFound();
  }
  return pathname === '/favicon.ico' ? notFound() : pageResponse();
}

/** The path without percent signs, or '' when they are no text. */
function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return '';
  }
}

async function pageResponse(): Promise<Response> {
  const nonce = newNonce();
  const html = await readFile(join(rendererRoot, 'index.html'), 'utf8');
  return new Response(html.replaceAll('__CSP_NONCE__', nonce), {
    headers: {
      ...privateHeaders,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': pagePolicy(nonce),
      'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=()',
      'cross-origin-opener-policy': 'same-origin',
    },
  });
}

/** Program files hold no personal data and have hashed or fixed names, so the browser may keep them in memory. */
async function fileResponse(path: string): Promise<Response> {
  try {
    const bytes = await readFile(path);
    return new Response(new Uint8Array(bytes), {
      headers: {
        ...privateHeaders,
        'content-type': contentTypes[extname(path)] ?? 'application/octet-stream',
        'cache-control': 'max-age=31536000, immutable',
      },
    });
  } catch {
    return notFound();
  }
}

function notFound(): Response {
  return new Response(null, { status: 404, headers: privateHeaders });
}
