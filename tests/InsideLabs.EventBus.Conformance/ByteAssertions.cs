namespace InsideLabs.EventBus.Conformance;

/// <summary>Compares bytes that may be absent: none is not the same as zero of them.</summary>
public static class ByteAssertions
{
    public static void ShouldBe(this ReadOnlyMemory<byte>? actual, ReadOnlyMemory<byte>? expected)
    {
        actual.HasValue.Should().Be(expected.HasValue);
        actual.GetValueOrDefault().ToArray().Should().Equal(expected.GetValueOrDefault().ToArray());
    }
}
