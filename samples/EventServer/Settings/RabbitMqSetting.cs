namespace EventServer.Settings;

/// <summary><c>RabbitMq:Uri</c>: part of the settings, not of this version. Its value is never shown: it holds a password.</summary>
internal static class RabbitMqSetting
{
    private const string Key = "RabbitMq:Uri";

    public static void Refuse(SettingsReader reader)
    {
        if (reader.Text(Key) is { Length: > 0 })
        {
            reader.Refuse($"{Key} is set, but this version does not speak to RabbitMQ yet: leave it out.");
        }
    }
}
