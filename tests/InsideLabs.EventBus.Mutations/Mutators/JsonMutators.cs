using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace InsideLabs.EventBus.Mutations.Mutators;

/// <summary>Changes of a body that keep it JSON, or nearly so.</summary>
internal static class JsonMutators
{
    /// <summary>Stands for JSON that no parsed document can hold; replaced when the document is written.</summary>
    private const string Mark = "raw-json-";

    /// <summary>Some times more than a body may have.</summary>
    private const int MostBytes = 4 * 1024 * 1024;

    private static readonly Action<JsonNode, Random>[] All = [Drop, Rename, Retype, Retype, Retype, Swap, AddUnknown, Wrap, Grow, Repeat];

    public static byte[] Mutate(byte[] body, Random random)
    {
        // The root sits in an array, so that it can be replaced like any other value.
        JsonArray holder;
        try
        {
            holder = [JsonNode.Parse(body)];
        }
        catch (JsonException)
        {
            return ByteMutators.Mutate(body, random);
        }

        for (var times = random.Next(1, 4); times > 0; times--)
        {
            random.Pick(All)(holder, random);
        }

        if (random.Next(40) == 0)
        {
            // A batch: of none, of a few, of as many as are allowed, of one more.
            var count = Fitting(holder[0], random.Pick([0, 1, 3, 1_000, 1_001]));
            holder = [new JsonArray([.. Enumerable.Range(0, count).Select(_ => holder[0]?.DeepClone())])];
        }

        return Write(holder, random);
    }

    private static byte[] Write(JsonArray holder, Random random)
    {
        var text = holder.Count == 0 ? string.Empty : holder[0]?.ToJsonString() ?? "null";
        for (var i = 0; i < Garbage.JsonValues.Length && text.Contains(Mark, StringComparison.Ordinal); i++)
        {
            text = text.Replace($"\"{Mark}{i:D3}\"", Garbage.JsonValues[i], StringComparison.Ordinal);
        }

        for (var at = 0; (at = text.IndexOf($"{Mark}name-", at, StringComparison.Ordinal)) >= 0;)
        {
            text = $"{text[..at]}{random.Pick(Garbage.Names)}{text[(at + Mark.Length + 7)..]}";
        }

        return Encoding.UTF8.GetBytes(text.Replace($"{Mark}again-", string.Empty, StringComparison.Ordinal));
    }

    private static void Drop(JsonNode root, Random random)
    {
        switch (AnyParent(root, random))
        {
            case JsonObject { Count: > 0 } members:
                members.Remove(random.Pick([.. members.Select(m => m.Key)]));
                break;
            case JsonArray { Count: > 0 } items when items != root:
                items.RemoveAt(random.Next(items.Count));
                break;
        }
    }

    private static void Rename(JsonNode root, Random random)
    {
        if (AnyParent(root, random) is JsonObject { Count: > 0 } members)
        {
            var name = random.Pick([.. members.Select(m => m.Key)]);
            var value = members[name];
            members.Remove(name);
            members[$"{Mark}name-{random.Next(10)}"] = value;
        }
    }

    private static void Retype(JsonNode root, Random random) => Replace(root, random, _ => JsonValue.Create($"{Mark}{random.Next(Garbage.JsonValues.Length):D3}"));

    private static void Wrap(JsonNode root, Random random) =>
        Replace(root, random, value => random.Next(2) == 0 ? new JsonArray(value) : new JsonObject { ["a"] = value });

    private static void Swap(JsonNode root, Random random)
    {
        var other = AnyValue(root, random)?.DeepClone();
        Replace(root, random, _ => other);
    }

    private static void AddUnknown(JsonNode root, Random random)
    {
        if (AnyParent(root, random) is JsonObject members)
        {
            members[$"{Mark}name-{random.Next(10)}"] = $"{Mark}{random.Next(Garbage.JsonValues.Length):D3}";
        }
    }

    /// <summary>The same name twice, in the same letters.</summary>
    private static void Repeat(JsonNode root, Random random)
    {
        if (AnyParent(root, random) is JsonObject { Count: > 0 } members)
        {
            var name = random.Pick([.. members.Select(m => m.Key)]);
            members[$"{Mark}again-{name}"] = members[name]?.DeepClone();
        }
    }

    private static void Grow(JsonNode root, Random random)
    {
        if (AnyParent(root, random) is JsonArray items && items != root)
        {
            var value = items.Count == 0 ? JsonValue.Create(1) : items[random.Next(items.Count)];
            for (var count = Fitting(value, random.Pick([1, 10, 11, 100, 101, 2_000])); count > 0; count--)
            {
                items.Add(value?.DeepClone());
            }
        }
    }

    /// <summary>What grew once may grow again: as often as it stays beyond the limits of bodies, and within the memory of this process.</summary>
    private static int Fitting(JsonNode? value, int count) => Math.Min(count, MostBytes / (value?.ToJsonString().Length ?? 4));

    private static void Replace(JsonNode root, Random random, Func<JsonNode?, JsonNode?> by)
    {
        switch (AnyParent(root, random))
        {
            case JsonObject { Count: > 0 } members:
                var name = random.Pick([.. members.Select(m => m.Key)]);
                var member = members[name];
                members.Remove(name);
                members[name] = by(member);
                break;
            case JsonArray { Count: > 0 } items:
                var index = random.Next(items.Count);
                var item = items[index];
                items[index] = null;
                items[index] = by(item);
                break;
        }
    }

    private static JsonNode AnyParent(JsonNode root, Random random) => random.Pick([.. Parents(root).Take(200)]);

    private static JsonNode? AnyValue(JsonNode root, Random random) => AnyParent(root, random) switch
    {
        JsonObject { Count: > 0 } members => random.Pick<JsonNode?>([.. members.Select(m => m.Value)]),
        JsonArray { Count: > 0 } items => items[random.Next(items.Count)],
        _ => null,
    };

    private static IEnumerable<JsonNode> Parents(JsonNode node)
    {
        yield return node;
        IEnumerable<JsonNode?> values = node switch
        {
            JsonObject members => members.Select(m => m.Value),
            JsonArray items => items,
            _ => [],
        };
        foreach (var value in values)
        {
            if (value is JsonObject or JsonArray)
            {
                foreach (var inner in Parents(value))
                {
                    yield return inner;
                }
            }
        }
    }
}
