namespace InsideLabs.EventBus.Faults.Loads;

/// <summary>What was measured many times, in milliseconds.</summary>
internal sealed class Sample(IEnumerable<double> values)
{
    private readonly double[] _sorted = [.. values.Order()];

    public int Count => _sorted.Length;

    public double Max => _sorted is [.., var last] ? last : double.NaN;

    public double Median => At(0.5);

    public double P99 => At(0.99);

    /// <summary>The smallest value that this share of all does not exceed.</summary>
    private double At(double share) =>
        _sorted.Length == 0 ? double.NaN : _sorted[Math.Max(0, (int)Math.Ceiling(share * _sorted.Length) - 1)];
}
