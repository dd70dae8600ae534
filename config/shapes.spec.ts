import { EnvironmentError, readEnv } from './env.js';

describe('trusted proxies', () => {
  const read = (text: string) => readEnv(['TRUSTED_PROXIES'], { TRUSTED_PROXIES: text }).TRUSTED_PROXIES;

  it('are none unless somebody names them', () => {
    expect(read('')).toEqual([]);
  });

  it('are addresses and networks', () => {
    expect(read('127.0.0.1, 10.0.0.0/8,2001:db8::/32,::1')).toEqual(['127.0.0.1', '10.0.0.0/8', '2001:db8::/32', '::1']);
  });

  it.each(['true', '*', '1', 'proxy.example.com', '0.0.0.0/0', '::/0', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0.0/08', '10.0.0.1,', 'loopback'])('are not %s', (text) => {
    expect(() => read(text)).toThrow(EnvironmentError);
  });
});
