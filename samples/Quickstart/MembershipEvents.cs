using System.Text.Json.Serialization;
using InsideLabs.EventBus.Events;

namespace Quickstart;

/// <summary>A domain of this application's own. Everything a domain needs stands in this file.</summary>
internal static class MembershipEvents
{
    public static EventDefinition<MembershipCreatedPayload> MembershipCreated { get; } = new(
        "membership.membership.created",
        "Membership created",
        MembershipJson.Default.MembershipCreatedPayload);

    public static EventDomain Domain { get; } = EventDomain.Create("membership", "Membership", MembershipCreated);
}

/// <summary>Somebody became a member.</summary>
internal sealed record MembershipCreatedPayload
{
    public required string MembershipId { get; init; }

    public required string UserId { get; init; }

    public string? Plan { get; init; }

    public decimal? MonthlyFee { get; init; }

    public string? Currency { get; init; }

    public DateTimeOffset? StartsAt { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(MembershipCreatedPayload))]
internal sealed partial class MembershipJson : JsonSerializerContext;
