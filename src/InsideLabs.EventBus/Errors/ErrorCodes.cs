namespace InsideLabs.EventBus.Errors;

/// <summary>The stable codes of faults, exceptions and delivery outcomes. Tests and clients may rely on them.</summary>
public static class ErrorCodes
{
    /// <summary>The event type is empty.</summary>
    public const string EventTypeEmpty = "event_type_empty";

    /// <summary>The event type breaks the grammar: 3 to 16 segments of <c>[a-z][a-z0-9_-]*</c> joined by dots.</summary>
    public const string EventTypeMalformed = "event_type_malformed";

    /// <summary>The event type has more than 256 characters.</summary>
    public const string EventTypeTooLong = "event_type_too_long";

    /// <summary>The event type has more than 16 segments.</summary>
    public const string EventTypeTooDeep = "event_type_too_deep";

    /// <summary>No domain registered the event type.</summary>
    public const string EventTypeUnknown = "event_type_unknown";

    /// <summary>The publishing domain does not own the event type.</summary>
    public const string EventNotOwned = "event_not_owned";

    /// <summary>The event id is not 1 to 128 characters of <c>[A-Za-z0-9_-]</c>.</summary>
    public const string EventIdMalformed = "event_id_malformed";

    /// <summary>The event id was used before, for other content.</summary>
    public const string IdempotencyConflict = "idempotency_conflict";

    /// <summary>The timestamp is not an ISO 8601 instant with a zone.</summary>
    public const string TimestampMalformed = "timestamp_malformed";

    /// <summary>The payload does not fit the definition's payload type.</summary>
    public const string PayloadInvalid = "payload_invalid";

    /// <summary>The body exceeds the limit.</summary>
    public const string PayloadTooLarge = "payload_too_large";

    /// <summary>The JSON is nested deeper than 64 levels.</summary>
    public const string JsonTooDeep = "json_too_deep";

    /// <summary>A JSON object names a property twice.</summary>
    public const string JsonDuplicateProperty = "json_duplicate_property";

    /// <summary>The bytes are not valid UTF-8 JSON.</summary>
    public const string JsonMalformed = "json_malformed";

    /// <summary>A JSON string holds a lone surrogate or U+0000.</summary>
    public const string JsonInvalidString = "json_invalid_string";

    /// <summary>The pattern is neither an event type nor literal segments with one last segment <c>*</c>.</summary>
    public const string PatternMalformed = "pattern_malformed";

    /// <summary>The host switched wildcards off.</summary>
    public const string WildcardsNotEnabled = "wildcards_not_enabled";

    /// <summary>A subscription names more than 100 patterns.</summary>
    public const string TooManyPatterns = "too_many_patterns";

    /// <summary>A subscription names nothing to match.</summary>
    public const string MatchRequired = "match_required";

    /// <summary>A subscription mixes or changes its kind of match.</summary>
    public const string MatchAmbiguous = "match_ambiguous";

    /// <summary>Neither a subscriber nor an adapter says where to deliver.</summary>
    public const string SubscriberRequired = "subscriber_required";

    /// <summary>The adapter refuses the config.</summary>
    public const string ConfigInvalid = "config_invalid";

    /// <summary>No adapter of that name is registered.</summary>
    public const string AdapterUnknown = "adapter_unknown";

    /// <summary>No resource type, action, origin or subscriber has that id or mnemonic.</summary>
    public const string ReferenceUnknown = "reference_unknown";

    /// <summary>An id and a mnemonic, or a subscriber and a config, contradict each other.</summary>
    public const string ReferenceMismatch = "reference_mismatch";

    /// <summary>Something refers to it, so it cannot be deleted or changed that way.</summary>
    public const string ReferenceInUse = "reference_in_use";

    /// <summary>The id or the mnemonic is taken.</summary>
    public const string ReferenceTaken = "reference_taken";

    /// <summary>A template's syntax is wrong; the message names line and column.</summary>
    public const string TemplateSyntax = "template_syntax";

    /// <summary>A template calls a function that nobody registered.</summary>
    public const string TemplateFunctionUnknown = "template_function_unknown";

    /// <summary>Templates use each other in a circle, or more than three deep.</summary>
    public const string TemplateCycle = "template_cycle";

    /// <summary>A template found no value where one is needed.</summary>
    public const string TemplateUnresolved = "template_unresolved";

    /// <summary>A template is too long, has too many expressions, is nested too deeply, or renders to too much.</summary>
    public const string TemplateLimitExceeded = "template_limit_exceeded";

    /// <summary>A template asks for a namespace that templates do not have, such as <c>env</c>.</summary>
    public const string NamespaceForbidden = "namespace_forbidden";

    /// <summary>A secret is asked for where secrets may not go.</summary>
    public const string SecretSinkForbidden = "secret_sink_forbidden";

    /// <summary>An address holds what no address may hold.</summary>
    public const string AddressInvalid = "address_invalid";

    /// <summary>The adapter's settings say that it may not send.</summary>
    public const string AdapterDisabled = "adapter_disabled";

    /// <summary>The adapter needs settings, and none are written, or they are not valid any more.</summary>
    public const string AdapterNotConfigured = "adapter_not_configured";

    /// <summary>A label is not 1 to 50 characters of <c>[A-Za-z0-9 _-]</c>.</summary>
    public const string LabelMalformed = "label_malformed";

    /// <summary>More than 10 different labels.</summary>
    public const string TooManyLabels = "too_many_labels";

    /// <summary>The time zone is no IANA id that is known here.</summary>
    public const string TimezoneUnknown = "timezone_unknown";

    /// <summary>A delivery schedule has no window.</summary>
    public const string WindowsEmpty = "windows_empty";

    /// <summary>More than 100 windows.</summary>
    public const string TooManyWindows = "too_many_windows";

    /// <summary>A window has no day.</summary>
    public const string DaysEmpty = "days_empty";

    /// <summary>A day is no whole number from 0 (Sunday) to 6 (Saturday).</summary>
    public const string DayOutOfRange = "day_out_of_range";

    /// <summary>A time is not <c>HH:MM</c>.</summary>
    public const string TimeMalformed = "time_malformed";

    /// <summary>A window ends where it begins, so it would never open.</summary>
    public const string WindowEmpty = "window_empty";

    /// <summary>A property that nobody knows: likely a typing error.</summary>
    public const string PropertyUnknown = "property_unknown";

    /// <summary>A required property is missing.</summary>
    public const string FieldRequired = "field_required";

    /// <summary>A property has the wrong JSON type.</summary>
    public const string TypeMismatch = "type_mismatch";

    /// <summary>A value is outside its range.</summary>
    public const string ParameterInvalid = "parameter_invalid";

    /// <summary>The request's content is not <c>application/json</c>.</summary>
    public const string UnsupportedMediaType = "unsupported_media_type";

    /// <summary>The request itself could not be read: cut off, too slow, or not valid HTTP.</summary>
    public const string RequestMalformed = "request_malformed";

    /// <summary>
    /// A received webhook is not signed with a secret of the endpoint, a header is missing or malformed, or the body was changed.
    /// Which of these it was is not told.
    /// </summary>
    public const string SignatureInvalid = "signature_invalid";

    /// <summary>A received webhook's timestamp lies too far from the receiver's clock.</summary>
    public const string TimestampOutsideTolerance = "timestamp_outside_tolerance";

    /// <summary>The handler of a received webhook asked for it to come again later.</summary>
    public const string RetryLater = "retry_later";

    /// <summary>The caller did not say who it is, or not convincingly.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>The caller may not do this.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>The path does not know the request's method.</summary>
    public const string MethodNotAllowed = "method_not_allowed";

    /// <summary>The server failed unexpectedly; its log says why.</summary>
    public const string InternalError = "internal_error";

    /// <summary>The thing does not exist.</summary>
    public const string NotFound = "not_found";

    /// <summary>The delivery is not dead, so it cannot be retried by hand.</summary>
    public const string NotFailed = "not_failed";

    /// <summary>The delivery's subscription was deleted, so it cannot be tried again.</summary>
    public const string SubscriptionDeleted = "subscription_deleted";

    /// <summary>The delivery was delivered, so it cannot be cancelled.</summary>
    public const string AlreadyDelivered = "already_delivered";

    /// <summary>The stored version is not the one the caller named.</summary>
    public const string VersionConflict = "version_conflict";

    /// <summary>A signing secret's key is not 24 to 64 bytes.</summary>
    public const string SecretLength = "secret_length";

    /// <summary>A signing secret is not <c>whsec_</c> followed by base64.</summary>
    public const string SecretMalformed = "secret_malformed";

    /// <summary>A stored secret names an encryption key that this process does not have, or was tampered with.</summary>
    public const string SecretUnreadable = "secret_unreadable";

    /// <summary>A header value holds CR, LF, NUL or another character that a header cannot carry.</summary>
    public const string HeaderValueInvalid = "header_value_invalid";

    /// <summary>The URL cannot be parsed, or holds control characters or backslashes.</summary>
    public const string UrlMalformed = "url_malformed";

    /// <summary>The URL's scheme is neither https nor http.</summary>
    public const string UrlSchemeForbidden = "url_scheme_forbidden";

    /// <summary>The URL is http and the host allows https only.</summary>
    public const string HttpsRequired = "https_required";

    /// <summary>The URL carries a user name or password.</summary>
    public const string UrlUserinfoForbidden = "url_userinfo_forbidden";

    /// <summary>The URL has a fragment.</summary>
    public const string UrlFragmentForbidden = "url_fragment_forbidden";

    /// <summary>The URL's port is below 1024 and neither 80 nor 443.</summary>
    public const string UrlPortForbidden = "url_port_forbidden";

    /// <summary>The URL has more than 2,048 characters.</summary>
    public const string UrlTooLong = "url_too_long";

    /// <summary>A template stands in the URL's host.</summary>
    public const string UrlTemplateInHost = "url_template_in_host";

    /// <summary>The destination is an address that no outgoing call may reach.</summary>
    public const string DestinationBlocked = "destination_blocked";

    /// <summary>The receiver answered 410: the endpoint is gone for good.</summary>
    public const string EndpointGone = "endpoint_gone";

    /// <summary>The receiver answered 413: it will never take this payload.</summary>
    public const string PayloadRefused = "payload_refused";

    /// <summary>The receiver answered with a redirect, which is never followed.</summary>
    public const string Http3xx = "http_3xx";

    /// <summary>The receiver answered with a 4xx status.</summary>
    public const string Http4xx = "http_4xx";

    /// <summary>The receiver answered 429: too many requests.</summary>
    public const string Http429 = "http_429";

    /// <summary>The receiver answered with a 5xx status.</summary>
    public const string Http5xx = "http_5xx";

    /// <summary>No answer within the delivery timeout.</summary>
    public const string Timeout = "timeout";

    /// <summary>No connection, or it broke before an answer came.</summary>
    public const string ConnectionFailed = "connection_failed";

    /// <summary>The answer was not valid HTTP, or its head was too large.</summary>
    public const string ProtocolError = "protocol_error";

    /// <summary>The retry ladder is used up.</summary>
    public const string AttemptsExhausted = "attempts_exhausted";

    /// <summary>The process died three times while it handled the delivery.</summary>
    public const string CrashLoop = "crash_loop";

    /// <summary>An event handler threw.</summary>
    public const string HandlerFailed = "handler_failed";

    /// <summary>No handler of that name is registered in this process.</summary>
    public const string HandlerUnknown = "handler_unknown";

    /// <summary>An adapter threw, which it must never do for an expected failure.</summary>
    public const string AdapterFailed = "adapter_failed";

    /// <summary>The store did not answer; the outcome of the call may be unknown.</summary>
    public const string StoreUnavailable = "store_unavailable";

    /// <summary>The store has no room left.</summary>
    public const string StoreFull = "store_full";

    /// <summary>Another process owns the store's file.</summary>
    public const string StoreOwned = "store_owned";

    /// <summary>The store's file was written by a newer version of the library, or is not a store.</summary>
    public const string StoreIncompatible = "store_incompatible";

    /// <summary>The event domains contradict each other: a type twice, or a foreign prefix.</summary>
    public const string RegistryInvalid = "registry_invalid";
}
