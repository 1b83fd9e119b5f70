using System.Text.Json;
using InsideLabs.EventBus.Rendering.Expressions;

namespace InsideLabs.EventBus.Rendering;

/// <summary>Finds values in JSON by their paths, in one forward pass that ends as soon as all are found.</summary>
internal ref struct PathReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1000 };

    private readonly Span<ValueRange> _slots;
    private Utf8JsonReader _reader;
    private int _wanted;

    private PathReader(ReadOnlySpan<byte> utf8Json, Span<ValueRange> slots, int wanted)
    {
        _reader = new Utf8JsonReader(utf8Json, Options);
        _slots = slots;
        _wanted = wanted;
    }

    /// <summary>Fills the slots of a tree; those of paths that lead nowhere stay as they are.</summary>
    public static void Read(ReadOnlySpan<byte> utf8Json, PathTree tree, Span<ValueRange> slots)
    {
        if (tree.SlotCount == 0)
        {
            return;
        }

        var reader = new PathReader(utf8Json, slots, tree.SlotCount);
        try
        {
            reader._reader.Read();
            reader.Visit(tree);
        }
        catch (JsonException)
        {
            // What is stored was judged when it came in. If it is broken all the same, what lies behind the break is not there.
        }
    }

    /// <summary>Where a path leads; of length 0 when nowhere.</summary>
    public static ValueRange Find(ReadOnlySpan<byte> utf8Json, ReadOnlySpan<PathStep> steps)
    {
        var tree = new PathTree();
        tree.Add(steps, 0);
        ValueRange found = default;
        Read(utf8Json, tree, new Span<ValueRange>(ref found));
        return found;
    }

    private void Visit(PathTree node)
    {
        var start = (int)_reader.TokenStartIndex;
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject when node.HasMembers:
                VisitMembers(node);
                break;
            case JsonTokenType.StartArray when node.HasItems:
                VisitItems(node);
                break;
            default:
                _reader.Skip();
                break;
        }

        foreach (var slot in node.Slots)
        {
            _slots[slot] = new ValueRange(start, (int)_reader.BytesConsumed - start);
            _wanted--;
        }
    }

    private void VisitMembers(PathTree node)
    {
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = node.Member(ref _reader);
            _reader.Read();
            if (member is null)
            {
                _reader.Skip();
                continue;
            }

            Visit(member);
            if (_wanted == 0)
            {
                return;
            }
        }
    }

    private void VisitItems(PathTree node)
    {
        for (var index = 0; _reader.Read() && _reader.TokenType != JsonTokenType.EndArray; index++)
        {
            if (node.Item(index) is not { } item)
            {
                _reader.Skip();
                continue;
            }

            Visit(item);
            if (_wanted == 0)
            {
                return;
            }
        }
    }
}
