// Made from the OpenAPI document by "npm run build:client". What is changed here is lost.

export type ClientOptions = {
    baseUrl: string;
};

export type HealthBody = {
    status: 'ok' | 'degraded' | 'starting' | 'busy' | 'draining';
    details?: {
        [key: string]: unknown;
    };
};

export type LogInDto = {
    email: string;
    /**
     * As it was registered.
     */
    password: string;
    /**
     * As what: one address may be both. Default `customer`.
     */
    as?: 'customer' | 'staff';
    /**
     * A cart to take along that was filled as a guest; its token goes into Holdfast-Cart-Token.
     */
    cart_id?: string;
};

export type CartAtLoginBody = {
    /**
     * `merged`: you had a cart already, and the lines went there. `not-claimed`: it stays a guest’s, with its token.
     */
    status: 'claimed' | 'merged' | 'not-claimed';
    /**
     * The cart to go on with.
     */
    id: string | null;
    /**
     * Why it was not claimed: the code of a problem, or `failed`.
     */
    reason: string | null;
};

export type SessionTokensBody = {
    token_type: 'Bearer';
    /**
     * Send it as `Authorization: Bearer …`.
     */
    access_token: string;
    /**
     * Seconds until the access token is over.
     */
    expires_in: number;
    /**
     * For one use: exchange it for the next pair at `/v1/sessions/refreshes`. Keep it where scripts of others cannot read it.
     */
    refresh_token: string;
    session_id: string;
    /**
     * When the session ends however much it is used.
     */
    session_expires_at: string;
    /**
     * What became of the cart that the login brought along.
     */
    cart?: CartAtLoginBody;
};

export type ChallengeBody = {
    mfa_required: true;
    /**
     * Goes into the path of the verification.
     */
    challenge_id: string;
    /**
     * Goes into its body: knowing the id is not enough.
     */
    challenge_secret: string;
    /**
     * Five minutes after the password.
     */
    expires_at: string;
};

export type RefreshSessionDto = {
    /**
     * The refresh token that was answered last.
     */
    refresh_token: string;
};

export type ReauthenticationDto = {
    /**
     * The password of the account.
     */
    password: string;
    /**
     * What the authenticator shows at this moment.
     */
    code?: string;
    /**
     * One of those that were shown once, instead of `code`.
     */
    recovery_code?: string;
};

export type RegisterCustomerDto = {
    email: string;
    name?: string;
    /**
     * At least 15 characters; any character is welcome and none is required.
     */
    password: string;
};

export type MailSentBody = {
    /**
     * Whoever reads the mails of the address decides what happens next.
     */
    status: 'confirmation-sent';
};

export type ConfirmRegistrationDto = {
    /**
     * From the mail.
     */
    token: string;
};

export type CustomerBody = {
    id: string;
    email: string;
    name: string;
    phone: string | null;
    created_at: string;
};

export type RequestPasswordResetDto = {
    email: string;
};

export type ConfirmPasswordResetDto = {
    /**
     * From the mail.
     */
    token: string;
    /**
     * The new one: at least 15 characters.
     */
    password: string;
};

export type ConfirmEmailChangeDto = {
    /**
     * From the mail to the new address.
     */
    token: string;
};

export type ProfileDto = {
    /**
     * null removes it.
     */
    name?: string;
    /**
     * null removes it.
     */
    phone?: string;
};

export type ChangePasswordDto = {
    /**
     * The password as it is now.
     */
    current_password: string;
    /**
     * The new one: at least 15 characters.
     */
    password: string;
};

export type ChangeEmailDto = {
    email: string;
};

export type SessionBody = {
    id: string;
    /**
     * What the client called itself (User-Agent).
     */
    device: string | null;
    /**
     * The address it was opened from.
     */
    address: string | null;
    created_at: string;
    last_used_at: string;
    expires_at: string;
    /**
     * Whether it is the one that asks.
     */
    current: boolean;
};

export type SessionsBody = {
    data: Array<SessionBody>;
};

export type AddressEntryBody = {
    name: string;
    line1: string;
    line2?: string;
    city: string;
    region?: string;
    postal_code?: string;
    country: string;
    phone?: string;
    id: string;
    default_shipping: boolean;
    default_billing: boolean;
    created_at: string;
    updated_at: string;
};

export type AddressBookBody = {
    data: Array<AddressEntryBody>;
};

export type AddressEntryDto = {
    name: string;
    line1: string;
    line2?: string;
    city: string;
    region?: string;
    postal_code?: string;
    country: string;
    phone?: string;
    /**
     * Whether parcels go here when nothing else is said. Takes it from the address that had it.
     */
    default_shipping?: boolean;
    /**
     * Whether invoices go here when nothing else is said. Takes it from the address that had it.
     */
    default_billing?: boolean;
};

export type AdminCustomerBody = {
    id: string;
    /**
     * null once the customer was erased.
     */
    email: string | null;
    name: string;
    phone: string | null;
    status: 'active' | 'disabled' | 'erased';
    created_at: string;
    updated_at: string;
};

export type PageInfo = {
    /**
     * Give it as `cursor` for the next page.
     */
    next_cursor: string | null;
    has_more: boolean;
};

export type AdminCustomerPage = {
    data: Array<AdminCustomerBody>;
    page: PageInfo;
};

export type ApiKeyBody = {
    id: string;
    name: string;
    /**
     * The first characters of the secret.
     */
    prefix: string;
    scopes: Array<'catalog:read' | 'catalog:write' | 'inventory:read' | 'inventory:write' | 'orders:read' | 'orders:write' | 'payments:read' | 'payments:write' | 'ledger:read' | 'ledger:write' | 'ops:read' | 'ops:write' | 'customers:read' | 'customers:write' | 'staff:read' | 'staff:write' | 'audit:read' | 'keys:read' | 'keys:write'>;
    status: 'active' | 'expired' | 'revoked';
    created_at: string;
    expires_at: string | null;
    revoked_at: string | null;
    /**
     * To the minute.
     */
    last_used_at: string | null;
};

export type ApiKeyPage = {
    data: Array<ApiKeyBody>;
    page: PageInfo;
};

export type CreateApiKeyDto = {
    name: string;
    /**
     * What the key may do; no more than your own key may.
     */
    scopes: Array<'catalog:read' | 'catalog:write' | 'inventory:read' | 'inventory:write' | 'orders:read' | 'orders:write' | 'payments:read' | 'payments:write' | 'ledger:read' | 'ledger:write' | 'ops:read' | 'ops:write' | 'customers:read' | 'customers:write' | 'staff:read' | 'staff:write' | 'audit:read' | 'keys:read' | 'keys:write'>;
    /**
     * The key ends by itself at this time. Without it, it counts until it is revoked.
     */
    expires_at?: string;
};

export type CreatedApiKeyBody = {
    id: string;
    name: string;
    /**
     * The first characters of the secret.
     */
    prefix: string;
    scopes: Array<'catalog:read' | 'catalog:write' | 'inventory:read' | 'inventory:write' | 'orders:read' | 'orders:write' | 'payments:read' | 'payments:write' | 'ledger:read' | 'ledger:write' | 'ops:read' | 'ops:write' | 'customers:read' | 'customers:write' | 'staff:read' | 'staff:write' | 'audit:read' | 'keys:read' | 'keys:write'>;
    status: 'active' | 'expired' | 'revoked';
    created_at: string;
    expires_at: string | null;
    revoked_at: string | null;
    /**
     * To the minute.
     */
    last_used_at: string | null;
    /**
     * Shown this once; only its hash is kept.
     */
    secret: string;
};

export type RotateApiKeyDto = {
    /**
     * How many seconds the old secret still counts. Default 0.
     */
    overlap_seconds?: number;
};

export type RotatedApiKeyBody = {
    id: string;
    name: string;
    /**
     * The first characters of the secret.
     */
    prefix: string;
    scopes: Array<'catalog:read' | 'catalog:write' | 'inventory:read' | 'inventory:write' | 'orders:read' | 'orders:write' | 'payments:read' | 'payments:write' | 'ledger:read' | 'ledger:write' | 'ops:read' | 'ops:write' | 'customers:read' | 'customers:write' | 'staff:read' | 'staff:write' | 'audit:read' | 'keys:read' | 'keys:write'>;
    status: 'active' | 'expired' | 'revoked';
    created_at: string;
    expires_at: string | null;
    revoked_at: string | null;
    /**
     * To the minute.
     */
    last_used_at: string | null;
    /**
     * Shown this once; only its hash is kept.
     */
    secret: string;
    /**
     * Until when the old secret counts.
     */
    previous_secret_valid_until: string;
};

export type RoleBody = {
    id: string;
    name: string;
    /**
     * Built-in roles cannot be changed; what they allow follows the version of the service.
     */
    built_in: boolean;
    permissions: Array<'catalog:read' | 'catalog:write' | 'inventory:read' | 'inventory:write' | 'orders:read' | 'orders:write' | 'payments:read' | 'payments:write' | 'ledger:read' | 'ledger:write' | 'ops:read' | 'ops:write' | 'customers:read' | 'customers:write' | 'staff:read' | 'staff:write' | 'audit:read' | 'keys:read' | 'keys:write'>;
    created_at: string;
};

export type RolePage = {
    data: Array<RoleBody>;
    page: PageInfo;
};

export type DefineRoleDto = {
    name: string;
    /**
     * What it allows; no more than you may.
     */
    permissions: Array<'catalog:read' | 'catalog:write' | 'inventory:read' | 'inventory:write' | 'orders:read' | 'orders:write' | 'payments:read' | 'payments:write' | 'ledger:read' | 'ledger:write' | 'ops:read' | 'ops:write' | 'customers:read' | 'customers:write' | 'staff:read' | 'staff:write' | 'audit:read' | 'keys:read' | 'keys:write'>;
};

export type ChangeRoleDto = {
    name?: string;
    /**
     * What it allows; no more than you may.
     */
    permissions?: Array<'catalog:read' | 'catalog:write' | 'inventory:read' | 'inventory:write' | 'orders:read' | 'orders:write' | 'payments:read' | 'payments:write' | 'ledger:read' | 'ledger:write' | 'ops:read' | 'ops:write' | 'customers:read' | 'customers:write' | 'staff:read' | 'staff:write' | 'audit:read' | 'keys:read' | 'keys:write'>;
};

export type RoleNameBody = {
    id: string;
    name: string;
};

export type StaffBody = {
    id: string;
    email: string;
    name: string;
    status: 'invited' | 'active' | 'disabled';
    role: RoleNameBody;
    /**
     * What the role allows.
     */
    permissions: Array<'catalog:read' | 'catalog:write' | 'inventory:read' | 'inventory:write' | 'orders:read' | 'orders:write' | 'payments:read' | 'payments:write' | 'ledger:read' | 'ledger:write' | 'ops:read' | 'ops:write' | 'customers:read' | 'customers:write' | 'staff:read' | 'staff:write' | 'audit:read' | 'keys:read' | 'keys:write'>;
    /**
     * Whether there is a second factor.
     */
    mfa_enrolled: boolean;
    created_at: string;
};

export type StaffPage = {
    data: Array<StaffBody>;
    page: PageInfo;
};

export type InviteStaffDto = {
    email: string;
    name: string;
    /**
     * See `GET /v1/admin/roles`; it may allow no more than you may.
     */
    role_id: string;
};

export type ChangeStaffDto = {
    name?: string;
    /**
     * Counts from the next request on.
     */
    role_id?: string;
    /**
     * A disabled account cannot log in, and its sessions end at once.
     */
    disabled?: boolean;
};

export type AcceptInvitationDto = {
    /**
     * From the mail.
     */
    token: string;
    /**
     * At least 15 characters; any character is welcome and none is required.
     */
    password: string;
};

export type StaffMeBody = {
    id: string;
    email: string;
    name: string;
    status: 'invited' | 'active' | 'disabled';
    role: RoleNameBody;
    /**
     * What the role allows.
     */
    permissions: Array<'catalog:read' | 'catalog:write' | 'inventory:read' | 'inventory:write' | 'orders:read' | 'orders:write' | 'payments:read' | 'payments:write' | 'ledger:read' | 'ledger:write' | 'ops:read' | 'ops:write' | 'customers:read' | 'customers:write' | 'staff:read' | 'staff:write' | 'audit:read' | 'keys:read' | 'keys:write'>;
    /**
     * Whether there is a second factor.
     */
    mfa_enrolled: boolean;
    created_at: string;
    /**
     * Whether staff of this shop may do nothing without a second factor.
     */
    mfa_required: boolean;
    /**
     * Whether the permissions count with this login: they come with the second factor alone, where there is one or has to be one.
     */
    mfa_satisfied: boolean;
};

export type FactorBody = {
    id: string;
    kind: 'totp';
    /**
     * Only confirmed ones are asked for.
     */
    status: 'unconfirmed' | 'confirmed';
    created_at: string;
    confirmed_at: string | null;
};

export type FactorsBody = {
    data: Array<FactorBody>;
};

export type BegunFactorBody = {
    id: string;
    /**
     * For typing it in, in base32. Shown this once.
     */
    secret: string;
    /**
     * For a QR code. Shown this once.
     */
    uri: string;
};

export type ConfirmFactorDto = {
    /**
     * What the authenticator shows at this moment.
     */
    code: string;
};

export type RecoveryCodesBody = {
    /**
     * Each counts once. Shown this once; those before do not count any more.
     */
    recovery_codes: Array<string>;
};

export type VerificationDto = {
    /**
     * `challenge_secret` of the login.
     */
    secret: string;
    /**
     * What the authenticator shows at this moment.
     */
    code?: string;
    /**
     * One of those that were shown once, instead of `code`.
     */
    recovery_code?: string;
    /**
     * A cart to take along that was filled as a guest; its token goes into Holdfast-Cart-Token.
     */
    cart_id?: string;
};

export type OpenIdProviderBody = {
    /**
     * What a button shows.
     */
    name: string;
    issuer: string;
};

export type OpenIdProvidersBody = {
    data: Array<OpenIdProviderBody>;
};

export type BeginOpenIdConnectDto = {
    /**
     * Where the browser is sent back to: one of the addresses that the shop lists. Default: the first of them.
     */
    redirect_uri?: string;
};

export type OpenIdAuthorizationBody = {
    id: string;
    /**
     * Send the browser there.
     */
    authorization_url: string;
    /**
     * Keep it in this browser alone, and send it with the completion: it shows that who went is who comes back.
     */
    secret: string;
    /**
     * Until then the login has to be completed.
     */
    expires_at: string;
};

export type CompleteOpenIdConnectDto = {
    /**
     * As it was answered when the login began.
     */
    secret: string;
    /**
     * The whole address that the browser was sent back to, as it is.
     */
    response_url: string;
    /**
     * A cart to take along that was filled as a guest; its token goes into Holdfast-Cart-Token.
     */
    cart_id?: string;
};

export type ExternalIdentityBody = {
    id: string;
    /**
     * The provider.
     */
    issuer: string;
    /**
     * Who you are there.
     */
    subject: string;
    created_at: string;
    last_used_at: string;
};

export type ExternalIdentitiesBody = {
    data: Array<ExternalIdentityBody>;
};

export type DataExportBody = {
    id: string;
    status: 'pending' | 'ready';
    requested_at: string;
    /**
     * Until when the document can be fetched; null while it is being written.
     */
    expires_at: string | null;
};

export type RequestErasureDto = {
    /**
     * The password of the account, once more: it cannot be had back.
     */
    password: string;
    /**
     * What the authenticator shows at this moment.
     */
    code?: string;
    /**
     * One of those that were shown once, instead of `code`.
     */
    recovery_code?: string;
};

export type WaitBody = {
    /**
     * What still holds personal data.
     */
    subject: string;
    reason: 'checkout-under-way' | 'order-on-its-way' | 'payment-undecided' | 'payment-method-at-its-gateway';
    /**
     * When it is looked at again, at the latest.
     */
    until: string;
};

export type ErasureBody = {
    id: string;
    customer_id: string;
    /**
     * `waiting`: the account is erased; what is named in `waits` will be, and everything is looked at once more.
     */
    status: 'pending' | 'waiting' | 'completed';
    waits: Array<WaitBody>;
    requested_at: string;
    completed_at: string | null;
};

export type InvariantBody = {
    id: string;
    statement: string;
    ok: boolean;
    /**
     * The first 20 rows that break it.
     */
    offenders: Array<{
        [key: string]: unknown;
    }>;
};

export type InvariantsBody = {
    /**
     * Whether all of them hold.
     */
    ok: boolean;
    data: Array<InvariantBody>;
};

export type DeadLetterBody = {
    id: string;
    queue: 'events' | 'imports' | 'mail';
    /**
     * Which handler it is for.
     */
    job: string;
    /**
     * Ids of what it is about.
     */
    data: {
        [key: string]: unknown;
    };
    /**
     * Why the last try failed.
     */
    reason: string;
    /**
     * How often it was tried.
     */
    attempts: number;
    created_at: string;
    /**
     * When it was given up.
     */
    failed_at: string | null;
};

export type DeadLetterPage = {
    data: Array<DeadLetterBody>;
    page: PageInfo;
};

export type AuditEntryBody = {
    /**
     * Its number in the log, without gaps, in the order of the commits.
     */
    seq: number;
    kind: 'change' | 'security';
    /**
     * Who did it; null for a security event of nobody who is known.
     */
    actor: string | null;
    /**
     * The route of a change, or the name of a security event.
     */
    action: string;
    /**
     * The table of a change.
     */
    resource: string | null;
    resource_id: string | null;
    operation: 'insert' | 'update' | 'delete' | null;
    /**
     * What columns were: those that changed, or all of a row that was deleted. `[redacted]` hides personal data and secrets.
     */
    before: {
        [key: string]: unknown;
    } | null;
    /**
     * What the columns became: those that changed, or all of a new row.
     */
    after: {
        [key: string]: unknown;
    } | null;
    /**
     * A few facts about a security event.
     */
    details: {
        [key: string]: unknown;
    } | null;
    request_id: string | null;
    /**
     * When it was committed.
     */
    created_at: string;
    /**
     * SHA-256 of the entry and the hash of the one before it.
     */
    hash: string;
};

export type AuditEntryPage = {
    data: Array<AuditEntryBody>;
    page: PageInfo;
};

export type OptionView = {
    name: string;
    values: Array<string>;
};

export type ImageView = {
    url: string;
    alt: string | null;
    position: number;
};

export type PriceRangeView = {
    currency: string;
    min_amount: number;
    max_amount: number;
};

export type PriceView = {
    /**
     * Minor units.
     */
    amount: number;
    currency: string;
    /**
     * What it cost before, or null.
     */
    compare_at_amount: number | null;
};

export type VariantFactsView = {
    id: string;
    /**
     * Null where the product has no options.
     */
    title: string | null;
    sku: string | null;
    barcode: string | null;
    option_values: Array<string>;
    position: number;
    prices: Array<PriceView>;
    in_stock: boolean;
    weight_grams: number;
    image_url: string | null;
    requires_shipping: boolean;
    taxable: boolean;
};

export type ProductView = {
    id: string;
    handle: string;
    title: string;
    /**
     * HTML.
     */
    description: string;
    vendor: string;
    type: string;
    tags: Array<string>;
    options: Array<OptionView>;
    images: Array<ImageView>;
    price_ranges: Array<PriceRangeView>;
    in_stock: boolean;
    /**
     * Lists show 100 variants of a product at most; the product itself shows all.
     */
    variants_count: number;
    created_at: string;
    updated_at: string;
    variants: Array<VariantFactsView>;
};

export type PageView = {
    next_cursor: string | null;
    has_more: boolean;
};

export type ProductListView = {
    data: Array<ProductView>;
    page: PageView;
};

export type ProductNameView = {
    id: string;
    handle: string;
    title: string;
};

export type VariantView = {
    id: string;
    /**
     * Null where the product has no options.
     */
    title: string | null;
    sku: string | null;
    barcode: string | null;
    option_values: Array<string>;
    position: number;
    prices: Array<PriceView>;
    in_stock: boolean;
    weight_grams: number;
    image_url: string | null;
    requires_shipping: boolean;
    taxable: boolean;
    product: ProductNameView;
};

export type AdminVariantFactsView = {
    id: string;
    /**
     * Null where the product has no options.
     */
    title: string | null;
    sku: string | null;
    barcode: string | null;
    option_values: Array<string>;
    position: number;
    prices: Array<PriceView>;
    in_stock: boolean;
    weight_grams: number;
    image_url: string | null;
    requires_shipping: boolean;
    taxable: boolean;
    status: 'active' | 'archived';
};

export type AdminProductView = {
    id: string;
    handle: string;
    title: string;
    /**
     * HTML.
     */
    description: string;
    vendor: string;
    type: string;
    tags: Array<string>;
    options: Array<OptionView>;
    images: Array<ImageView>;
    price_ranges: Array<PriceRangeView>;
    in_stock: boolean;
    /**
     * Lists show 100 variants of a product at most; the product itself shows all.
     */
    variants_count: number;
    created_at: string;
    updated_at: string;
    variants: Array<AdminVariantFactsView>;
    status: 'draft' | 'published' | 'archived';
    /**
     * The ETag says the same.
     */
    version: number;
};

export type AdminProductListView = {
    data: Array<AdminProductView>;
    page: PageView;
};

export type ImageDto = {
    url: string;
    alt?: string;
};

export type PriceDto = {
    /**
     * Minor units.
     */
    amount: number;
    currency: string;
    /**
     * What it cost before.
     */
    compare_at_amount?: number;
};

export type NewVariantDto = {
    sku?: string;
    barcode?: string;
    /**
     * One value for each option of the product.
     */
    option_values?: Array<string>;
    weight_grams?: number;
    image_url?: string;
    requires_shipping?: boolean;
    taxable?: boolean;
    /**
     * An archived variant is not sold.
     */
    status?: 'active' | 'archived';
    /**
     * One in each currency. Without any it cannot be bought.
     */
    prices?: Array<PriceDto>;
};

export type NewProductDto = {
    /**
     * Names the product in addresses. Made from the title where it is missing.
     */
    handle?: string;
    title: string;
    /**
     * HTML.
     */
    description?: string;
    vendor?: string;
    type?: string;
    tags?: Array<string>;
    /**
     * A new product is a draft unless it says otherwise.
     */
    status?: 'draft' | 'published' | 'archived';
    /**
     * In the order in which they are shown.
     */
    images?: Array<ImageDto>;
    /**
     * Names of the options, none where there is one variant only.
     */
    options?: Array<string>;
    variants: Array<NewVariantDto>;
};

export type ProductChangesDto = {
    /**
     * Names the product in addresses. Made from the title where it is missing.
     */
    handle?: string;
    title?: string;
    /**
     * HTML.
     */
    description?: string;
    vendor?: string;
    type?: string;
    tags?: Array<string>;
    /**
     * A new product is a draft unless it says otherwise.
     */
    status?: 'draft' | 'published' | 'archived';
    /**
     * In the order in which they are shown.
     */
    images?: Array<ImageDto>;
};

export type AdminVariantView = {
    id: string;
    /**
     * Null where the product has no options.
     */
    title: string | null;
    sku: string | null;
    barcode: string | null;
    option_values: Array<string>;
    position: number;
    prices: Array<PriceView>;
    in_stock: boolean;
    weight_grams: number;
    image_url: string | null;
    requires_shipping: boolean;
    taxable: boolean;
    status: 'active' | 'archived';
    product: ProductNameView;
    /**
     * Version of the product; the ETag says the same.
     */
    version: number;
};

export type VariantChangesDto = {
    sku?: string;
    barcode?: string;
    /**
     * One value for each option of the product.
     */
    option_values?: Array<string>;
    weight_grams?: number;
    image_url?: string;
    requires_shipping?: boolean;
    taxable?: boolean;
    /**
     * An archived variant is not sold.
     */
    status?: 'active' | 'archived';
};

export type PricesDto = {
    /**
     * All prices of the variant, one in each currency.
     */
    prices: Array<PriceDto>;
};

export type ProgressView = {
    rows: number;
    products: number;
};

export type ResultView = {
    /**
     * Products that were made.
     */
    created: number;
    updated: number;
    /**
     * Products that were as the file says.
     */
    unchanged: number;
    /**
     * Products that were left out because of faulty rows.
     */
    failed: number;
    /**
     * Faults of rows; see /rows.
     */
    row_errors: number;
};

export type FaultView = {
    code: string;
    message: string;
};

export type ImportResource = {
    id: string;
    kind: string;
    status: 'pending' | 'running' | 'completed' | 'failed';
    progress: ProgressView;
    /**
     * There once the import is completed.
     */
    result: ResultView | null;
    error: FaultView | null;
    created_at: string;
    updated_at: string;
    file_name: string | null;
    currency: string;
    /**
     * Bytes.
     */
    size: number;
};

export type ImportRowResource = {
    /**
     * Line of the file, from 1.
     */
    line: number;
    status: 'failed';
    code: string;
    message: string;
    column: string | null;
    /**
     * What stood there, 100 characters at most.
     */
    value: string | null;
};

export type ImportRowListView = {
    data: Array<ImportRowResource>;
    page: PageView;
};

export type JobResource = {
    id: string;
    kind: string;
    status: 'pending' | 'running' | 'completed' | 'failed';
    progress: {
        [key: string]: unknown;
    };
    result: {
        [key: string]: unknown;
    } | null;
    error: FaultView | null;
    created_at: string;
    updated_at: string;
};

export type LocationBody = {
    id: string;
    code: string;
    name: string;
    rank: number;
};

export type LocationPage = {
    data: Array<LocationBody>;
    page: PageInfo;
};

export type LocationDto = {
    code: string;
    name: string;
    /**
     * Lower ranks are used first.
     */
    rank: number;
};

export type LevelBody = {
    variant_id: string;
    location_id: string;
    on_hand: number;
    /**
     * Held for checkouts and allocated to orders.
     */
    reserved: number;
    available: number;
};

export type LevelPage = {
    data: Array<LevelBody>;
    page: PageInfo;
};

export type MovementBody = {
    id: string;
    variant_id: string;
    location_id: string;
    delta_on_hand: number;
    delta_reserved: number;
    reason: 'initial' | 'adjustment' | 'hold' | 'release' | 'expire' | 'ship';
    note: string | null;
    /**
     * What moved the stock.
     */
    cause: string;
    checkout_id: string | null;
    actor: string | null;
    created_at: string;
};

export type MovementPage = {
    data: Array<MovementBody>;
    page: PageInfo;
};

export type AdjustmentDto = {
    variant_id: string;
    /**
     * The default location when absent.
     */
    location_id?: string;
    /**
     * Change by so many. Either this or `on_hand`.
     */
    delta?: number;
    /**
     * Set to the number counted; needs `expected_on_hand`.
     */
    on_hand?: number;
    /**
     * What you believe is on hand; the adjustment is refused when it is not.
     */
    expected_on_hand?: number;
};

export type AdjustStockDto = {
    /**
     * Why.
     */
    reason: 'received' | 'counted' | 'damaged' | 'lost' | 'returned' | 'correction';
    /**
     * All of them are done, or none.
     */
    adjustments: Array<AdjustmentDto>;
};

export type AdjustmentBody = {
    id: string;
    reason: string;
    levels: Array<LevelBody>;
};

export type AddressDto = {
    name: string;
    line1: string;
    line2?: string;
    city: string;
    region?: string;
    postal_code?: string;
    country: string;
    phone?: string;
};

export type LineDto = {
    variant_id: string;
    quantity: number;
};

export type NewCartDto = {
    /**
     * The currency of the shop when absent.
     */
    currency?: string;
    email?: string;
    shipping_address?: AddressDto;
    billing_address?: AddressDto;
    lines?: Array<LineDto>;
    /**
     * Up to 50 keys of 40 characters with values of 500 characters.
     */
    metadata?: {
        [key: string]: string;
    };
};

export type AddressBody = {
    name: string;
    line1: string;
    line2?: string;
    city: string;
    region?: string;
    postal_code?: string;
    country: string;
    phone?: string;
};

export type MoneyBody = {
    /**
     * Minor units of the currency.
     */
    amount: number;
    currency: string;
};

export type CartLineBody = {
    id: string;
    variant_id: string;
    product_id: string | null;
    product_handle: string | null;
    title: string | null;
    variant_title: string | null;
    sku: string | null;
    image_url: string | null;
    quantity: number;
    /**
     * null when it is not sold any more.
     */
    unit_price: MoneyBody | null;
    total: MoneyBody | null;
};

export type CartProblemBody = {
    code: 'price-changed' | 'variant-unavailable';
    line_id: string;
};

export type NewCartBody = {
    id: string;
    status: 'open' | 'checking_out' | 'converted' | 'abandoned' | 'merged';
    currency: string;
    email: string | null;
    shipping_address: AddressBody | null;
    billing_address: AddressBody | null;
    metadata: {
        [key: string]: string;
    };
    lines: Array<CartLineBody>;
    subtotal: MoneyBody;
    total: MoneyBody;
    /**
     * What the shopper should know before the checkout.
     */
    problems: Array<CartProblemBody>;
    /**
     * Whose it is; null for the cart of a guest.
     */
    customer_id: string | null;
    /**
     * The cart that its lines went to, when it is `merged`.
     */
    merged_into: string | null;
    version: number;
    /**
     * The secret of a guest’s cart, shown once: send it as Holdfast-Cart-Token. null for a customer.
     */
    token: string | null;
};

export type CartBody = {
    id: string;
    status: 'open' | 'checking_out' | 'converted' | 'abandoned' | 'merged';
    currency: string;
    email: string | null;
    shipping_address: AddressBody | null;
    billing_address: AddressBody | null;
    metadata: {
        [key: string]: string;
    };
    lines: Array<CartLineBody>;
    subtotal: MoneyBody;
    total: MoneyBody;
    /**
     * What the shopper should know before the checkout.
     */
    problems: Array<CartProblemBody>;
    /**
     * Whose it is; null for the cart of a guest.
     */
    customer_id: string | null;
    /**
     * The cart that its lines went to, when it is `merged`.
     */
    merged_into: string | null;
    version: number;
};

export type CartDetailsDto = {
    /**
     * null removes it.
     */
    email?: string;
    shipping_address?: AddressDto;
    billing_address?: AddressDto;
    /**
     * Up to 50 keys of 40 characters with values of 500 characters.
     */
    metadata?: {
        [key: string]: string;
    };
};

export type LineQuantityDto = {
    quantity: number;
};

export type ClaimedCartBody = {
    /**
     * `merged`: you had a cart already, and its lines went there.
     */
    status: 'claimed' | 'merged';
    /**
     * The cart to go on with.
     */
    id: string;
};

export type MoneyDto = {
    /**
     * Minor units of the currency.
     */
    amount: number;
    currency: string;
};

export type PaymentDto = {
    /**
     * A gateway of this shop: manual, or those that are configured. Without it the shop chooses by its routes.
     */
    gateway?: string;
    /**
     * How to pay, in the words of the gateway. Either this or payment_method_id.
     */
    method?: string;
    /**
     * A payment method of the customer who pays, in the place of method; its gateway is known.
     */
    payment_method_id?: string;
    /**
     * Where the gateway sends the shopper back.
     */
    return_url?: string;
    /**
     * Capture with the authorization (automatic), or later.
     */
    capture?: 'automatic' | 'manual';
    /**
     * A part of what is to be paid: the order is placed once the parts cover the total. All that is open when absent.
     */
    amount?: MoneyDto;
};

export type NewCheckoutDto = {
    cart_id: string;
    /**
     * Without one the checkout holds the stock and waits for POST …/payments.
     */
    payment?: PaymentDto;
};

export type CheckoutLineBody = {
    id: string;
    variant_id: string;
    product_id: string;
    title: string;
    variant_title: string | null;
    sku: string | null;
    quantity: number;
    unit_price: MoneyBody;
    total: MoneyBody;
};

export type CheckoutPaymentBody = {
    id: string;
    gateway: string;
    status: 'pending' | 'requires_action' | 'authorized' | 'partially_captured' | 'captured' | 'partially_refunded' | 'refunded' | 'voided' | 'failed';
    amount: MoneyBody;
    authorized: MoneyBody;
    captured: MoneyBody;
    /**
     * For staff alone.
     */
    allowed_actions?: Array<'capture' | 'void' | 'refund'>;
};

export type NextActionBody = {
    type: 'redirect';
    url: string;
};

export type PlacedOrderBody = {
    id: string;
    number: string;
    status: 'placed' | 'processing' | 'completed' | 'canceled';
    /**
     * Secret that opens the order: send it as Holdfast-Order-Token.
     */
    token: string;
    placed_at: string;
};

export type CheckoutBody = {
    id: string;
    cart_id: string;
    status: 'open' | 'processing' | 'requires_action' | 'completed' | 'expired' | 'canceled';
    /**
     * null once its buyer was erased.
     */
    email: string | null;
    shipping_address: AddressBody | null;
    billing_address: AddressBody | null;
    lines: Array<CheckoutLineBody>;
    subtotal: MoneyBody;
    total: MoneyBody;
    payments: Array<CheckoutPaymentBody>;
    /**
     * What the shopper has to do before the gateway goes on.
     */
    next_action: NextActionBody | null;
    order: PlacedOrderBody | null;
    allowed_actions: Array<'pay' | 'cancel'>;
    /**
     * Until then the stock is held.
     */
    expires_at: string;
    created_at: string;
    version: number;
};

export type OrderSummaryBody = {
    id: string;
    number: string;
    status: 'placed' | 'processing' | 'completed' | 'canceled';
    /**
     * Whose it is; null for the order of a guest.
     */
    customer_id: string | null;
    fulfillment_status: 'unfulfilled';
    checkout_id: string;
    /**
     * null once its buyer was erased.
     */
    email: string | null;
    shipping_address: AddressBody | null;
    billing_address: AddressBody | null;
    subtotal: MoneyBody;
    total: MoneyBody;
    placed_at: string;
    version: number;
};

export type OrderSummaryPage = {
    data: Array<OrderSummaryBody>;
    page: PageInfo;
};

export type OrderDisputeBody = {
    id: string;
    payment_id: string;
    status: 'open' | 'won' | 'lost';
    /**
     * What the bank says, in the words of the gateway.
     */
    reason: string;
    /**
     * What the gateway holds back while it is open.
     */
    amount: MoneyBody;
    /**
     * Until then the gateway takes evidence.
     */
    evidence_due_at: string | null;
    opened_at: string;
    closed_at: string | null;
};

export type OrderBody = {
    id: string;
    number: string;
    status: 'placed' | 'processing' | 'completed' | 'canceled';
    /**
     * Whose it is; null for the order of a guest.
     */
    customer_id: string | null;
    fulfillment_status: 'unfulfilled';
    checkout_id: string;
    /**
     * null once its buyer was erased.
     */
    email: string | null;
    shipping_address: AddressBody | null;
    billing_address: AddressBody | null;
    subtotal: MoneyBody;
    total: MoneyBody;
    placed_at: string;
    version: number;
    payment_status: 'none' | 'pending' | 'requires_action' | 'authorized' | 'partially_captured' | 'captured' | 'partially_refunded' | 'refunded' | 'voided';
    lines: Array<CheckoutLineBody>;
    payments: Array<CheckoutPaymentBody>;
    /**
     * Of its payments, oldest first.
     */
    disputes: Array<OrderDisputeBody>;
    allowed_actions: Array<string>;
};

export type TimelineEntryBody = {
    id: string;
    type: string;
    subject: string;
    from: string | null;
    to: string | null;
    actor: string | null;
    request_id: string | null;
    payload: {
        [key: string]: unknown;
    };
    occurred_at: string;
};

export type TimelineEntryPage = {
    data: Array<TimelineEntryBody>;
    page: PageInfo;
};

export type PendingStepBody = {
    /**
     * What is the case, as a slug.
     */
    what: string;
    /**
     * Id of what it is about.
     */
    about: string;
    since: string;
    /**
     * Who has to act next.
     */
    next_actor: 'worker' | 'gateway' | 'shopper' | 'staff';
    /**
     * When it is looked at again by itself; null where nobody looks before somebody acted, or at once.
     */
    next_at: string | null;
    /**
     * What can be done about it.
     */
    advice: string;
};

export type PendingStepPage = {
    data: Array<PendingStepBody>;
    page: PageInfo;
};

export type OrderRefundLineBody = {
    line_id: string;
    quantity: number;
    amount: MoneyBody;
};

export type OrderRefundOperationBody = {
    id: string;
    payment_id: string;
    status: 'pending' | 'succeeded' | 'failed';
    amount: MoneyBody;
};

export type OrderRefundBody = {
    id: string;
    order_id: string;
    /**
     * `failed`: its pieces can be refunded again. `partially_failed`: refund what is missing by amount, at the payment.
     */
    status: 'pending' | 'succeeded' | 'partially_failed' | 'failed';
    amount: MoneyBody;
    reason: 'requested_by_customer' | 'duplicate' | 'fraudulent' | 'goods_returned' | 'other' | null;
    actor: string;
    lines: Array<OrderRefundLineBody>;
    /**
     * One for each payment that gives a part back.
     */
    operations: Array<OrderRefundOperationBody>;
    created_at: string;
};

export type OrderRefundPage = {
    data: Array<OrderRefundBody>;
    page: PageInfo;
};

export type RefundedPiecesDto = {
    line_id: string;
    quantity: number;
};

export type RefundOrderDto = {
    /**
     * Each line once.
     */
    lines: Array<RefundedPiecesDto>;
    /**
     * Why, for the books.
     */
    reason?: 'requested_by_customer' | 'duplicate' | 'fraudulent' | 'goods_returned' | 'other';
};

export type InFlightBody = {
    capturing: MoneyBody;
    voiding: MoneyBody;
    refunding: MoneyBody;
};

export type PaymentSummaryBody = {
    id: string;
    checkout_id: string;
    gateway: string;
    /**
     * `erased` once the shopper was forgotten.
     */
    method: string;
    /**
     * By which the gateway knows it.
     */
    reference: string | null;
    status: 'pending' | 'requires_action' | 'authorized' | 'partially_captured' | 'captured' | 'partially_refunded' | 'refunded' | 'voided' | 'failed';
    amount: MoneyBody;
    /**
     * All that was ever authorized.
     */
    authorized: MoneyBody;
    captured: MoneyBody;
    voided: MoneyBody;
    refunded: MoneyBody;
    /**
     * Set aside for operations whose outcome is not known yet.
     */
    in_flight: InFlightBody;
    needs_human: boolean;
    /**
     * The shop gives money back by itself, and it is not back yet.
     */
    giving_back: boolean;
    allowed_actions: Array<'capture' | 'void' | 'refund'>;
    /**
     * When it was last compared with the books of its gateway.
     */
    observed_at: string | null;
    created_at: string;
    updated_at: string;
    version: number;
};

export type PaymentSummaryPage = {
    data: Array<PaymentSummaryBody>;
    page: PageInfo;
};

export type ResolutionBody = {
    outcome: 'succeeded' | 'failed';
    reference: string | null;
    note: string;
    actor: string;
    decided_at: string;
};

export type OperationPartBody = {
    id: string;
    status: 'created' | 'sent' | 'requires_action' | 'unknown' | 'succeeded' | 'failed' | 'returned';
    amount: MoneyBody;
    code: string | null;
};

export type OperationBody = {
    id: string;
    payment_id: string;
    kind: 'authorize' | 'capture' | 'void' | 'refund';
    /**
     * `returned`: a refund that had succeeded, and that the bank sent back.
     */
    status: 'created' | 'sent' | 'requires_action' | 'unknown' | 'succeeded' | 'failed' | 'returned';
    amount: MoneyBody;
    /**
     * Why it failed or is unknown.
     */
    code: string | null;
    /**
     * Why it was asked for, or why the gateway did it by itself.
     */
    reason: 'requested_by_customer' | 'duplicate' | 'fraudulent' | 'goods_returned' | 'other' | 'authorization_expired' | 'canceled_at_gateway' | null;
    /**
     * Who asked for it; null where the shopper or the shop itself did.
     */
    actor: string | null;
    /**
     * By which the gateway knows it, where it has an id of its own.
     */
    reference: string | null;
    /**
     * The gateway could not be made to tell: somebody has to look there.
     */
    needs_human: boolean;
    resolution: ResolutionBody | null;
    /**
     * Of a refund of several captures: all its operations, this one first. Empty otherwise.
     */
    parts: Array<OperationPartBody>;
    created_at: string;
    updated_at: string;
};

export type DisputeBody = {
    id: string;
    payment_id: string;
    status: 'open' | 'won' | 'lost';
    /**
     * What the bank says, in the words of the gateway.
     */
    reason: string;
    /**
     * What the gateway holds back while it is open.
     */
    amount: MoneyBody;
    /**
     * Until then the gateway takes evidence.
     */
    evidence_due_at: string | null;
    opened_at: string;
    closed_at: string | null;
};

export type PaymentDetailsBody = {
    id: string;
    checkout_id: string;
    gateway: string;
    /**
     * `erased` once the shopper was forgotten.
     */
    method: string;
    /**
     * By which the gateway knows it.
     */
    reference: string | null;
    status: 'pending' | 'requires_action' | 'authorized' | 'partially_captured' | 'captured' | 'partially_refunded' | 'refunded' | 'voided' | 'failed';
    amount: MoneyBody;
    /**
     * All that was ever authorized.
     */
    authorized: MoneyBody;
    captured: MoneyBody;
    voided: MoneyBody;
    refunded: MoneyBody;
    /**
     * Set aside for operations whose outcome is not known yet.
     */
    in_flight: InFlightBody;
    needs_human: boolean;
    /**
     * The shop gives money back by itself, and it is not back yet.
     */
    giving_back: boolean;
    allowed_actions: Array<'capture' | 'void' | 'refund'>;
    /**
     * When it was last compared with the books of its gateway.
     */
    observed_at: string | null;
    created_at: string;
    updated_at: string;
    version: number;
    /**
     * Oldest first.
     */
    operations: Array<OperationBody>;
    /**
     * Oldest first.
     */
    disputes: Array<DisputeBody>;
};

export type ActionDto = {
    /**
     * All that is possible when absent.
     */
    amount?: MoneyDto;
    /**
     * Why, for the books.
     */
    reason?: 'requested_by_customer' | 'duplicate' | 'fraudulent' | 'goods_returned' | 'other';
};

export type ResolutionDto = {
    /**
     * What the gateway shows: it was done, or it was not and will not be.
     */
    outcome: 'succeeded' | 'failed';
    /**
     * By which the gateway knows it. Needed when an authorization succeeded whose reference nobody knows.
     */
    reference?: string;
    /**
     * What was seen, and where. Nothing about the shopper.
     */
    note: string;
};

export type AccountBody = {
    code: string;
    kind: 'asset' | 'liability' | 'revenue' | 'expense';
    /**
     * Assets and expenses grow by debits, all others by credits.
     */
    balance: MoneyBody;
};

export type AccountPage = {
    data: Array<AccountBody>;
    page: PageInfo;
};

export type AccountTransferBody = {
    journal_id: string;
    kind: 'capture' | 'refund' | 'recognition' | 'dispute-opened' | 'dispute-won' | 'fee' | 'payout' | 'settlement' | 'correction' | 'reversal';
    leg: string;
    side: 'debit' | 'credit';
    /**
     * The account on the other side.
     */
    other: string;
    amount: MoneyBody;
    booked_at: string;
};

export type AccountTransferPage = {
    data: Array<AccountTransferBody>;
    page: PageInfo;
};

export type TransferBody = {
    debit: string;
    credit: string;
    amount: MoneyBody;
    leg: string;
};

export type JournalBody = {
    id: string;
    kind: 'capture' | 'refund' | 'recognition' | 'dispute-opened' | 'dispute-won' | 'fee' | 'payout' | 'settlement' | 'correction' | 'reversal';
    /**
     * Names the fact that it books: an operation, a dispute, a line of a settlement report, a journal.
     */
    ref: string;
    order_id: string | null;
    checkout_id: string | null;
    payment_id: string | null;
    /**
     * The journal that this one takes back.
     */
    reverses: string | null;
    reversed_by: string | null;
    reason: string | null;
    /**
     * Who booked it by hand.
     */
    actor: string | null;
    occurred_at: string;
    booked_at: string;
    transfers: Array<TransferBody>;
};

export type JournalPage = {
    data: Array<JournalBody>;
    page: PageInfo;
};

export type ReasonDto = {
    /**
     * Why, for whoever audits the books. Nothing about the shopper.
     */
    reason: string;
};

export type ReportProgressBody = {
    lines_done: number;
    /**
     * Known once the whole file has been read, 0 before.
     */
    lines_total: number;
};

export type LineCountsBody = {
    /**
     * Lines of the file.
     */
    total: number;
    /**
     * Lines that an earlier report brought.
     */
    known: number;
    /**
     * Of those, lines that say otherwise now: each is a difference, or follows the books again.
     */
    changed: number;
    /**
     * Lines that are as the books say.
     */
    matched: number;
    /**
     * Fees and payouts that the books learned from it.
     */
    booked: number;
};

export type DifferenceCountsBody = {
    open: number;
    corrected: number;
    resolved: number;
};

export type LineFaultBody = {
    /**
     * Line of the file, from 1.
     */
    line: number;
    column: string | null;
    code: string;
    message: string;
};

export type ReportErrorBody = {
    /**
     * `settlement-report-unreadable`: nothing of the file was taken over, mend it. `settlement-broke-off`: by a fault of ours; what was booked stays, send the file again.
     */
    code: string;
    message: string;
    /**
     * The first 100.
     */
    faults: Array<LineFaultBody>;
};

export type SettlementReportBody = {
    id: string;
    gateway: string;
    format: string;
    file_name: string | null;
    status: 'pending' | 'running' | 'completed' | 'failed';
    progress: ReportProgressBody;
    /**
     * Counted once the report has ended.
     */
    lines: LineCountsBody;
    differences: DifferenceCountsBody;
    error: ReportErrorBody | null;
    created_at: string;
};

export type SettlementReportPage = {
    data: Array<SettlementReportBody>;
    page: PageInfo;
};

export type SettlementLineBody = {
    /**
     * The gateway's id.
     */
    id: string;
    kind: 'payment' | 'refund' | 'dispute' | 'payout' | 'fee' | 'other';
    /**
     * The gateway's word for it.
     */
    type: string;
    status: 'matched' | 'booked' | 'extra' | 'differing';
    reference: string | null;
    /**
     * The journal that it was found to be.
     */
    journal_id: string | null;
    amount: MoneyBody;
    fee: MoneyBody;
    net: MoneyBody;
    occurred_at: string;
};

export type SettlementLinePage = {
    data: Array<SettlementLineBody>;
    page: PageInfo;
};

export type DifferenceBody = {
    id: string;
    report_id: string;
    /**
     * missing: we have it and they do not. extra: they have it and we do not. changed: they say otherwise than before.
     */
    kind: 'missing' | 'extra' | 'differing' | 'changed';
    field: 'amount' | 'currency' | 'fee' | null;
    status: 'open' | 'corrected' | 'resolved';
    line_id: string | null;
    journal_id: string | null;
    ours: MoneyBody | null;
    theirs: MoneyBody | null;
    /**
     * What accepting it books.
     */
    proposal: Array<TransferBody>;
    correction_id: string | null;
    created_at: string;
};

export type DifferencePage = {
    data: Array<DifferenceBody>;
    page: PageInfo;
};

export type MoneyInFlightBody = {
    /**
     * Captures that are not decided.
     */
    coming: MoneyBody;
    /**
     * Refunds that are not decided.
     */
    going: MoneyBody;
};

export type ComparisonBody = {
    id: string;
    gateway: string;
    /**
     * equal: the books say what the gateway says. waiting: what is under way, not reported or not accepted yet may explain the difference. differing: nothing explains it.
     */
    standing: 'equal' | 'waiting' | 'differing';
    /**
     * What the gateway holds for us, pending money included.
     */
    held: MoneyBody;
    /**
     * Balance of its clearing account.
     */
    booked: MoneyBody;
    /**
     * What it holds, less what is booked.
     */
    difference: MoneyBody;
    in_flight: MoneyInFlightBody;
    /**
     * Movements that no settlement report told yet: their fees are not booked either.
     */
    unreported: number;
    /**
     * Differences to settlement reports that nobody accepted, and events of the gateway that are not applied.
     */
    open_differences: number;
    compared_at: string;
};

export type ComparisonPage = {
    data: Array<ComparisonBody>;
    page: PageInfo;
};

export type AskedBalanceBody = {
    gateway: string;
    /**
     * untold: it, or our account at it, does not tell. unknown: it could not be asked now.
     */
    outcome: 'told' | 'untold' | 'unknown';
    /**
     * Why it told nothing.
     */
    code: string | null;
    /**
     * One for each currency.
     */
    comparisons: Array<ComparisonBody>;
};

export type AskedBalancesBody = {
    data: Array<AskedBalanceBody>;
};

export type WebhookReceivedBody = {
    /**
     * It is stored, or was stored before.
     */
    received: true;
};

export type GatewayEventSummaryBody = {
    id: string;
    gateway: string;
    /**
     * The gateway’s own id of it.
     */
    event_id: string;
    /**
     * In the words of the gateway.
     */
    type: string;
    /**
     * By which the gateway knows the payment; null for what is not about payments.
     */
    reference: string | null;
    /**
     * Known once it was applied.
     */
    payment_id: string | null;
    /**
     * `parked` is tried again at `next_try_at`; `failed` waits for people.
     */
    state: 'received' | 'applied' | 'ignored' | 'parked' | 'failed';
    /**
     * Why it is where it is.
     */
    reason: string | null;
    tries: number;
    /**
     * When it is tried next.
     */
    next_try_at: string | null;
    /**
     * When it happened, by the clock of the gateway.
     */
    occurred_at: string;
    /**
     * When it was stored.
     */
    received_at: string;
};

export type GatewayEventSummaryPage = {
    data: Array<GatewayEventSummaryBody>;
    page: PageInfo;
};

export type GatewayEventBody = {
    id: string;
    gateway: string;
    /**
     * The gateway’s own id of it.
     */
    event_id: string;
    /**
     * In the words of the gateway.
     */
    type: string;
    /**
     * By which the gateway knows the payment; null for what is not about payments.
     */
    reference: string | null;
    /**
     * Known once it was applied.
     */
    payment_id: string | null;
    /**
     * `parked` is tried again at `next_try_at`; `failed` waits for people.
     */
    state: 'received' | 'applied' | 'ignored' | 'parked' | 'failed';
    /**
     * Why it is where it is.
     */
    reason: string | null;
    tries: number;
    /**
     * When it is tried next.
     */
    next_try_at: string | null;
    /**
     * When it happened, by the clock of the gateway.
     */
    occurred_at: string;
    /**
     * When it was stored.
     */
    received_at: string;
    /**
     * What is kept of the event: ids, states and amounts. Null after 90 days.
     */
    payload: {
        [key: string]: unknown;
    } | null;
};

export type RefusalCountBody = {
    day: string;
    /**
     * `unknown` for a gateway that sends no events here.
     */
    gateway: string;
    reason: 'signature' | 'stale' | 'malformed' | 'unknown-gateway';
    count: number;
    /**
     * The last of them.
     */
    last_at: string;
};

export type RefusalCountPage = {
    data: Array<RefusalCountBody>;
    page: PageInfo;
};

export type SavedCardBody = {
    brand: string;
    last4: string;
    expiry_month: number;
    expiry_year: number;
};

export type SetupActionBody = {
    type: 'redirect';
    url: string;
};

export type PaymentMethodBody = {
    id: string;
    gateway: string;
    /**
     * `processing`: the gateway has not told the outcome yet.
     */
    status: 'processing' | 'requires_action' | 'active' | 'failed';
    default: boolean;
    /**
     * Once it is active.
     */
    card: SavedCardBody | null;
    /**
     * What the shopper has to do before the gateway goes on.
     */
    next_action: SetupActionBody | null;
    /**
     * Why it failed, in the words of the gateway.
     */
    code: string | null;
    created_at: string;
};

export type PaymentMethodsBody = {
    /**
     * The default one first, then the newest.
     */
    data: Array<PaymentMethodBody>;
};

export type NewPaymentMethodDto = {
    /**
     * A gateway of this shop that keeps payment methods.
     */
    gateway: string;
    /**
     * What is to be kept, in the words of the gateway: what its own form in the browser answered. Never a card number.
     */
    method: string;
    /**
     * Where the gateway sends the shopper back.
     */
    return_url?: string;
};

export type ChangePaymentMethodDto = {
    /**
     * The one to be offered first. There is one at most.
     */
    default: boolean;
};

/**
 * What went wrong, as RFC 9457 (application/problem+json). `code` is stable; `errors` tells faults of single fields.
 */
export type Problem = {
    /**
     * Page of this problem, served by the API.
     */
    type: string;
    title: string;
    status: number;
    /**
     * What to do next, for people.
     */
    detail: string;
    instance?: string;
    code: string;
    request_id: string;
    errors?: Array<{
        pointer: string;
        code: string;
        message: string;
    }>;
    /**
     * Seconds.
     */
    retry_after?: number;
};

export type HealthLiveData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/livez';
};

export type HealthLiveResponses = {
    /**
     * It is.
     */
    200: {
        status?: string;
    };
};

export type HealthLiveResponse = HealthLiveResponses[keyof HealthLiveResponses];

export type HealthStartupData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/startupz';
};

export type HealthStartupResponses = {
    /**
     * It has.
     */
    200: HealthBody;
};

export type HealthStartupResponse = HealthStartupResponses[keyof HealthStartupResponses];

export type HealthReadyData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/readyz';
};

export type HealthReadyResponses = {
    /**
     * Yes.
     */
    200: HealthBody;
};

export type HealthReadyResponse = HealthReadyResponses[keyof HealthReadyResponses];

export type SessionsLogInData = {
    body: LogInDto;
    headers?: {
        /**
         * The token of the cart that `cart_id` names.
         */
        'Holdfast-Cart-Token'?: string;
    };
    path?: never;
    query?: never;
    url: '/v1/sessions';
};

export type SessionsLogInResponses = {
    /**
     * Done.
     */
    201: SessionTokensBody;
    /**
     * The second factor is still to be shown.
     */
    202: ChallengeBody;
};

export type SessionsLogInResponse = SessionsLogInResponses[keyof SessionsLogInResponses];

export type SessionsRefreshData = {
    body: RefreshSessionDto;
    path?: never;
    query?: never;
    url: '/v1/sessions/refreshes';
};

export type SessionsRefreshResponses = {
    /**
     * Done.
     */
    201: SessionTokensBody;
};

export type SessionsRefreshResponse = SessionsRefreshResponses[keyof SessionsRefreshResponses];

export type SessionsReauthenticateData = {
    body: ReauthenticationDto;
    path?: never;
    query?: never;
    url: '/v1/sessions/current/reauthentications';
};

export type SessionsReauthenticateResponses = {
    /**
     * Done.
     */
    204: void;
};

export type SessionsReauthenticateResponse = SessionsReauthenticateResponses[keyof SessionsReauthenticateResponses];

export type SessionsLogOutData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/v1/sessions/current';
};

export type SessionsLogOutResponses = {
    /**
     * Done.
     */
    204: void;
};

export type SessionsLogOutResponse = SessionsLogOutResponses[keyof SessionsLogOutResponses];

export type CustomersRegisterData = {
    body: RegisterCustomerDto;
    path?: never;
    query?: never;
    url: '/v1/customers';
};

export type CustomersRegisterResponses = {
    /**
     * Done.
     */
    202: MailSentBody;
};

export type CustomersRegisterResponse = CustomersRegisterResponses[keyof CustomersRegisterResponses];

export type CustomersConfirmData = {
    body: ConfirmRegistrationDto;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/email-verifications/{id}/confirmations';
};

export type CustomersConfirmResponses = {
    /**
     * Done.
     */
    201: CustomerBody;
};

export type CustomersConfirmResponse = CustomersConfirmResponses[keyof CustomersConfirmResponses];

export type PasswordResetsRequestData = {
    body: RequestPasswordResetDto;
    path?: never;
    query?: never;
    url: '/v1/password-resets';
};

export type PasswordResetsRequestResponses = {
    /**
     * Done.
     */
    202: MailSentBody;
};

export type PasswordResetsRequestResponse = PasswordResetsRequestResponses[keyof PasswordResetsRequestResponses];

export type PasswordResetsConfirmData = {
    body: ConfirmPasswordResetDto;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/password-resets/{id}/confirmations';
};

export type PasswordResetsConfirmResponses = {
    /**
     * Done.
     */
    204: void;
};

export type PasswordResetsConfirmResponse = PasswordResetsConfirmResponses[keyof PasswordResetsConfirmResponses];

export type EmailChangesConfirmData = {
    body: ConfirmEmailChangeDto;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/email-changes/{id}/confirmations';
};

export type EmailChangesConfirmResponses = {
    /**
     * Done.
     */
    204: void;
};

export type EmailChangesConfirmResponse = EmailChangesConfirmResponses[keyof EmailChangesConfirmResponses];

export type MeGetData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/v1/customers/me';
};

export type MeGetResponses = {
    /**
     * Done.
     */
    200: CustomerBody;
};

export type MeGetResponse = MeGetResponses[keyof MeGetResponses];

export type MeDescribeData = {
    body: ProfileDto;
    headers?: {
        /**
         * The ETag of what is to be changed: 412 if it has another by now.
         */
        'If-Match'?: string;
    };
    path?: never;
    query?: never;
    url: '/v1/customers/me';
};

export type MeDescribeResponses = {
    /**
     * Done.
     */
    200: CustomerBody;
};

export type MeDescribeResponse = MeDescribeResponses[keyof MeDescribeResponses];

export type MeChangePasswordData = {
    body: ChangePasswordDto;
    path?: never;
    query?: never;
    url: '/v1/customers/me/password-changes';
};

export type MeChangePasswordResponses = {
    /**
     * Done.
     */
    204: void;
};

export type MeChangePasswordResponse = MeChangePasswordResponses[keyof MeChangePasswordResponses];

export type MeChangeEmailData = {
    body: ChangeEmailDto;
    path?: never;
    query?: never;
    url: '/v1/customers/me/email-changes';
};

export type MeChangeEmailResponses = {
    /**
     * Done.
     */
    202: MailSentBody;
};

export type MeChangeEmailResponse = MeChangeEmailResponses[keyof MeChangeEmailResponses];

export type MeSessionsData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/v1/customers/me/sessions';
};

export type MeSessionsResponses = {
    /**
     * Done.
     */
    200: SessionsBody;
};

export type MeSessionsResponse = MeSessionsResponses[keyof MeSessionsResponses];

export type MeEndSessionData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/customers/me/sessions/{id}';
};

export type MeEndSessionResponses = {
    /**
     * Done.
     */
    204: void;
};

export type MeEndSessionResponse = MeEndSessionResponses[keyof MeEndSessionResponses];

export type AddressesListData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/v1/customers/me/addresses';
};

export type AddressesListResponses = {
    /**
     * Done.
     */
    200: AddressBookBody;
};

export type AddressesListResponse = AddressesListResponses[keyof AddressesListResponses];

export type AddressesAddData = {
    body: AddressEntryDto;
    path?: never;
    query?: never;
    url: '/v1/customers/me/addresses';
};

export type AddressesAddResponses = {
    /**
     * Done.
     */
    201: AddressEntryBody;
};

export type AddressesAddResponse = AddressesAddResponses[keyof AddressesAddResponses];

export type AddressesRemoveData = {
    body?: never;
    headers?: {
        /**
         * The ETag of what is to be changed: 412 if it has another by now.
         */
        'If-Match'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/customers/me/addresses/{id}';
};

export type AddressesRemoveResponses = {
    /**
     * Done.
     */
    204: void;
};

export type AddressesRemoveResponse = AddressesRemoveResponses[keyof AddressesRemoveResponses];

export type AddressesGetData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/customers/me/addresses/{id}';
};

export type AddressesGetResponses = {
    /**
     * Done.
     */
    200: AddressEntryBody;
};

export type AddressesGetResponse = AddressesGetResponses[keyof AddressesGetResponses];

export type AddressesReplaceData = {
    body: AddressEntryDto;
    headers?: {
        /**
         * The ETag of what is to be changed: 412 if it has another by now.
         */
        'If-Match'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/customers/me/addresses/{id}';
};

export type AddressesReplaceResponses = {
    /**
     * Done.
     */
    200: AddressEntryBody;
};

export type AddressesReplaceResponse = AddressesReplaceResponses[keyof AddressesReplaceResponses];

export type AdminCustomersListData = {
    body?: never;
    path?: never;
    query?: {
        /**
         * Exactly this address. For instance `ada@example.com`.
         */
        email?: string;
        limit?: number;
        cursor?: string;
    };
    url: '/v1/admin/customers';
};

export type AdminCustomersListResponses = {
    /**
     * Done.
     */
    200: AdminCustomerPage;
};

export type AdminCustomersListResponse = AdminCustomersListResponses[keyof AdminCustomersListResponses];

export type AdminCustomersGetData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/customers/{id}';
};

export type AdminCustomersGetResponses = {
    /**
     * Done.
     */
    200: AdminCustomerBody;
};

export type AdminCustomersGetResponse = AdminCustomersGetResponses[keyof AdminCustomersGetResponses];

export type AdminCustomersDisableData = {
    body?: never;
    headers?: {
        /**
         * A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters. For instance `3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/customers/{id}/disablements';
};

export type AdminCustomersDisableResponses = {
    /**
     * Done.
     */
    201: AdminCustomerBody;
};

export type AdminCustomersDisableResponse = AdminCustomersDisableResponses[keyof AdminCustomersDisableResponses];

export type AdminCustomersEnableData = {
    body?: never;
    headers?: {
        /**
         * A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters. For instance `3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/customers/{id}/enablements';
};

export type AdminCustomersEnableResponses = {
    /**
     * Done.
     */
    201: AdminCustomerBody;
};

export type AdminCustomersEnableResponse = AdminCustomersEnableResponses[keyof AdminCustomersEnableResponses];

export type ApiKeysListData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        cursor?: string;
    };
    url: '/v1/admin/api-keys';
};

export type ApiKeysListResponses = {
    /**
     * Done.
     */
    200: ApiKeyPage;
};

export type ApiKeysListResponse = ApiKeysListResponses[keyof ApiKeysListResponses];

export type ApiKeysCreateData = {
    body: CreateApiKeyDto;
    headers?: {
        /**
         * A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters. For instance `3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11`.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/v1/admin/api-keys';
};

export type ApiKeysCreateResponses = {
    /**
     * Done.
     */
    201: CreatedApiKeyBody;
};

export type ApiKeysCreateResponse = ApiKeysCreateResponses[keyof ApiKeysCreateResponses];

export type ApiKeysRevokeData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/api-keys/{id}';
};

export type ApiKeysRevokeResponses = {
    /**
     * Done.
     */
    204: void;
};

export type ApiKeysRevokeResponse = ApiKeysRevokeResponses[keyof ApiKeysRevokeResponses];

export type ApiKeysRotateData = {
    body: RotateApiKeyDto;
    headers?: {
        /**
         * A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters. For instance `3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/api-keys/{id}/rotations';
};

export type ApiKeysRotateResponses = {
    /**
     * Done.
     */
    201: RotatedApiKeyBody;
};

export type ApiKeysRotateResponse = ApiKeysRotateResponses[keyof ApiKeysRotateResponses];

export type RolesListData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        cursor?: string;
    };
    url: '/v1/admin/roles';
};

export type RolesListResponses = {
    /**
     * Done.
     */
    200: RolePage;
};

export type RolesListResponse = RolesListResponses[keyof RolesListResponses];

export type RolesDefineData = {
    body: DefineRoleDto;
    headers?: {
        /**
         * A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters. For instance `3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11`.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/v1/admin/roles';
};

export type RolesDefineResponses = {
    /**
     * Done.
     */
    201: RoleBody;
};

export type RolesDefineResponse = RolesDefineResponses[keyof RolesDefineResponses];

export type RolesRemoveData = {
    body?: never;
    headers?: {
        /**
         * The ETag of what is to be changed: 412 if it has another by now.
         */
        'If-Match'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/roles/{id}';
};

export type RolesRemoveResponses = {
    /**
     * Done.
     */
    204: void;
};

export type RolesRemoveResponse = RolesRemoveResponses[keyof RolesRemoveResponses];

export type RolesGetData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/roles/{id}';
};

export type RolesGetResponses = {
    /**
     * Done.
     */
    200: RoleBody;
};

export type RolesGetResponse = RolesGetResponses[keyof RolesGetResponses];

export type RolesChangeData = {
    body: ChangeRoleDto;
    headers?: {
        /**
         * The ETag of what is to be changed: 412 if it has another by now.
         */
        'If-Match'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/roles/{id}';
};

export type RolesChangeResponses = {
    /**
     * Done.
     */
    200: RoleBody;
};

export type RolesChangeResponse = RolesChangeResponses[keyof RolesChangeResponses];

export type StaffListData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        cursor?: string;
    };
    url: '/v1/admin/staff';
};

export type StaffListResponses = {
    /**
     * Done.
     */
    200: StaffPage;
};

export type StaffListResponse = StaffListResponses[keyof StaffListResponses];

export type StaffInviteData = {
    body: InviteStaffDto;
    headers?: {
        /**
         * A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters. For instance `3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11`.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/v1/admin/staff';
};

export type StaffInviteResponses = {
    /**
     * Done.
     */
    201: StaffBody;
};

export type StaffInviteResponse = StaffInviteResponses[keyof StaffInviteResponses];

export type StaffGetData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/staff/{id}';
};

export type StaffGetResponses = {
    /**
     * Done.
     */
    200: StaffBody;
};

export type StaffGetResponse = StaffGetResponses[keyof StaffGetResponses];

export type StaffChangeData = {
    body: ChangeStaffDto;
    headers?: {
        /**
         * The ETag of what is to be changed: 412 if it has another by now.
         */
        'If-Match'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/staff/{id}';
};

export type StaffChangeResponses = {
    /**
     * Done.
     */
    200: StaffBody;
};

export type StaffChangeResponse = StaffChangeResponses[keyof StaffChangeResponses];

export type StaffInviteAgainData = {
    body?: never;
    headers?: {
        /**
         * A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters. For instance `3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/staff/{id}/invitations';
};

export type StaffInviteAgainResponses = {
    /**
     * Done.
     */
    202: StaffBody;
};

export type StaffInviteAgainResponse = StaffInviteAgainResponses[keyof StaffInviteAgainResponses];

export type StaffResetFactorsData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/staff/{id}/mfa-factors';
};

export type StaffResetFactorsResponses = {
    /**
     * Done.
     */
    204: void;
};

export type StaffResetFactorsResponse = StaffResetFactorsResponses[keyof StaffResetFactorsResponses];

export type StaffMeAcceptData = {
    body: AcceptInvitationDto;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/staff-invitations/{id}/confirmations';
};

export type StaffMeAcceptResponses = {
    /**
     * Done.
     */
    201: StaffBody;
};

export type StaffMeAcceptResponse = StaffMeAcceptResponses[keyof StaffMeAcceptResponses];

export type StaffMeGetData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/v1/staff/me';
};

export type StaffMeGetResponses = {
    /**
     * Done.
     */
    200: StaffMeBody;
};

export type StaffMeGetResponse = StaffMeGetResponses[keyof StaffMeGetResponses];

export type StaffMeChangePasswordData = {
    body: ChangePasswordDto;
    path?: never;
    query?: never;
    url: '/v1/staff/me/password-changes';
};

export type StaffMeChangePasswordResponses = {
    /**
     * Done.
     */
    204: void;
};

export type StaffMeChangePasswordResponse = StaffMeChangePasswordResponses[keyof StaffMeChangePasswordResponses];

export type StaffMeSessionsData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/v1/staff/me/sessions';
};

export type StaffMeSessionsResponses = {
    /**
     * Done.
     */
    200: SessionsBody;
};

export type StaffMeSessionsResponse = StaffMeSessionsResponses[keyof StaffMeSessionsResponses];

export type StaffMeEndSessionData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/staff/me/sessions/{id}';
};

export type StaffMeEndSessionResponses = {
    /**
     * Done.
     */
    204: void;
};

export type StaffMeEndSessionResponse = StaffMeEndSessionResponses[keyof StaffMeEndSessionResponses];

export type CustomerFactorsListData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/v1/customers/me/mfa-factors';
};

export type CustomerFactorsListResponses = {
    /**
     * Done.
     */
    200: FactorsBody;
};

export type CustomerFactorsListResponse = CustomerFactorsListResponses[keyof CustomerFactorsListResponses];

export type CustomerFactorsBeginData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/v1/customers/me/mfa-factors';
};

export type CustomerFactorsBeginResponses = {
    /**
     * Done.
     */
    201: BegunFactorBody;
};

export type CustomerFactorsBeginResponse = CustomerFactorsBeginResponses[keyof CustomerFactorsBeginResponses];

export type CustomerFactorsConfirmData = {
    body: ConfirmFactorDto;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/customers/me/mfa-factors/{id}/confirmations';
};

export type CustomerFactorsConfirmResponses = {
    /**
     * Done.
     */
    201: RecoveryCodesBody;
};

export type CustomerFactorsConfirmResponse = CustomerFactorsConfirmResponses[keyof CustomerFactorsConfirmResponses];

export type CustomerFactorsRemoveData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/customers/me/mfa-factors/{id}';
};

export type CustomerFactorsRemoveResponses = {
    /**
     * Done.
     */
    204: void;
};

export type CustomerFactorsRemoveResponse = CustomerFactorsRemoveResponses[keyof CustomerFactorsRemoveResponses];

export type StaffFactorsListData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/v1/staff/me/mfa-factors';
};

export type StaffFactorsListResponses = {
    /**
     * Done.
     */
    200: FactorsBody;
};

export type StaffFactorsListResponse = StaffFactorsListResponses[keyof StaffFactorsListResponses];

export type StaffFactorsBeginData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/v1/staff/me/mfa-factors';
};

export type StaffFactorsBeginResponses = {
    /**
     * Done.
     */
    201: BegunFactorBody;
};

export type StaffFactorsBeginResponse = StaffFactorsBeginResponses[keyof StaffFactorsBeginResponses];

export type StaffFactorsConfirmData = {
    body: ConfirmFactorDto;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/staff/me/mfa-factors/{id}/confirmations';
};

export type StaffFactorsConfirmResponses = {
    /**
     * Done.
     */
    201: RecoveryCodesBody;
};

export type StaffFactorsConfirmResponse = StaffFactorsConfirmResponses[keyof StaffFactorsConfirmResponses];

export type StaffFactorsRemoveData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/staff/me/mfa-factors/{id}';
};

export type StaffFactorsRemoveResponses = {
    /**
     * Done.
     */
    204: void;
};

export type StaffFactorsRemoveResponse = StaffFactorsRemoveResponses[keyof StaffFactorsRemoveResponses];

export type MfaChallengesVerifyData = {
    body: VerificationDto;
    headers?: {
        /**
         * The token of the cart that `cart_id` names.
         */
        'Holdfast-Cart-Token'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/mfa-challenges/{id}/verifications';
};

export type MfaChallengesVerifyResponses = {
    /**
     * Done.
     */
    201: SessionTokensBody;
};

export type MfaChallengesVerifyResponse = MfaChallengesVerifyResponses[keyof MfaChallengesVerifyResponses];

export type OpenIdConnectProvidersData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/v1/openid-connect/providers';
};

export type OpenIdConnectProvidersResponses = {
    /**
     * Done.
     */
    200: OpenIdProvidersBody;
};

export type OpenIdConnectProvidersResponse = OpenIdConnectProvidersResponses[keyof OpenIdConnectProvidersResponses];

export type OpenIdConnectBeginData = {
    body: BeginOpenIdConnectDto;
    path?: never;
    query?: never;
    url: '/v1/openid-connect/authorizations';
};

export type OpenIdConnectBeginResponses = {
    /**
     * Done.
     */
    201: OpenIdAuthorizationBody;
};

export type OpenIdConnectBeginResponse = OpenIdConnectBeginResponses[keyof OpenIdConnectBeginResponses];

export type OpenIdConnectCompleteData = {
    body: CompleteOpenIdConnectDto;
    headers?: {
        /**
         * The token of the cart that `cart_id` names.
         */
        'Holdfast-Cart-Token'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/openid-connect/authorizations/{id}/completions';
};

export type OpenIdConnectCompleteResponses = {
    /**
     * Done.
     */
    201: SessionTokensBody;
    /**
     * The second factor is still to be shown.
     */
    202: ChallengeBody;
};

export type OpenIdConnectCompleteResponse = OpenIdConnectCompleteResponses[keyof OpenIdConnectCompleteResponses];

export type ExternalIdentitiesListData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/v1/customers/me/external-identities';
};

export type ExternalIdentitiesListResponses = {
    /**
     * Done.
     */
    200: ExternalIdentitiesBody;
};

export type ExternalIdentitiesListResponse = ExternalIdentitiesListResponses[keyof ExternalIdentitiesListResponses];

export type ExternalIdentitiesRemoveData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/customers/me/external-identities/{id}';
};

export type ExternalIdentitiesRemoveResponses = {
    /**
     * Done.
     */
    204: void;
};

export type ExternalIdentitiesRemoveResponse = ExternalIdentitiesRemoveResponses[keyof ExternalIdentitiesRemoveResponses];

export type PrivacyRequestExportData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/v1/customers/me/data-exports';
};

export type PrivacyRequestExportResponses = {
    /**
     * Done.
     */
    202: DataExportBody;
};

export type PrivacyRequestExportResponse = PrivacyRequestExportResponses[keyof PrivacyRequestExportResponses];

export type PrivacyExportData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/customers/me/data-exports/{id}';
};

export type PrivacyExportResponses = {
    /**
     * Done.
     */
    200: DataExportBody;
};

export type PrivacyExportResponse = PrivacyExportResponses[keyof PrivacyExportResponses];

export type PrivacyContentData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/customers/me/data-exports/{id}/content';
};

export type PrivacyContentResponses = {
    /**
     * The document.
     */
    200: {
        [key: string]: unknown;
    };
};

export type PrivacyContentResponse = PrivacyContentResponses[keyof PrivacyContentResponses];

export type PrivacyEraseData = {
    body: RequestErasureDto;
    path?: never;
    query?: never;
    url: '/v1/customers/me/erasure-requests';
};

export type PrivacyEraseResponses = {
    /**
     * Done.
     */
    202: ErasureBody;
};

export type PrivacyEraseResponse = PrivacyEraseResponses[keyof PrivacyEraseResponses];

export type ErasuresEraseData = {
    body?: never;
    headers?: {
        /**
         * A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters. For instance `3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/customers/{id}/erasures';
};

export type ErasuresEraseResponses = {
    /**
     * Done.
     */
    202: ErasureBody;
};

export type ErasuresEraseResponse = ErasuresEraseResponses[keyof ErasuresEraseResponses];

export type ErasuresGetData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/erasures/{id}';
};

export type ErasuresGetResponses = {
    /**
     * Done.
     */
    200: ErasureBody;
};

export type ErasuresGetResponse = ErasuresGetResponses[keyof ErasuresGetResponses];

export type OpsCheckData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/v1/ops/invariants';
};

export type OpsCheckResponses = {
    /**
     * Done.
     */
    200: InvariantsBody;
};

export type OpsCheckResponse = OpsCheckResponses[keyof OpsCheckResponses];

export type DeadLettersListData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        /**
         * Of one queue alone.
         */
        queue?: 'events' | 'imports' | 'mail';
    };
    url: '/v1/ops/dead-letters';
};

export type DeadLettersListResponses = {
    /**
     * Done.
     */
    200: DeadLetterPage;
};

export type DeadLettersListResponse = DeadLettersListResponses[keyof DeadLettersListResponses];

export type DeadLettersRetryData = {
    body?: never;
    headers?: {
        /**
         * A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters. For instance `3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        letter: string;
    };
    query?: never;
    url: '/v1/ops/dead-letters/{letter}/retries';
};

export type DeadLettersRetryResponses = {
    /**
     * It waits for a worker; this is how it was.
     */
    202: DeadLetterBody;
};

export type DeadLettersRetryResponse = DeadLettersRetryResponses[keyof DeadLettersRetryResponses];

export type DeadLettersDiscardData = {
    body?: never;
    path: {
        letter: string;
    };
    query?: never;
    url: '/v1/ops/dead-letters/{letter}';
};

export type DeadLettersDiscardResponses = {
    /**
     * Done.
     */
    204: void;
};

export type DeadLettersDiscardResponse = DeadLettersDiscardResponses[keyof DeadLettersDiscardResponses];

export type AuditEntriesListData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        cursor?: string;
        /**
         * Changes of records, or security events.
         */
        kind?: 'change' | 'security';
        /**
         * Id of who did it. For instance `key_01h455vb4pex5vsknk084sn02q`.
         */
        actor?: string;
        /**
         * The route of a change, or the name of a security event. For instance `login.failed`.
         */
        action?: string;
        /**
         * The table of a change. For instance `catalog.products`.
         */
        resource?: string;
        /**
         * Id of what changed, or of whom a security event is about. For instance `prod_01h455vb4pex5vsknk084sn02q`.
         */
        resource_id?: string;
        /**
         * All that one request did.
         */
        request_id?: string;
        /**
         * From then on. For instance `2026-01-31T10:00:00Z`.
         */
        'created_at[gte]'?: string;
        /**
         * Until then. For instance `2026-01-31T10:00:00Z`.
         */
        'created_at[lte]'?: string;
    };
    url: '/v1/admin/audit-entries';
};

export type AuditEntriesListResponses = {
    /**
     * Done.
     */
    200: AuditEntryPage;
};

export type AuditEntriesListResponse = AuditEntriesListResponses[keyof AuditEntriesListResponses];

export type StorefrontListData = {
    body?: never;
    headers?: {
        /**
         * ETags of what is known already: 304, without a body, if it has one of them still.
         */
        'If-None-Match'?: string;
    };
    path?: never;
    query?: {
        limit?: number;
        /**
         * next_cursor of the page before.
         */
        cursor?: string;
        /**
         * Words to look for. Where no product has them, those with similar words are shown. For instance `parka`.
         */
        q?: string;
        /**
         * For instance `outdoor`.
         */
        tag?: string;
        /**
         * For instance `Jackets`.
         */
        type?: string;
        /**
         * For instance `Harbor & Pine`.
         */
        vendor?: string;
        /**
         * Least minor units of the lowest price of the product.
         */
        'price[gte]'?: number;
        /**
         * Most minor units of the lowest price of the product.
         */
        'price[lte]'?: number;
        /**
         * Currency of the prices that are compared; the one of the shop where it is missing. For instance `EUR`.
         */
        currency?: string;
        /**
         * Only what can be bought now, or only what cannot.
         */
        in_stock?: boolean;
        /**
         * With `q`, `relevance` unless another order is asked for; else `-created_at`. For instance `-created_at`.
         */
        sort?: '-created_at' | 'created_at' | 'title' | 'price' | '-price' | 'relevance';
    };
    url: '/v1/products';
};

export type StorefrontListResponses = {
    /**
     * Done.
     */
    200: ProductListView;
};

export type StorefrontListResponse = StorefrontListResponses[keyof StorefrontListResponses];

export type StorefrontByHandleData = {
    body?: never;
    headers?: {
        /**
         * ETags of what is known already: 304, without a body, if it has one of them still.
         */
        'If-None-Match'?: string;
    };
    path: {
        handle: string;
    };
    query?: never;
    url: '/v1/products/by-handle/{handle}';
};

export type StorefrontByHandleResponses = {
    /**
     * Done.
     */
    200: ProductView;
};

export type StorefrontByHandleResponse = StorefrontByHandleResponses[keyof StorefrontByHandleResponses];

export type StorefrontGetData = {
    body?: never;
    headers?: {
        /**
         * ETags of what is known already: 304, without a body, if it has one of them still.
         */
        'If-None-Match'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/products/{id}';
};

export type StorefrontGetResponses = {
    /**
     * Done.
     */
    200: ProductView;
};

export type StorefrontGetResponse = StorefrontGetResponses[keyof StorefrontGetResponses];

export type StorefrontVariantData = {
    body?: never;
    headers?: {
        /**
         * ETags of what is known already: 304, without a body, if it has one of them still.
         */
        'If-None-Match'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/variants/{id}';
};

export type StorefrontVariantResponses = {
    /**
     * Done.
     */
    200: VariantView;
};

export type StorefrontVariantResponse = StorefrontVariantResponses[keyof StorefrontVariantResponses];

export type ProductsListData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        /**
         * next_cursor of the page before.
         */
        cursor?: string;
        /**
         * For instance `draft`.
         */
        status?: 'draft' | 'published' | 'archived';
        /**
         * For instance `harbor-parka`.
         */
        handle?: string;
    };
    url: '/v1/admin/products';
};

export type ProductsListResponses = {
    /**
     * Done.
     */
    200: AdminProductListView;
};

export type ProductsListResponse = ProductsListResponses[keyof ProductsListResponses];

export type ProductsCreateData = {
    body: NewProductDto;
    headers?: {
        /**
         * A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters. For instance `3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11`.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/v1/admin/products';
};

export type ProductsCreateResponses = {
    /**
     * Done.
     */
    201: AdminProductView;
};

export type ProductsCreateResponse = ProductsCreateResponses[keyof ProductsCreateResponses];

export type ProductsArchiveData = {
    body?: never;
    headers?: {
        /**
         * The ETag of what is to be changed: 412 if it has another by now.
         */
        'If-Match'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/products/{id}';
};

export type ProductsArchiveResponses = {
    /**
     * Done.
     */
    204: void;
};

export type ProductsArchiveResponse = ProductsArchiveResponses[keyof ProductsArchiveResponses];

export type ProductsGetData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/products/{id}';
};

export type ProductsGetResponses = {
    /**
     * Done.
     */
    200: AdminProductView;
};

export type ProductsGetResponse = ProductsGetResponses[keyof ProductsGetResponses];

export type ProductsUpdateData = {
    body: ProductChangesDto;
    headers?: {
        /**
         * The ETag of what is to be changed: 412 if it has another by now.
         */
        'If-Match'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/products/{id}';
};

export type ProductsUpdateResponses = {
    /**
     * Done.
     */
    200: AdminProductView;
};

export type ProductsUpdateResponse = ProductsUpdateResponses[keyof ProductsUpdateResponses];

export type ProductsAddVariantData = {
    body: NewVariantDto;
    headers?: {
        /**
         * The ETag of what is to be changed: 412 if it has another by now.
         */
        'If-Match'?: string;
        /**
         * A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters. For instance `3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/products/{id}/variants';
};

export type ProductsAddVariantResponses = {
    /**
     * Done.
     */
    201: AdminVariantView;
};

export type ProductsAddVariantResponse = ProductsAddVariantResponses[keyof ProductsAddVariantResponses];

export type VariantsGetData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/variants/{id}';
};

export type VariantsGetResponses = {
    /**
     * Done.
     */
    200: AdminVariantView;
};

export type VariantsGetResponse = VariantsGetResponses[keyof VariantsGetResponses];

export type VariantsUpdateData = {
    body: VariantChangesDto;
    headers?: {
        /**
         * The ETag of what is to be changed: 412 if it has another by now.
         */
        'If-Match'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/variants/{id}';
};

export type VariantsUpdateResponses = {
    /**
     * Done.
     */
    200: AdminVariantView;
};

export type VariantsUpdateResponse = VariantsUpdateResponses[keyof VariantsUpdateResponses];

export type VariantsSetPricesData = {
    body: PricesDto;
    headers: {
        /**
         * The ETag of what is to be changed: 412 if it has another by now.
         */
        'If-Match': string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/variants/{id}/prices';
};

export type VariantsSetPricesResponses = {
    /**
     * Done.
     */
    200: AdminVariantView;
};

export type VariantsSetPricesResponse = VariantsSetPricesResponses[keyof VariantsSetPricesResponses];

export type ImportsCreateData = {
    body: {
        file: Blob | File;
        currency?: string;
    };
    headers?: {
        /**
         * A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters. For instance `3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11`.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: {
        /**
         * Currency of the prices; the form field of this name counts as well. For instance `EUR`.
         */
        currency?: string;
    };
    url: '/v1/admin/imports';
};

export type ImportsCreateResponses = {
    /**
     * Done.
     */
    202: ImportResource;
};

export type ImportsCreateResponse = ImportsCreateResponses[keyof ImportsCreateResponses];

export type ImportsGetData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/imports/{id}';
};

export type ImportsGetResponses = {
    /**
     * Done.
     */
    200: ImportResource;
};

export type ImportsGetResponse = ImportsGetResponses[keyof ImportsGetResponses];

export type ImportsRowsData = {
    body?: never;
    path: {
        id: string;
    };
    query?: {
        limit?: number;
        /**
         * next_cursor of the page before.
         */
        cursor?: string;
        /**
         * Only rows with faults are kept. For instance `failed`.
         */
        status?: 'failed';
    };
    url: '/v1/admin/imports/{id}/rows';
};

export type ImportsRowsResponses = {
    /**
     * Done.
     */
    200: ImportRowListView;
};

export type ImportsRowsResponse = ImportsRowsResponses[keyof ImportsRowsResponses];

export type ImportsJobData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/jobs/{id}';
};

export type ImportsJobResponses = {
    /**
     * Done.
     */
    200: JobResource;
};

export type ImportsJobResponse = ImportsJobResponses[keyof ImportsJobResponses];

export type StockLocationsData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/v1/admin/stock-locations';
};

export type StockLocationsResponses = {
    /**
     * Done.
     */
    200: LocationPage;
};

export type StockLocationsResponse = StockLocationsResponses[keyof StockLocationsResponses];

export type StockCreateLocationData = {
    body: LocationDto;
    headers?: {
        /**
         * A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters. For instance `3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11`.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/v1/admin/stock-locations';
};

export type StockCreateLocationResponses = {
    /**
     * Done.
     */
    201: LocationBody;
};

export type StockCreateLocationResponse = StockCreateLocationResponses[keyof StockCreateLocationResponses];

export type StockLevelsData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        cursor?: string;
        /**
         * For instance `var_01h455vb4pex5vsknk084sn02q`.
         */
        variant?: string;
        /**
         * For instance `loc_01h455vb4pex5vsknk084sn02q`.
         */
        location?: string;
        /**
         * The levels as they were at this time.
         */
        as_of?: string;
    };
    url: '/v1/admin/stock-levels';
};

export type StockLevelsResponses = {
    /**
     * Done.
     */
    200: LevelPage;
};

export type StockLevelsResponse = StockLevelsResponses[keyof StockLevelsResponses];

export type StockMovementsData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        cursor?: string;
        /**
         * For instance `var_01h455vb4pex5vsknk084sn02q`.
         */
        variant?: string;
        /**
         * For instance `loc_01h455vb4pex5vsknk084sn02q`.
         */
        location?: string;
    };
    url: '/v1/admin/stock-movements';
};

export type StockMovementsResponses = {
    /**
     * Done.
     */
    200: MovementPage;
};

export type StockMovementsResponse = StockMovementsResponses[keyof StockMovementsResponses];

export type StockAdjustData = {
    body: AdjustStockDto;
    headers?: {
        /**
         * A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters. For instance `3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11`.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/v1/admin/stock-adjustments';
};

export type StockAdjustResponses = {
    /**
     * Done.
     */
    201: AdjustmentBody;
};

export type StockAdjustResponse = StockAdjustResponses[keyof StockAdjustResponses];

export type CartsOpenData = {
    body: NewCartDto;
    headers?: {
        /**
         * A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters. For instance `3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11`.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/v1/carts';
};

export type CartsOpenResponses = {
    /**
     * Done.
     */
    201: NewCartBody;
};

export type CartsOpenResponse = CartsOpenResponses[keyof CartsOpenResponses];

export type CartsGetData = {
    body?: never;
    headers?: {
        /**
         * The token that POST /v1/carts answered. A customer needs none for a cart of their own.
         */
        'Holdfast-Cart-Token'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/carts/{id}';
};

export type CartsGetResponses = {
    /**
     * Done.
     */
    200: CartBody;
};

export type CartsGetResponse = CartsGetResponses[keyof CartsGetResponses];

export type CartsDescribeData = {
    body: CartDetailsDto;
    headers?: {
        /**
         * The ETag of what is to be changed: 412 if it has another by now.
         */
        'If-Match'?: string;
        /**
         * The token that POST /v1/carts answered. A customer needs none for a cart of their own.
         */
        'Holdfast-Cart-Token'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/carts/{id}';
};

export type CartsDescribeResponses = {
    /**
     * Done.
     */
    200: CartBody;
};

export type CartsDescribeResponse = CartsDescribeResponses[keyof CartsDescribeResponses];

export type CartsAddData = {
    body: LineDto;
    headers?: {
        /**
         * The ETag of what is to be changed: 412 if it has another by now.
         */
        'If-Match'?: string;
        /**
         * The token that POST /v1/carts answered. A customer needs none for a cart of their own.
         */
        'Holdfast-Cart-Token'?: string;
        /**
         * A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters. For instance `3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/carts/{id}/lines';
};

export type CartsAddResponses = {
    /**
     * Done.
     */
    201: CartBody;
};

export type CartsAddResponse = CartsAddResponses[keyof CartsAddResponses];

export type CartsRemoveData = {
    body?: never;
    headers?: {
        /**
         * The ETag of what is to be changed: 412 if it has another by now.
         */
        'If-Match'?: string;
        /**
         * The token that POST /v1/carts answered. A customer needs none for a cart of their own.
         */
        'Holdfast-Cart-Token'?: string;
    };
    path: {
        line_id: string;
        id: string;
    };
    query?: never;
    url: '/v1/carts/{id}/lines/{line_id}';
};

export type CartsRemoveResponses = {
    /**
     * Done.
     */
    200: CartBody;
};

export type CartsRemoveResponse = CartsRemoveResponses[keyof CartsRemoveResponses];

export type CartsSetQuantityData = {
    body: LineQuantityDto;
    headers?: {
        /**
         * The ETag of what is to be changed: 412 if it has another by now.
         */
        'If-Match'?: string;
        /**
         * The token that POST /v1/carts answered. A customer needs none for a cart of their own.
         */
        'Holdfast-Cart-Token'?: string;
    };
    path: {
        line_id: string;
        id: string;
    };
    query?: never;
    url: '/v1/carts/{id}/lines/{line_id}';
};

export type CartsSetQuantityResponses = {
    /**
     * Done.
     */
    200: CartBody;
};

export type CartsSetQuantityResponse = CartsSetQuantityResponses[keyof CartsSetQuantityResponses];

export type CustomerCartsCurrentData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/v1/carts/current';
};

export type CustomerCartsCurrentResponses = {
    /**
     * Done.
     */
    200: CartBody;
};

export type CustomerCartsCurrentResponse = CustomerCartsCurrentResponses[keyof CustomerCartsCurrentResponses];

export type CustomerCartsClaimData = {
    body?: never;
    headers: {
        /**
         * The token that POST /v1/carts answered.
         */
        'Holdfast-Cart-Token': string;
        /**
         * A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters. For instance `3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/carts/{id}/claims';
};

export type CustomerCartsClaimResponses = {
    /**
     * Done.
     */
    201: ClaimedCartBody;
};

export type CustomerCartsClaimResponse = CustomerCartsClaimResponses[keyof CustomerCartsClaimResponses];

export type CheckoutsOpenData = {
    body: NewCheckoutDto;
    headers?: {
        /**
         * The token that POST /v1/carts answered. A customer needs none for a cart of their own.
         */
        'Holdfast-Cart-Token'?: string;
        /**
         * A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters. For instance `3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11`.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/v1/checkouts';
};

export type CheckoutsOpenResponses = {
    /**
     * `completed` with the order, `open`, or `requires_action` with `next_action`.
     */
    201: CheckoutBody;
    /**
     * `processing`: the gateway has not told the outcome yet. Nothing is lost; read the checkout again, or repeat the request with the same key.
     */
    202: CheckoutBody;
};

export type CheckoutsOpenResponse = CheckoutsOpenResponses[keyof CheckoutsOpenResponses];

export type CheckoutsCancelData = {
    body?: never;
    headers?: {
        /**
         * The token that POST /v1/carts answered. A customer needs none for a cart of their own.
         */
        'Holdfast-Cart-Token'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/checkouts/{id}';
};

export type CheckoutsCancelResponses = {
    /**
     * Done.
     */
    204: void;
};

export type CheckoutsCancelResponse = CheckoutsCancelResponses[keyof CheckoutsCancelResponses];

export type CheckoutsGetData = {
    body?: never;
    headers?: {
        /**
         * The token that POST /v1/carts answered. A customer needs none for a cart of their own.
         */
        'Holdfast-Cart-Token'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/checkouts/{id}';
};

export type CheckoutsGetResponses = {
    /**
     * Done.
     */
    200: CheckoutBody;
};

export type CheckoutsGetResponse = CheckoutsGetResponses[keyof CheckoutsGetResponses];

export type CheckoutsPayData = {
    body: PaymentDto;
    headers?: {
        /**
         * The token that POST /v1/carts answered. A customer needs none for a cart of their own.
         */
        'Holdfast-Cart-Token'?: string;
        /**
         * A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters. For instance `3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/checkouts/{id}/payments';
};

export type CheckoutsPayResponses = {
    /**
     * `completed` with the order, `open`, or `requires_action` with `next_action`.
     */
    201: CheckoutBody;
    /**
     * `processing`: the gateway has not told the outcome yet. Nothing is lost; read the checkout again, or repeat the request with the same key.
     */
    202: CheckoutBody;
};

export type CheckoutsPayResponse = CheckoutsPayResponses[keyof CheckoutsPayResponses];

export type CheckoutsReturnedData = {
    body?: never;
    headers?: {
        /**
         * The token that POST /v1/carts answered. A customer needs none for a cart of their own.
         */
        'Holdfast-Cart-Token'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/checkouts/{id}/returns';
};

export type CheckoutsReturnedResponses = {
    /**
     * Done.
     */
    200: CheckoutBody;
};

export type CheckoutsReturnedResponse = CheckoutsReturnedResponses[keyof CheckoutsReturnedResponses];

export type OrdersListData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        cursor?: string;
        status?: 'placed' | 'processing' | 'completed' | 'canceled';
        /**
         * Placed then or later. For instance `2026-01-01T00:00:00Z`.
         */
        'created_at[gte]'?: string;
        /**
         * Placed then or before. For instance `2026-01-31T23:59:59Z`.
         */
        'created_at[lte]'?: string;
    };
    url: '/v1/orders';
};

export type OrdersListResponses = {
    /**
     * Done.
     */
    200: OrderSummaryPage;
};

export type OrdersListResponse = OrdersListResponses[keyof OrdersListResponses];

export type OrdersGetData = {
    body?: never;
    headers?: {
        /**
         * `order.token` of the completed checkout; the confirmation mail links with it. A customer needs none for an order of their own.
         */
        'Holdfast-Order-Token'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/orders/{id}';
};

export type OrdersGetResponses = {
    /**
     * Done.
     */
    200: OrderBody;
};

export type OrdersGetResponse = OrdersGetResponses[keyof OrdersGetResponses];

export type AdminOrdersListData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        cursor?: string;
        status?: 'placed' | 'processing' | 'completed' | 'canceled';
        /**
         * Placed then or later. For instance `2026-01-01T00:00:00Z`.
         */
        'created_at[gte]'?: string;
        /**
         * Placed then or before. For instance `2026-01-31T23:59:59Z`.
         */
        'created_at[lte]'?: string;
        /**
         * For instance `ada@example.com`.
         */
        email?: string;
        /**
         * For instance `1001`.
         */
        number?: string;
        /**
         * For instance `cus_01h455vb4pex5vsknk084sn02q`.
         */
        customer?: string;
    };
    url: '/v1/admin/orders';
};

export type AdminOrdersListResponses = {
    /**
     * Done.
     */
    200: OrderSummaryPage;
};

export type AdminOrdersListResponse = AdminOrdersListResponses[keyof AdminOrdersListResponses];

export type AdminOrdersGetData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/orders/{id}';
};

export type AdminOrdersGetResponses = {
    /**
     * Done.
     */
    200: OrderBody;
};

export type AdminOrdersGetResponse = AdminOrdersGetResponses[keyof AdminOrdersGetResponses];

export type AdminOrdersTimelineData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/orders/{id}/timeline';
};

export type AdminOrdersTimelineResponses = {
    /**
     * Done.
     */
    200: TimelineEntryPage;
};

export type AdminOrdersTimelineResponse = AdminOrdersTimelineResponses[keyof AdminOrdersTimelineResponses];

export type AdminOrdersPendingData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/orders/{id}/pending-work';
};

export type AdminOrdersPendingResponses = {
    /**
     * Done.
     */
    200: PendingStepPage;
};

export type AdminOrdersPendingResponse = AdminOrdersPendingResponses[keyof AdminOrdersPendingResponses];

export type AdminCheckoutsPendingData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/checkouts/{id}/pending-work';
};

export type AdminCheckoutsPendingResponses = {
    /**
     * Done.
     */
    200: PendingStepPage;
};

export type AdminCheckoutsPendingResponse = AdminCheckoutsPendingResponses[keyof AdminCheckoutsPendingResponses];

export type OrderRefundsListData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/orders/{id}/refunds';
};

export type OrderRefundsListResponses = {
    /**
     * Done.
     */
    200: OrderRefundPage;
};

export type OrderRefundsListResponse = OrderRefundsListResponses[keyof OrderRefundsListResponses];

export type OrderRefundsRefundData = {
    body: RefundOrderDto;
    headers?: {
        /**
         * A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters. For instance `3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/orders/{id}/refunds';
};

export type OrderRefundsRefundResponses = {
    /**
     * The refund, decided.
     */
    201: OrderRefundBody;
    /**
     * `pending`: a gateway has not told the outcome yet. Repeat the request with the same key.
     */
    202: OrderRefundBody;
};

export type OrderRefundsRefundResponse = OrderRefundsRefundResponses[keyof OrderRefundsRefundResponses];

export type PaymentsListData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        cursor?: string;
        /**
         * For instance stripe.
         */
        gateway?: string;
        status?: 'pending' | 'requires_action' | 'authorized' | 'partially_captured' | 'captured' | 'partially_refunded' | 'refunded' | 'voided' | 'failed';
        /**
         * An order names its checkout. For instance `chk_01h455vb4pex5vsknk084sn02q`.
         */
        checkout?: string;
        /**
         * All payments of one order. For instance `ord_01h455vb4pex5vsknk084sn02q`.
         */
        order?: string;
        /**
         * Those of which the shop gives money back by itself that is not back yet: late money.
         */
        giving_back?: boolean;
        /**
         * Those of which a person has to find out at the gateway what became of an operation.
         */
        needs_human?: boolean;
    };
    url: '/v1/admin/payments';
};

export type PaymentsListResponses = {
    /**
     * Done.
     */
    200: PaymentSummaryPage;
};

export type PaymentsListResponse = PaymentsListResponses[keyof PaymentsListResponses];

export type PaymentsGetData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/payments/{id}';
};

export type PaymentsGetResponses = {
    /**
     * Done.
     */
    200: PaymentDetailsBody;
};

export type PaymentsGetResponse = PaymentsGetResponses[keyof PaymentsGetResponses];

export type PaymentsCaptureData = {
    body: ActionDto;
    headers?: {
        /**
         * A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters. For instance `3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/payments/{id}/captures';
};

export type PaymentsCaptureResponses = {
    /**
     * The operation, `succeeded` or `failed` with a `code`.
     */
    201: OperationBody;
    /**
     * The gateway has not told the outcome yet. Read the payment again, or repeat the request with the same key.
     */
    202: OperationBody;
};

export type PaymentsCaptureResponse = PaymentsCaptureResponses[keyof PaymentsCaptureResponses];

export type PaymentsVoidData = {
    body: ActionDto;
    headers?: {
        /**
         * A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters. For instance `3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/payments/{id}/voids';
};

export type PaymentsVoidResponses = {
    /**
     * The operation, `succeeded` or `failed` with a `code`.
     */
    201: OperationBody;
    /**
     * The gateway has not told the outcome yet. Read the payment again, or repeat the request with the same key.
     */
    202: OperationBody;
};

export type PaymentsVoidResponse = PaymentsVoidResponses[keyof PaymentsVoidResponses];

export type PaymentsRefundData = {
    body: ActionDto;
    headers?: {
        /**
         * A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters. For instance `3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/payments/{id}/refunds';
};

export type PaymentsRefundResponses = {
    /**
     * The operation, `succeeded` or `failed` with a `code`.
     */
    201: OperationBody;
    /**
     * The gateway has not told the outcome yet. Read the payment again, or repeat the request with the same key.
     */
    202: OperationBody;
};

export type PaymentsRefundResponse = PaymentsRefundResponses[keyof PaymentsRefundResponses];

export type PaymentsSyncData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/payments/{id}/syncs';
};

export type PaymentsSyncResponses = {
    /**
     * Done.
     */
    200: PaymentDetailsBody;
};

export type PaymentsSyncResponse = PaymentsSyncResponses[keyof PaymentsSyncResponses];

export type OperationsResolveData = {
    body: ResolutionDto;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/operations/{id}/resolutions';
};

export type OperationsResolveResponses = {
    /**
     * Done.
     */
    201: OperationBody;
};

export type OperationsResolveResponse = OperationsResolveResponses[keyof OperationsResolveResponses];

export type LedgerAccountsData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        cursor?: string;
        /**
         * Accounts of this name. Those of orders are listed when they are asked for by it.
         */
        name?: 'gateway_clearing' | 'bank' | 'order' | 'revenue:goods' | 'revenue:shipping' | 'discounts' | 'tax' | 'fees' | 'chargebacks' | 'suspense' | 'rounding';
        /**
         * For instance `EUR`.
         */
        currency?: string;
        /**
         * Balances as the books stood at this time; now when absent. What a balance was never changes.
         */
        as_of?: string;
    };
    url: '/v1/admin/ledger/accounts';
};

export type LedgerAccountsResponses = {
    /**
     * Done.
     */
    200: AccountPage;
};

export type LedgerAccountsResponse = LedgerAccountsResponses[keyof LedgerAccountsResponses];

export type LedgerTransfersData = {
    body?: never;
    path: {
        code: string;
    };
    query?: {
        limit?: number;
        cursor?: string;
    };
    url: '/v1/admin/ledger/accounts/{code}/transfers';
};

export type LedgerTransfersResponses = {
    /**
     * Done.
     */
    200: AccountTransferPage;
};

export type LedgerTransfersResponse = LedgerTransfersResponses[keyof LedgerTransfersResponses];

export type LedgerJournalsData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        cursor?: string;
        /**
         * For instance `ord_01h455vb4pex5vsknk084sn02q`.
         */
        order?: string;
        /**
         * For instance `pay_01h455vb4pex5vsknk084sn02q`.
         */
        payment?: string;
        kind?: 'capture' | 'refund' | 'recognition' | 'dispute-opened' | 'dispute-won' | 'fee' | 'payout' | 'settlement' | 'correction' | 'reversal';
    };
    url: '/v1/admin/ledger/journals';
};

export type LedgerJournalsResponses = {
    /**
     * Done.
     */
    200: JournalPage;
};

export type LedgerJournalsResponse = LedgerJournalsResponses[keyof LedgerJournalsResponses];

export type LedgerJournalData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/ledger/journals/{id}';
};

export type LedgerJournalResponses = {
    /**
     * Done.
     */
    200: JournalBody;
};

export type LedgerJournalResponse = LedgerJournalResponses[keyof LedgerJournalResponses];

export type LedgerReverseData = {
    body: ReasonDto;
    headers?: {
        /**
         * A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters. For instance `3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/ledger/journals/{id}/reversals';
};

export type LedgerReverseResponses = {
    /**
     * The reversing journal.
     */
    201: JournalBody;
};

export type LedgerReverseResponse = LedgerReverseResponses[keyof LedgerReverseResponses];

export type SettlementReportsListData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        cursor?: string;
        gateway?: string;
    };
    url: '/v1/admin/settlement-reports';
};

export type SettlementReportsListResponses = {
    /**
     * Done.
     */
    200: SettlementReportPage;
};

export type SettlementReportsListResponse = SettlementReportsListResponses[keyof SettlementReportsListResponses];

export type SettlementReportsCreateData = {
    body: {
        /**
         * JSON: names of the columns, for `generic`. Comes before the file.
         */
        mapping?: string;
        file: Blob | File;
    };
    headers?: {
        /**
         * A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters. For instance `3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11`.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query: {
        /**
         * Whose report it is, for instance stripe.
         */
        gateway: string;
        /**
         * `stripe`: balance transactions as Stripe's dashboard exports them. `generic`: any CSV file, with `mapping`.
         */
        format: 'stripe' | 'generic';
        /**
         * Until when the report is complete: what we moved before and it does not tell is missing. A day before its last line when absent.
         */
        complete_until?: string;
    };
    url: '/v1/admin/settlement-reports';
};

export type SettlementReportsCreateResponses = {
    /**
     * Done.
     */
    202: SettlementReportBody;
};

export type SettlementReportsCreateResponse = SettlementReportsCreateResponses[keyof SettlementReportsCreateResponses];

export type SettlementReportsGetData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/settlement-reports/{id}';
};

export type SettlementReportsGetResponses = {
    /**
     * Done.
     */
    200: SettlementReportBody;
};

export type SettlementReportsGetResponse = SettlementReportsGetResponses[keyof SettlementReportsGetResponses];

export type SettlementReportsLinesData = {
    body?: never;
    path: {
        id: string;
    };
    query?: {
        limit?: number;
        cursor?: string;
        status?: 'matched' | 'booked' | 'extra' | 'differing';
    };
    url: '/v1/admin/settlement-reports/{id}/lines';
};

export type SettlementReportsLinesResponses = {
    /**
     * Done.
     */
    200: SettlementLinePage;
};

export type SettlementReportsLinesResponse = SettlementReportsLinesResponses[keyof SettlementReportsLinesResponses];

export type SettlementReportsDifferencesData = {
    body?: never;
    path: {
        id: string;
    };
    query?: {
        limit?: number;
        cursor?: string;
        status?: 'open' | 'corrected' | 'resolved';
    };
    url: '/v1/admin/settlement-reports/{id}/differences';
};

export type SettlementReportsDifferencesResponses = {
    /**
     * Done.
     */
    200: DifferencePage;
};

export type SettlementReportsDifferencesResponse = SettlementReportsDifferencesResponses[keyof SettlementReportsDifferencesResponses];

export type SettlementReportsCorrectData = {
    body: ReasonDto;
    headers?: {
        /**
         * A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters. For instance `3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        difference: string;
        id: string;
    };
    query?: never;
    url: '/v1/admin/settlement-reports/{id}/differences/{difference}/corrections';
};

export type SettlementReportsCorrectResponses = {
    /**
     * Done.
     */
    201: JournalBody;
};

export type SettlementReportsCorrectResponse = SettlementReportsCorrectResponses[keyof SettlementReportsCorrectResponses];

export type GatewayBalancesListData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        cursor?: string;
        /**
         * For instance stripe.
         */
        gateway?: string;
        standing?: 'equal' | 'waiting' | 'differing';
    };
    url: '/v1/admin/gateway-balances';
};

export type GatewayBalancesListResponses = {
    /**
     * Done.
     */
    200: ComparisonPage;
};

export type GatewayBalancesListResponse = GatewayBalancesListResponses[keyof GatewayBalancesListResponses];

export type GatewayBalancesSyncData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/v1/admin/gateway-balances/syncs';
};

export type GatewayBalancesSyncResponses = {
    /**
     * Done.
     */
    200: AskedBalancesBody;
};

export type GatewayBalancesSyncResponse = GatewayBalancesSyncResponses[keyof GatewayBalancesSyncResponses];

export type GatewayWebhooksReceiveData = {
    body?: never;
    path: {
        gateway: string;
    };
    query?: never;
    url: '/v1/gateway-webhooks/{gateway}';
};

export type GatewayWebhooksReceiveResponses = {
    /**
     * Done.
     */
    200: WebhookReceivedBody;
};

export type GatewayWebhooksReceiveResponse = GatewayWebhooksReceiveResponses[keyof GatewayWebhooksReceiveResponses];

export type GatewayEventsListData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        cursor?: string;
        /**
         * For instance `stripe`.
         */
        gateway?: string;
        /**
         * In the words of the gateway. For instance `payment_intent.succeeded`.
         */
        type?: string;
        /**
         * `failed` waits for people.
         */
        state?: 'received' | 'applied' | 'ignored' | 'parked' | 'failed';
        /**
         * By which the gateway knows the payment. For instance `pi_3Q`.
         */
        reference?: string;
    };
    url: '/v1/admin/gateway-events';
};

export type GatewayEventsListResponses = {
    /**
     * Done.
     */
    200: GatewayEventSummaryPage;
};

export type GatewayEventsListResponse = GatewayEventsListResponses[keyof GatewayEventsListResponses];

export type GatewayEventsReadData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/gateway-events/{id}';
};

export type GatewayEventsReadResponses = {
    /**
     * Done.
     */
    200: GatewayEventBody;
};

export type GatewayEventsReadResponse = GatewayEventsReadResponses[keyof GatewayEventsReadResponses];

export type GatewayEventsReplayData = {
    body?: never;
    headers?: {
        /**
         * A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters. For instance `3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/admin/gateway-events/{id}/replays';
};

export type GatewayEventsReplayResponses = {
    /**
     * It is due; the worker takes it within a second.
     */
    202: GatewayEventBody;
};

export type GatewayEventsReplayResponse = GatewayEventsReplayResponses[keyof GatewayEventsReplayResponses];

export type GatewayEventsRefusalsData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/v1/admin/gateway-event-refusals';
};

export type GatewayEventsRefusalsResponses = {
    /**
     * Done.
     */
    200: RefusalCountPage;
};

export type GatewayEventsRefusalsResponse = GatewayEventsRefusalsResponses[keyof GatewayEventsRefusalsResponses];

export type PaymentMethodsListData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/v1/customers/me/payment-methods';
};

export type PaymentMethodsListResponses = {
    /**
     * Done.
     */
    200: PaymentMethodsBody;
};

export type PaymentMethodsListResponse = PaymentMethodsListResponses[keyof PaymentMethodsListResponses];

export type PaymentMethodsSetUpData = {
    body: NewPaymentMethodDto;
    headers?: {
        /**
         * A fresh random value for each new request; the same value again when it is retried. 16 to 255 printable characters. For instance `3b1f8f5e-4df2-4a0b-9c3e-2f6f2f5f7b11`.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/v1/customers/me/payment-methods';
};

export type PaymentMethodsSetUpResponses = {
    /**
     * `active`, `requires_action` with `next_action`, or `failed` with a `code`.
     */
    201: PaymentMethodBody;
    /**
     * `processing`: the gateway has not told the outcome yet. Read it again, or repeat the request with the same key.
     */
    202: PaymentMethodBody;
};

export type PaymentMethodsSetUpResponse = PaymentMethodsSetUpResponses[keyof PaymentMethodsSetUpResponses];

export type PaymentMethodsRemoveData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/customers/me/payment-methods/{id}';
};

export type PaymentMethodsRemoveResponses = {
    /**
     * Done.
     */
    204: void;
};

export type PaymentMethodsRemoveResponse = PaymentMethodsRemoveResponses[keyof PaymentMethodsRemoveResponses];

export type PaymentMethodsGetData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/customers/me/payment-methods/{id}';
};

export type PaymentMethodsGetResponses = {
    /**
     * Done.
     */
    200: PaymentMethodBody;
};

export type PaymentMethodsGetResponse = PaymentMethodsGetResponses[keyof PaymentMethodsGetResponses];

export type PaymentMethodsChangeData = {
    body: ChangePaymentMethodDto;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/customers/me/payment-methods/{id}';
};

export type PaymentMethodsChangeResponses = {
    /**
     * Done.
     */
    200: PaymentMethodBody;
};

export type PaymentMethodsChangeResponse = PaymentMethodsChangeResponses[keyof PaymentMethodsChangeResponses];

export type PaymentMethodsReturnedData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/v1/customers/me/payment-methods/{id}/returns';
};

export type PaymentMethodsReturnedResponses = {
    /**
     * Done.
     */
    200: PaymentMethodBody;
};

export type PaymentMethodsReturnedResponse = PaymentMethodsReturnedResponses[keyof PaymentMethodsReturnedResponses];
