/**
 * Loaded into every child of the launcher ahead of its own code. A launcher that is killed cannot
 * stop its children, but the channel to it closes, and they stop as if it had asked them to.
 */
process.on('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.exit(1), 15_000).unref();
});
// A listener keeps the process running; that is for the program to decide.
process.channel?.unref();
