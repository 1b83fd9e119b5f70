using InsideLabs.EventBus.Deliveries;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Sqlite.Registration;

/// <summary>Judges the options when the host starts.</summary>
internal sealed class SqliteStoreOptionsValidator : IValidateOptions<SqliteStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, SqliteStoreOptions options)
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(options.Path))
        {
            faults.Add($"{nameof(options.Path)} is empty: name the database file, such as 'events.db'.");
        }
        else if (options.Path.Contains(":memory:", StringComparison.OrdinalIgnoreCase))
        {
            faults.Add($"{nameof(options.Path)} is '{options.Path}', which no process could open again: use the in-memory store instead.");
        }

        if (options.Durability is not (Durability.Durable or Durability.ProcessCrash))
        {
            faults.Add(
                $"{nameof(options.Durability)} is {options.Durability}, but a file survives the process: choose "
                + $"{Durability.Durable} or {Durability.ProcessCrash}, or use the in-memory store instead.");
        }

        if (options.KeyFilePath is { } keys && string.IsNullOrWhiteSpace(keys))
        {
            faults.Add($"{nameof(options.KeyFilePath)} is empty: name the key file, or leave it null for the one beside the database.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
