namespace EventServer.Settings;

/// <summary>Finds the setting that a misspelt one most likely meant.</summary>
internal static class NearestSetting
{
    /// <summary>The known key that takes the fewest changes to reach, or null when even that one is far away.</summary>
    public static string? Find(string key, IEnumerable<string> known)
    {
        var nearest = known.Select(k => (Key: k, Changes: Changes(key.ToUpperInvariant(), k.ToUpperInvariant()))).MinBy(c => c.Changes);
        return nearest.Changes <= Math.Max(3, key.Length / 3) ? nearest.Key : null;
    }

    private static int Changes(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
