import { expect, test } from 'vitest';
import { openChromiumHost } from '../../../electron/chromium/openChromiumHost.ts';

test.skipIf(process.platform !== 'linux')(
  'a data folder that cannot be made is called so, and nobody is sent to look for lost data',
  async () => {
    const options = { dataDir: '/proc/hulei/data', headless: true, executablePath: '/nowhere', withoutSandbox: true };
    await expect(openChromiumHost(options)).rejects.toMatchObject({
      code: 'readonly',
      message: expect.stringContaining('数据文件夹'),
    });
  },
);
