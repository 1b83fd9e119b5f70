namespace EventServer.Settings;

/// <summary><c>Events:ApiKey</c>: required wherever somebody else than this machine's user can call.</summary>
internal static class ApiKeySetting
{
    public const string Key = "Events:ApiKey";

    public static string? Read(SettingsReader reader, IHostEnvironment environment)
    {
        var key = reader.Text(Key);
        if (key is { Length: 0 })
        {
            reader.Refuse($"{Key} is set to nothing: give it a key, such as 'openssl rand -hex 32' makes, or leave it out in Development.");
        }

        if (key is null && !environment.IsDevelopment())
        {
            reader.Refuse(
                $"{Key} is not set, so anybody could call: give it a key, such as 'openssl rand -hex 32' makes, which callers then send in the header x-api-key. "
                + $"Only with ASPNETCORE_ENVIRONMENT=Development does the server run without one, for this machine alone; it is {environment.EnvironmentName}.");
        }

        return key;
    }
}
