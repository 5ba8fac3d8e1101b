/**
 * What both browser instances get beside playwright's own switches: nothing they ask for leaves this computer, and
 * nothing they show is kept on its disk.
 */
export const quietBrowserArguments: readonly string[] = [
  '--host-resolver-rules=MAP * ~NOTFOUND', // no name has an address; our own origin is answered before it is looked up
  '--no-proxy-server', // a proxy of the system would look names up by itself
  '--test-type', // else a bar above the page calls the first switch unsupported
  '--disable-quic',
  '--dns-prefetch-disable',
  '--no-pings',
  '--disable-domain-reliability',
  '--disable-client-side-phishing-detection',
  '--disable-crash-reporter',
  '--disable-logging',
  '--disable-speech-api',
  '--disable-notifications',
  '--disk-cache-size=1',
  '--media-cache-size=1',
  '--disable-gpu-shader-disk-cache',
  '--lang=zh-CN',
];
