/** Jest calls this also after failures. */
export default async function tearDown() {
  const { stopTestServer, tellCardScan } = await import('../support/test-server.js');
  try {
    await tellCardScan();
  } finally {
    await stopTestServer();
  }
}
