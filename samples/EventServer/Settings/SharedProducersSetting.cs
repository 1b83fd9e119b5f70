namespace EventServer.Settings;

/// <summary><c>Events:SharedProducers</c>: the display names of the domains that may publish the shared events.</summary>
internal static class SharedProducersSetting
{
    private const string Key = "Events:SharedProducers";

    private static readonly string[] ByDefault = ["Commerce", "Engagement", "Membership"];

    public static IReadOnlyList<string> Read(SettingsReader reader)
    {
        var producers = reader.List(Key) ?? ByDefault;
        if (producers.Count == 0 || producers.Any(string.IsNullOrWhiteSpace))
        {
            reader.Refuse($"{Key} has no item, or an empty one: write the display names of domains, such as Commerce, or leave it out for {string.Join(", ", ByDefault)}.");
            return ByDefault;
        }

        return producers;
    }
}
