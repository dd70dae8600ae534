/** Jest calls this also after failures. */
export default async function teardown(): Promise<void> {
  const { stopTestServer } = await import('./test-server.js');
  await stopTestServer();
}
