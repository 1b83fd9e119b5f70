using System.Reflection;
using System.Text.RegularExpressions;
using InsideLabs.EventBus.Architecture.Tests.Arrows;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Architecture.Tests.Surface;

/// <summary>Numbers and codes that others rely on: dashboards, log filters, calling code.</summary>
public sealed partial class StableNamesTests
{
    private const string LogFile = "src/InsideLabs.EventBus/Diagnostics/Log.cs";

    [Fact]
    public void Every_log_event_id_is_unique_over_all_packages() => LogEventIds().Should().NotBeEmpty().And.OnlyHaveUniqueItems();

    [Fact]
    public void Every_log_event_of_the_core_stands_in_the_thousand_of_its_area() =>
        MisplacedLogEvents(Repository.Files("src/InsideLabs.EventBus/Diagnostics", "Log.cs").Single().Lines).Should().BeEmpty();

    [Fact]
    public void Every_log_event_of_the_core_is_declared_in_one_file() =>
        Repository.Files("src/InsideLabs.EventBus", "*.cs")
            .Where(f => f.Lines.Any(l => LogEvent().IsMatch(l)))
            .Select(f => f.Path)
            .Should().Equal(LogFile);

    [Theory]
    [InlineData("stands under no area", "[LoggerMessage(1000, LogLevel.Debug, \"x\")]")]
    [InlineData("outside the thousand", "// 1000 Publishing", "[LoggerMessage(2000, LogLevel.Debug, \"x\")]")]
    [InlineData("not above", "// 1000 Publishing", "[LoggerMessage(1001, LogLevel.Debug, \"x\")]", "[LoggerMessage(1001, LogLevel.Debug, \"x\")]")]
    [InlineData("no folder of the core", "// 1000 Elsewhere", "[LoggerMessage(1000, LogLevel.Debug, \"x\")]")]
    public void A_misplaced_log_event_is_found(string fault, params string[] lines) =>
        MisplacedLogEvents(lines).Should().ContainSingle().Which.Should().Contain(fault);

    [Fact]
    public void Every_error_code_is_unique() => Codes().Should().NotBeEmpty().And.OnlyHaveUniqueItems();

    [Fact]
    public void Every_error_code_is_snake_case() => Codes().Where(c => !SnakeCase().IsMatch(c)).Should().BeEmpty();

    [Theory]
    [InlineData("PayloadInvalid")]
    [InlineData("payload-invalid")]
    [InlineData("payload__invalid")]
    [InlineData("_payload")]
    [InlineData("3xx")]
    public void What_is_not_snake_case_is_known(string code) => SnakeCase().IsMatch(code).Should().BeFalse();

    private static IEnumerable<string> Codes() =>
        typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!);

    private static List<int> LogEventIds() =>
    [
        .. from package in Repository.Packages
           from type in Assembly.LoadFrom(Repository.AssemblyOf(package)).GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
           from attribute in method.GetCustomAttributesData()
           where attribute.AttributeType.Name == "LoggerMessageAttribute"
           select attribute.ConstructorArguments.Select(a => a.Value).Concat(attribute.NamedArguments.Where(n => n.MemberName == "EventId").Select(n => n.TypedValue.Value))
               .OfType<int>().First(),
    ];

    private static List<string> MisplacedLogEvents(IEnumerable<string> lines)
    {
        var faults = new List<string>();
        (int Thousand, int Last)? area = null;
        foreach (var line in lines)
        {
            if (Area().Match(line) is { Success: true } heading)
            {
                var thousand = Number(heading.Groups["id"].Value);
                area = (thousand, thousand - 1);
                if (!CoreArrows.Rows.ContainsKey(heading.Groups["area"].Value))
                {
                    faults.Add($"{heading.Groups["area"].Value} is no folder of the core.");
                }
            }
            else if (LogEvent().Match(line) is { Success: true } declared)
            {
                var id = Number(declared.Groups["id"].Value);
                if (area is not { } current)
                {
                    faults.Add($"{id} stands under no area.");
                    continue;
                }

                if (id / 1000 != current.Thousand / 1000)
                {
                    faults.Add($"{id} is outside the thousand of {current.Thousand}.");
                }
                else if (id <= current.Last)
                {
                    faults.Add($"{id} is not above {current.Last}, the id before it.");
                }

                area = current with { Last = id };
            }
        }

        return faults;
    }

    private static int Number(string digits) => int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s*// (?<id>\d000) (?<area>\w+)\s*$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Area();

    [GeneratedRegex(@"^\s*\[LoggerMessage\((EventId = )?(?<id>\d+),", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex LogEvent();

    [GeneratedRegex("^[a-z][a-z0-9]*(_[a-z0-9]+)*$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex SnakeCase();
}
