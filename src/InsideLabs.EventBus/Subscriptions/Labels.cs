using System.Buffers;
using System.Collections.Immutable;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Subscriptions;

/// <summary>The rules of labels: ASCII letters, digits, space, hyphen and underscore; compared ordinally, never trimmed.</summary>
public static class Labels
{
    /// <summary>The most different labels a subscription may have.</summary>
    public const int MaxCount = 10;

    /// <summary>The most characters a label may have.</summary>
    public const int MaxLength = 50;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 _-");

    /// <summary>Whether a text may be a label.</summary>
    /// <param name="text">The text.</param>
    public static bool IsValid(string? text) =>
        text is { Length: > 0 and <= MaxLength } && !text.AsSpan().ContainsAnyExcept(Allowed);

    /// <summary>Removes duplicates, keeps the order, and collects what is wrong.</summary>
    internal static ImmutableArray<string> Normalize(IReadOnlyList<string> labels, FaultList faults)
    {
        for (var i = 0; i < labels.Count; i++)
        {
            if (!IsValid(labels[i]))
            {
                faults.Add(
                    $"labels[{i}]",
                    ErrorCodes.LabelMalformed,
                    $"'{FaultText.Show(labels[i])}' is not a label: use 1 to {MaxLength} of letters, digits, space, '-' and '_'.");
            }
        }

        ImmutableArray<string> distinct = [.. labels.Distinct(StringComparer.Ordinal)];
        if (distinct.Length > MaxCount)
        {
            faults.Add("labels", ErrorCodes.TooManyLabels, $"{distinct.Length} different labels; at most {MaxCount} are allowed.");
        }

        return distinct;
    }
}
