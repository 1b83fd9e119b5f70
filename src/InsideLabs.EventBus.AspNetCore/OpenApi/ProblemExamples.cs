using InsideLabs.EventBus.Errors;
using Microsoft.AspNetCore.Http;

namespace InsideLabs.EventBus.AspNetCore.OpenApi;

/// <summary>For every code that an answer may carry: its status, and what it may say.</summary>
internal static class ProblemExamples
{
    private static readonly Dictionary<string, ProblemExample> Table = new(StringComparer.Ordinal)
    {
        // the request as such
        [ErrorCodes.UnsupportedMediaType] = new(415, "", "The content type is 'text/plain': send 'application/json'."),
        [ErrorCodes.PayloadTooLarge] = new(413, "", "The body is larger than 1048576 bytes."),
        [ErrorCodes.RequestMalformed] = new(400, null, "The body could not be read: it was cut off, or its chunks are broken."),
        [ErrorCodes.JsonMalformed] = new(400, "", "The JSON is malformed at line 1, byte 17."),
        [ErrorCodes.JsonTooDeep] = new(400, "", "The JSON is nested deeper than 64 levels."),
        [ErrorCodes.JsonDuplicateProperty] = new(400, "", "The property 'labels' stands twice in one object."),
        [ErrorCodes.JsonInvalidString] = new(400, "payload", "A string holds half of a surrogate pair."),
        [ErrorCodes.PropertyUnknown] = new(400, "lables", "There is no property 'lables'. Did you mean 'labels'?"),
        [ErrorCodes.FieldRequired] = new(400, "eventType", "An event needs 'eventType'."),
        [ErrorCodes.TypeMismatch] = new(400, "labels", "'labels' is an array of texts."),
        [ErrorCodes.ParameterInvalid] = new(400, "limit", "'0' is no whole number from 1 to 1000."),

        // events
        [ErrorCodes.EventTypeEmpty] = new(400, "eventType", "The event type is empty."),
        [ErrorCodes.EventTypeMalformed] = new(400, "eventType", "'order.created' is no event type: use 3 to 16 segments of [a-z][a-z0-9_-]*."),
        [ErrorCodes.EventTypeTooLong] = new(400, "eventType", "The event type has 300 characters; at most 256 are allowed."),
        [ErrorCodes.EventTypeTooDeep] = new(400, "eventType", "The event type has 17 segments; at most 16 are allowed."),
        [ErrorCodes.EventTypeUnknown] = new(400, "eventType", "No domain registered 'engagement.campaign.send'. Did you mean 'engagement.campaign.sent'?"),
        [ErrorCodes.EventNotOwned] = new(400, "sourceDomain", "'engagement.campaign.sent' belongs to the domain 'Engagement'; 'Billing' cannot publish it."),
        [ErrorCodes.EventIdMalformed] = new(400, "eventId", "'a.b' is no event id: use 1 to 128 characters of A-Z a-z 0-9 _ -."),
        [ErrorCodes.TimestampMalformed] = new(400, "timestamp", "'2026-04-08' is no ISO 8601 instant with a zone."),
        [ErrorCodes.PayloadInvalid] = new(400, "payload.campaignId", "'campaignId' is required."),
        [ErrorCodes.IdempotencyConflict] = new(409, "", "eventId 'order-1001' was used before for other content; the first stays. Use a new id."),

        // subscriptions
        [ErrorCodes.MatchRequired] = new(400, "eventTypes", "A subscription names at least one event type or pattern in 'eventTypes'."),
        [ErrorCodes.PatternMalformed] = new(400, "eventTypes[0]", "'*' is no pattern: '*' stands for one or more last segments only."),
        [ErrorCodes.TooManyPatterns] = new(400, "eventTypes", "101 patterns; at most 100 are allowed."),
        [ErrorCodes.WildcardsNotEnabled] = new(400, "eventTypes[0]", "'engagement.*' has a wildcard, and this host switched wildcards off: name the event types."),
        [ErrorCodes.SubscriberRequired] = new(400, "config.adapter", "Name the adapter in 'config.adapter'."),
        [ErrorCodes.AdapterUnknown] = new(400, "config.adapter", "No adapter is named 'adapter:webhok'. Did you mean 'adapter:webhook'?"),
        [ErrorCodes.ConfigInvalid] = new(400, "config.method", "'GET' is no method to deliver with: use POST, PUT or PATCH."),
        [ErrorCodes.LabelMalformed] = new(400, "labels[0]", "'a,b' is no label: use 1 to 50 of A-Z a-z 0-9, space, _ and -."),
        [ErrorCodes.TooManyLabels] = new(400, "labels", "11 labels; at most 10 are allowed."),
        [ErrorCodes.TimezoneUnknown] = new(400, "delivery_schedule.timezone", "'Europe/Berln' is no IANA time zone id that is known here, such as 'America/New_York'. Did you mean 'Europe/Berlin'?"),
        [ErrorCodes.WindowsEmpty] = new(400, "delivery_schedule.windows", "A schedule has at least one window. To deliver at any time, set 'delivery_schedule' to null."),
        [ErrorCodes.TooManyWindows] = new(400, "delivery_schedule.windows", "101 windows; at most 100 are allowed."),
        [ErrorCodes.DaysEmpty] = new(400, "delivery_schedule.windows[0].days", "A window has at least one day: 0 for Sunday to 6 for Saturday."),
        [ErrorCodes.DayOutOfRange] = new(400, "delivery_schedule.windows[0].days[2]", "A day is a whole number from 0 (Sunday) to 6 (Saturday)."),
        [ErrorCodes.TimeMalformed] = new(400, "delivery_schedule.windows[0].startTime", "'9am' is no time 'HH:MM' from 00:00 to 23:59."),
        [ErrorCodes.WindowEmpty] = new(400, "delivery_schedule.windows[0]", "The window ends at 09:00, where it begins, so it would never open. A whole day is 00:00 to 24:00."),
        [ErrorCodes.HeaderValueInvalid] = new(400, "config.headers.x-key", "A header's value holds no line break."),
        [ErrorCodes.SecretLength] = new(400, "config.signingSecret", "A signing secret has 24 to 64 bytes."),
        [ErrorCodes.SecretMalformed] = new(400, "config.signingSecret", "A signing secret is 'whsec_' and base64."),
        [ErrorCodes.UrlMalformed] = new(400, "config.url", "The URL holds a backslash."),
        [ErrorCodes.UrlSchemeForbidden] = new(400, "config.url", "'ftp' is no scheme to deliver to: use https."),
        [ErrorCodes.HttpsRequired] = new(400, "config.url", "This host delivers over https only."),
        [ErrorCodes.UrlUserinfoForbidden] = new(400, "config.url", "The URL carries a user name: put credentials into a header."),
        [ErrorCodes.UrlFragmentForbidden] = new(400, "config.url", "The URL has a fragment, which is never sent: leave it out."),
        [ErrorCodes.UrlPortForbidden] = new(400, "config.url", "Port 22 is not allowed: use 80, 443 or a port from 1024."),
        [ErrorCodes.UrlTooLong] = new(400, "config.url", "The URL has 2049 characters; at most 2048 are allowed."),
        [ErrorCodes.UrlTemplateInHost] = new(400, "config.url", "A template may stand in the path or query, not in the host."),
        [ErrorCodes.DestinationBlocked] = new(400, "config.url", "The destination is an address that no outgoing call may reach."),

        [ErrorCodes.MatchAmbiguous] = new(400, "eventTypes", "A subscription listens to events or to interactions, not to both: give one kind."),
        [ErrorCodes.AddressInvalid] = new(400, "config.to", "'ada@' is no address to write to."),

        // templates
        [ErrorCodes.TemplateSyntax] = new(400, "config.body.text", "Line 1, column 9: '}}' is missing."),
        [ErrorCodes.TemplateFunctionUnknown] = new(400, "config.body.text", "Line 1, column 3: there is no function 'string.uper'. Did you mean 'string.upper'?"),
        [ErrorCodes.TemplateLimitExceeded] = new(400, "config.body.text", "A template has at most 64 KiB."),
        [ErrorCodes.NamespaceForbidden] = new(400, "config.body.text", "Line 1, column 3: templates have no namespace 'env'."),
        [ErrorCodes.SecretSinkForbidden] = new(400, "config.body.text", "Line 1, column 3: no secret may stand here."),

        // reference data
        [ErrorCodes.ReferenceUnknown] = new(400, "resourceTypeId", "No resource type has the id 019667f3-8d4c-7a52-9e41-2f60a1b7c3d8."),
        [ErrorCodes.ReferenceMismatch] = new(400, "config.adapter", "The config names 'adapter:email', but the subscriber uses 'adapter:webhook'."),
        [ErrorCodes.ReferenceTaken] = new(409, "", "The mnemonic 'ORDER' belongs to another resource type already: choose another."),
        [ErrorCodes.ReferenceInUse] = new(409, "", "It is in use: a subscription names it, or an interaction was recorded with it."),

        // things
        [ErrorCodes.NotFound] = new(404, "", "There is no subscription 019667f3-8d4c-7a52-9e41-2f60a1b7c3d8."),
        [ErrorCodes.VersionConflict] = new(412, "", "The subscription has version 18, not 17: read it again and repeat the change."),
        [ErrorCodes.NotFailed] = new(409, "", "The queue item has not failed, so there is nothing to retry."),
        [ErrorCodes.SubscriptionDeleted] = new(409, "", "The item's subscription was deleted: nobody is left to deliver to."),
        [ErrorCodes.AlreadyDelivered] = new(409, "", "The queue item was delivered: there is nothing to cancel."),

        // the server
        [ErrorCodes.Unauthorized] = new(401, "", "Say who you are: send a valid key in the header x-api-key."),
        [ErrorCodes.Forbidden] = new(403, "", "You may not do this."),
        [ErrorCodes.StoreUnavailable] = new(503, "", "The store did not answer. Try again; a publish with an eventId of your own is safe to repeat."),
        [ErrorCodes.StoreFull] = new(503, "", "The store has no room left. Try again once somebody has made some."),
        [ErrorCodes.InternalError] = new(500, "", "The server failed; its log says why."),
    };

    /// <summary>The example of a code.</summary>
    public static ProblemExample Of(string code) => Table[code] with { Code = code };

    /// <summary>The example of a code of a fault that came up when the input was stored.</summary>
    public static ProblemExample AsConflict(string code) => Of(code) with { Status = StatusCodes.Status409Conflict, Field = null };
}

/// <summary>What an answer with some code may say.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Field">The field a fault would name; null where the answer lists none.</param>
/// <param name="Message">The message.</param>
internal sealed record ProblemExample(int Status, string? Field, string Message)
{
    /// <summary>The code it is for.</summary>
    public string Code { get; init; } = string.Empty;

    /// <summary>Whether the answer lists faults.</summary>
    public bool HasFaults => Status == StatusCodes.Status400BadRequest && Field is not null;
}
