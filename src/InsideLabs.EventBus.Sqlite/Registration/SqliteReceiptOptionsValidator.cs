using InsideLabs.EventBus.Sqlite.Receipts;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Sqlite.Registration;

/// <summary>Judges the options when the host starts.</summary>
internal sealed class SqliteReceiptOptionsValidator : IValidateOptions<SqliteReceiptOptions>
{
    private static readonly TimeSpan LongestBusyTimeout = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, SqliteReceiptOptions options)
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(options.Path))
        {
            faults.Add($"{nameof(options.Path)} is empty: name the receiver's own database file, such as 'receiver.db'.");
        }
        else if (options.Path.Contains(":memory:", StringComparison.OrdinalIgnoreCase))
        {
            faults.Add($"{nameof(options.Path)} is '{options.Path}', which no process could open again: use AddInMemoryReceipts() instead.");
        }

        if (options.BusyTimeout < TimeSpan.Zero || options.BusyTimeout > LongestBusyTimeout)
        {
            faults.Add($"{nameof(options.BusyTimeout)} is {options.BusyTimeout}; it must lie between 00:00:00 and {LongestBusyTimeout}.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
