using System.Runtime.CompilerServices;
using InsideLabs.EventBus.Rendering;
using static InsideLabs.EventBus.Tests.Rendering.TemplateSamples;

namespace InsideLabs.EventBus.Tests.Rendering;

public sealed class RenderAllocationTests
{
    private const string Config =
        """{"to":"{{payload.email}}","name":"Dear {{payload.name}}","lines":"{{payload.items}}","first":"{{payload.items[0].sku}}","id":"{{eventId}}","sub":"{{subscriptionId}}","note":"constant"}""";

    private static readonly TemplateContext Given = Context(Event(
        """{"email":"ann@example.test","name":"Ann \"A\"","items":[{"sku":"a-1","count":2},{"sku":"b-2","count":1}],"rest":{"a":[1,2,3]}}"""));

    [Fact]
    public void Rendering_paths_allocates_the_document_and_the_result_alone()
    {
        var template = Compile(Config);
        var length = template.Render(Given).Utf8Json.Length;
        var least = Allocated(() => new byte[length]) + Allocated(() => new RenderedTemplate());
        Allocated(() => template.Render(Given)).Should().Be(least);
    }

    [Fact]
    public void A_constant_document_allocates_nothing()
    {
        var template = Compile("""{"a":"constant"}""");
        Allocated(() => template.Render(Given)).Should().Be(0);
    }

    [Fact]
    public void A_constant_setting_allocates_nothing_of_its_own()
    {
        var context = Given with { Settings = SettingsOf(new Dictionary<string, string> { ["a"] = """{"b":[1,"x"]}""" }) };
        var template = Compile("\"{{global.a.b[1]}}\"");
        var least = Allocated(() => new byte[3]) + Allocated(() => new RenderedTemplate());
        Allocated(() => template.Render(context)).Should().Be(least);
    }

    [MethodImpl(MethodImplOptions.NoOptimization)]
    private static long Allocated(Func<object> work)
    {
        const int Rounds = 100;
        for (var i = 0; i < Rounds; i++)
        {
            work().Should().NotBeNull();
        }

        object? last = null;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++)
        {
            last = work();
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        last.Should().NotBeNull();
        return allocated / Rounds;
    }
}
