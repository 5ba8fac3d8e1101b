/**
 * What both browser instances get beside playwright's own switches: nothing they ask for leaves this computer, and
 * nothing they show is kept on its disk.
 */
export const quietBrowserArguments: readonly string[] = [
  '--host-resolver-rules=MAP * ~NOTFOUND', // no name has an address; our own origin is answered before it is looked up
  // In the place of a proxy of the system, which would look names up by itself, one that cannot be used: its kind is
  // switched off below and nobody can listen at its port. A browser that ignores it is still bound by the rule above.
  '--proxy-server=quic://127.0.0.1:0',
  '--proxy-bypass-list=<-loopback>', // for addresses of this computer too
  '--component-updater=url-source=data:,', // extensions that come with the browser ask for updates in spite of its own switch
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
