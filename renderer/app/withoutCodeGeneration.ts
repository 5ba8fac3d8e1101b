import { z } from 'zod';

// Zod otherwise tries the Function constructor while schemas are declared, which the page's content policy forbids.
// This module must therefore run before any that declares a schema.
z.config({ jitless: true });
