using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Architecture.Tests.Docs;

internal sealed partial class JournalAdapter : IDeliveryAdapter, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    public string Name => "adapter:journal";

    public string Description => "Appends every delivery as a sealed line to a file.";

    public string ConfigSchema => """
        {"type": "object", "required": ["file", "entry"], "additionalProperties": false,
         "properties": {"adapter": {"const": "adapter:journal"}, "file": {"type": "string", "pattern": "^[a-z0-9-]{1,50}$"},
                        "entry": {"type": "object"}, "strict": {"type": "boolean"}}}
        """;

    public string SettingsSchema => """
        {"type": "object", "required": ["folder", "key"], "additionalProperties": false,
         "properties": {"folder": {"type": "string"}, "key": {"type": "string", "writeOnly": true}}}
        """;

    public bool NeedsSettings => true;

    public ConfigFields ConfigFields { get; } = new(
        new ConfigField("file") { AllowsTemplates = false },
        new ConfigField("strict") { AllowsTemplates = false },
        new ConfigField("entry.reference") { IsRequired = true });

    public ConfigFields SettingsFields { get; } = new(
        new ConfigField("folder") { AllowsTemplates = false },
        new ConfigField("key") { IsCredential = true, IsRequired = true });

    public bool Signs => false;

    public TimeSpan? AttemptTimeout => TimeSpan.FromSeconds(5);

    public void Validate(JsonElement config, FaultList faults)
    {
        RefuseOthers(config, "config", ["adapter", "file", "entry", "strict"], faults);
        if (!IsText(config, "file", out var file) || !FileName().IsMatch(file))
        {
            faults.Add("config.file", ErrorCodes.ConfigInvalid, "'file' is the name of a journal: 1 to 50 of a-z, 0-9 and -.");
        }

        if (!config.TryGetProperty("entry", out var entry) || entry.ValueKind != JsonValueKind.Object)
        {
            faults.Add("config.entry", ErrorCodes.FieldRequired, "Say what to write: 'entry' is an object.");
        }
    }

    public void ValidateSettings(JsonElement settings, FaultList faults)
    {
        RefuseOthers(settings, "settings", ["folder", "key"], faults);
        if (!IsText(settings, "folder", out var folder) || !Path.IsPathFullyQualified(folder))
        {
            faults.Add("settings.folder", ErrorCodes.ConfigInvalid, "'folder' is the full path of a folder.");
        }

        if (!IsText(settings, "key", out _))
        {
            faults.Add("settings.key", ErrorCodes.FieldRequired, "A journal needs the 'key' that its lines are sealed with.");
        }
    }

    public async ValueTask<DeliveryResult> SendAsync(DeliveryRequest request, CancellationToken cancellationToken)
    {
        using var config = JsonDocument.Parse(request.Config);
        using var settings = JsonDocument.Parse(request.Settings!.Value);
        var line = Write(request.DeliveryId, config.RootElement.GetProperty("entry"), settings.RootElement.GetProperty("key").GetString()!);
        var path = Path.Combine(settings.RootElement.GetProperty("folder").GetString()!, config.RootElement.GetProperty("file").GetString() + ".jsonl");
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await File.AppendAllTextAsync(path, line, cancellationToken);
            return DeliveryResult.Delivered();
        }
        catch (DirectoryNotFoundException e)
        {
            return DeliveryResult.Retry(ErrorCodes.AdapterNotConfigured, e.Message);
        }
        catch (IOException e)
        {
            return DeliveryResult.Retry(ErrorCodes.ConnectionFailed, e.Message);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private static string Write(Guid deliveryId, JsonElement entry, string key)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("id", deliveryId);
            json.WritePropertyName("entry");
            entry.WriteTo(json);
            json.WriteEndObject();
        }

        var seal = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), buffer.WrittenSpan);
        return $"{Encoding.UTF8.GetString(buffer.WrittenSpan)} {Convert.ToHexStringLower(seal)}\n";
    }

    private static void RefuseOthers(JsonElement given, string root, string[] known, FaultList faults)
    {
        foreach (var name in given.EnumerateObject().Select(p => p.Name).Except(known))
        {
            faults.Add($"{root}.{name}", ErrorCodes.PropertyUnknown, $"A journal knows no '{FaultText.Show(name)}'.{FaultText.DidYouMean(name, known)}");
        }
    }

    private static bool IsText(JsonElement given, string name, out string text)
    {
        text = given.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : string.Empty;
        return text.Length > 0;
    }

    [GeneratedRegex("^[a-z0-9-]{1,50}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileName();
}

/// <summary>How a host takes the adapter of docs/guides/custom-adapter.md.</summary>
internal static class JournalRegistration
{
    public static void Add(IServiceCollection services) =>
        services.AddSingleton<IDeliveryAdapter, JournalAdapter>();
}
