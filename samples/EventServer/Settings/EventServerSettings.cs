using InsideLabs.EventBus.Settings;
using InsideLabs.EventBus.Subscriptions;

namespace EventServer.Settings;

/// <summary>The server's settings, judged. README.md beside the project says what each means. Not a record: its text would show secrets.</summary>
internal sealed class EventServerSettings
{
    public StoreKind Store { get; private init; }

    public string DatabasePath { get; private init; } = DatabaseSetting.DefaultPath;

    public bool AllowUnregisteredTypes { get; private init; }

    public bool Wildcards { get; private init; }

    public bool Dispatcher { get; private init; }

    public RetryLadder RetryDelays { get; private init; } = RetryLadder.Default;

    public bool AllowHttp { get; private init; }

    public IReadOnlyList<string> AllowedNetworks { get; private init; } = [];

    public IReadOnlyList<string> SharedProducers { get; private init; } = [];

    public EncryptionKey? EncryptionKey { get; private init; }

    /// <summary>The key that callers must send; null lets callers on this machine in and nobody else.</summary>
    public string? ApiKey { get; private init; }

    /// <summary>Reads and judges the settings.</summary>
    /// <exception cref="SettingsException">Something is wrong; the message says everything that is.</exception>
    public static EventServerSettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var reader = new SettingsReader(configuration);
        var store = StoreSetting.Read(reader);
        var settings = new EventServerSettings
        {
            Store = store,
            DatabasePath = store == StoreKind.Sqlite ? DatabaseSetting.Read(reader) : DatabaseSetting.DefaultPath,
            AllowUnregisteredTypes = reader.Flag("Events:AllowUnregisteredTypes", byDefault: false),
            Wildcards = reader.Flag("Events:Wildcards", byDefault: true),
            Dispatcher = reader.Flag("Events:Dispatcher", byDefault: true),
            RetryDelays = RetryDelaysSetting.Read(reader),
            AllowHttp = reader.Flag("Events:Webhooks:AllowHttp", byDefault: false),
            AllowedNetworks = NetworksSetting.Read(reader),
            SharedProducers = SharedProducersSetting.Read(reader),
            EncryptionKey = EncryptionKeySetting.Read(reader),
            ApiKey = ApiKeySetting.Read(reader, environment),
        };
        RabbitMqSetting.Refuse(reader);
        reader.RefuseUnknown("Events");
        reader.RefuseUnknown("RabbitMq");
        return reader.Faults.Count == 0 ? settings : throw new SettingsException(reader.Faults);
    }
}
