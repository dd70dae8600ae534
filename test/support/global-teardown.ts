/** Jest calls this also after failures. */
export default async function teardown(): Promise<void> {
  const { stopTestServer, tellCardScan } = await import('./test-server.js');
  try {
    await tellCardScan();
  } finally {
    await stopTestServer();
  }
}
