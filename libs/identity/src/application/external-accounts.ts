import { Clock, newId, SecurityLog, UnitOfWork } from '@holdfast/kernel';
import { Credentials } from '../domain/credentials.js';
import { type CustomerId, Customers } from '../domain/customer.js';
import { InvalidCredentials } from '../domain/errors.js';
import { ExternalIdentities, type ProvenIdentity, verifiedEmail } from '../domain/external-identity.js';
import { OpenIdConnectIdentityConflict } from '../domain/openid-connect-errors.js';

/** Finds, links or makes the account of whom a provider vouches for. Every call needs an active unit of work. */
export class ExternalAccounts {
  constructor(
    private readonly work: UnitOfWork,
    private readonly identities: ExternalIdentities,
    private readonly customers: Customers,
    private readonly credentials: Credentials,
    private readonly clock: Clock,
    private readonly securityLog: SecurityLog,
  ) {}

  /**
   * Issuer and subject decide, whatever address the provider names today; the address only counts the first time.
   * @throws InvalidCredentials when the account is closed; OpenIdConnectEmailUnverified; OpenIdConnectIdentityConflict
   */
  async of(proven: ProvenIdentity): Promise<CustomerId> {
    const known = await this.identities.find(proven);
    const customer = known ?? (await this.#accountOf(verifiedEmail(proven), proven.name));
    // Locked from here on: an account that is closed, or an identity that is removed at the same time, opens no session behind that.
    if (!(await this.customers.lock(customer))) throw new InvalidCredentials();
    if (!known) await this.#link(proven, customer);
    else if (!(await this.identities.use(proven, customer))) throw new InvalidCredentials();
    return customer;
  }

  async #link(proven: ProvenIdentity, customer: CustomerId): Promise<void> {
    const id = newId('eid');
    if (await this.identities.link(id, proven, customer)) {
      this.work.record([{ type: 'identity.external-identity-linked.v1', subject: id, version: 1, payload: { customer_id: customer } }]);
      await this.securityLog.note({ event: 'external-identity.linked', actor: customer, subject: customer, details: { identity: id } });
      return;
    }
    // The same person on two devices at once is one customer; anybody else is not.
    if ((await this.identities.find(proven)) !== customer) throw new OpenIdConnectIdentityConflict();
  }

  /** Adding comes first: who waited for a competitor with the same address finds what it committed. */
  async #accountOf(email: string, name: string): Promise<CustomerId> {
    const id = newId('cus');
    const createdAt = this.clock.now();
    if (await this.customers.add({ id, email, name, phone: null, passwordHash: null, status: 'active', version: 1, credentialsVersion: 1, createdAt })) {
      this.work.record([{ type: 'identity.customer-registered.v1', subject: id, version: 1, payload: {} }]);
      return id;
    }
    const login = await this.credentials.find('customer', email);
    if (!login) throw new InvalidCredentials();
    return login.subject as CustomerId;
  }
}
