using System.Globalization;

namespace InsideLabs.EventBus.Benchmarks.Reports;

internal sealed class RenderReport : Report
{
    public override string Name => nameof(Render);

    protected override IEnumerable<GoalRow> Rows(IReadOnlyList<Measurement> measurements)
    {
        var ours = Find(nameof(Render.Placeholders));
        foreach (var (method, name) in new[]
        {
            (nameof(Render.HandlebarsReady), "Handlebars.Net, objects ready"),
            (nameof(Render.HandlebarsParsing), "Handlebars.Net, parsing included"),
        })
        {
            var other = Find(method);
            yield return new GoalRow(
                "render a config with 6 placeholders from the stored event (to become ≤ 1×)",
                $"{Measurement.Time(ours.Fastest)}, {ours.Bytes} B",
                $"{name} {Measurement.Time(other.Fastest)}, {other.Bytes} B",
                string.Create(CultureInfo.InvariantCulture, $"{other.Fastest / ours.Fastest:0.00}×"),
                string.Empty,
                null);
        }

        Measurement Find(string method) => measurements.Single(m => string.Equals(m.Method, method, StringComparison.Ordinal));
    }
}
