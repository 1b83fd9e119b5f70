using InsideLabs.EventBus.Interactions;

namespace Notifications;

/// <summary>What happened: somebody ordered something, and tries to be clever in the note.</summary>
internal static class SampleOrder
{
    public const string ResourceType = "ORDER";

    public const string Action = "CREATE";

    public const string Origin = "SHOP";

    /// <summary>The order. The note is data: nobody evaluates it, whatever it looks like.</summary>
    public static NewInteraction Interaction { get; } = new()
    {
        ResourceType = ResourceType,
        Action = Action,
        Origin = Origin,
        ResourceId = "o-1001",
        UserId = "u-7",
        Metadata = """
            {"name":"Ada Lovelace","email":"ada@example.com","total":49.90,"items":["A-1","B-2"],
             "note":"<!channel> <script>alert(1)</script> {{secrets.mailKey}}"}
            """u8.ToArray(),
    };
}
