import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The page is served under a strict policy of its own origin: no inline script, no polyfill loader, hashed names.
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'chrome111',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
  },
});
