namespace InsideLabs.EventBus.Errors;

/// <summary>Finds the known name that a misspelt one most likely meant.</summary>
internal static class NearestName
{
    private const int LongestCompared = 256;

    /// <summary>The candidate with the smallest edit distance, or null when none is near enough to be helpful.</summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        if (name.Length > LongestCompared)
        {
            return null;
        }

        string? best = null;
        var bestDistance = Math.Max(3, name.Length / 2) + 1;
        foreach (var candidate in candidates)
        {
            var distance = Distance(name, candidate, bestDistance);
            if (distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    private static int Distance(string a, string b, int giveUpAt)
    {
        if (Math.Abs(a.Length - b.Length) >= giveUpAt)
        {
            return giveUpAt;
        }

        Span<int> row = stackalloc int[LongestCompared + 1];
        for (var j = 0; j <= a.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= b.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= a.Length; j++)
            {
                var above = row[j];
                var replace = diagonal + (a[j - 1] == b[i - 1] ? 0 : 1);
                row[j] = Math.Min(replace, Math.Min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }

        return row[a.Length];
    }
}
