// Tests the rules themselves: each rule finds the violations that are planted in this assembly and nothing else.

using GlassModes.Tests.Architecture.Planted.Below;
using GlassModes.Tests.Architecture.Planted.Rules;

namespace GlassModes.Tests.Architecture;

public class CompiledRulesTests
{
    private const string Planted = "GlassModes.Tests.Architecture.Planted";

    private static readonly CompiledAssembly s_tests = CompiledAssembly.Read(typeof(CompiledRulesTests).Assembly.Location);

    private static readonly string[] s_below =
        [
            .. typeof(Innocent).Assembly.GetTypes().Where(
                type => type.Namespace == $"{Planted}.Below" && !type.IsNested).Select(type => type.Name),
        ];

    [TestCaseSource(nameof(s_below))]
    public void A_use_of_a_room_above_is_found_however_it_is_made(string name)
    {
        var order = new RoomOrder(Planted, "Below", "Above", "Rules", "GlassModes");
        string[] found = [.. order.Violations(s_tests).Where(violation => violation.Contains($".Below.{name}", StringComparison.Ordinal))];
        if (name == nameof(Innocent))
        {
            Assert.That(found, Is.Empty);
        }
        else
        {
            Assert.That(found, Is.Not.Empty.And.All.Contain($"{Planted}.Above.Upper").Or.Contain($"{Planted}.Above.IUpper"));
        }
    }

    [Test]
    public void Uses_of_rooms_below_are_allowed()
    {
        var order = new RoomOrder(Planted, "Above", "Below", "Rules");
        Assert.That(order.Violations(s_tests).Where(violation => violation.Contains(Planted, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void A_type_in_a_room_that_the_order_does_not_name_is_found()
    {
        var order = new RoomOrder(Planted, "Above", "Below");
        Assert.That(order.Violations(s_tests), Has.Some.StartsWith($"{typeof(Chain).FullName} is in a room that the order does not name"));
    }

    [Test]
    public void A_room_inside_a_room_is_of_its_own_only_where_it_is_named()
    {
        var inner = new CodeType("", $"{Planted}.Above.Attic", "Box");
        Assert.That(new RoomOrder(Planted, "Above", "Below").IndexOf(inner), Is.Zero);
        Assert.That(new RoomOrder(Planted, "Above", "Below", "Above.Attic").IndexOf(inner), Is.EqualTo(2));
        Assert.That(new RoomOrder(Planted, "Ab", "Below").IndexOf(inner), Is.EqualTo(-1));
    }

    [Test]
    public void Public_pointers_are_found_wherever_they_stand_in_a_signature()
    {
        string name = typeof(PublicPointers).FullName!;
        string[] found =
        [
            .. CompiledRules.PublicPointers(s_tests).Where(violation => violation.StartsWith(name, StringComparison.Ordinal)),
        ];
        Assert.That(found, Has.Length.EqualTo(3));
        Assert.That(
            found,
            Has.One.Contain(nameof(PublicPointers.Plain)).And.One.Contain(
                nameof(PublicPointers.Nested)).And.One.Contain(nameof(PublicPointers.Called)));
    }

    [Test]
    public void A_member_that_only_calls_itself_is_unused()
    {
        string name = typeof(UnusedMembers).FullName!;
        string[] found =
        [
            .. CompiledRules.UnusedHiddenMembers([s_tests]).Where(violation => violation.StartsWith(name, StringComparison.Ordinal)),
        ];
        Assert.That(found, Has.Length.EqualTo(1).And.One.Contain(nameof(UnusedMembers.Unused)));
    }

    [Test]
    public void Figure_numbers_are_found_in_constants_and_in_interpolated_texts()
    {
        string name = typeof(FigureTexts).FullName!;
        string[] found = [.. CompiledRules.FigureNumbers(s_tests).Where(violation => violation.StartsWith(name, StringComparison.Ordinal))];
        Assert.That(found, Has.Length.EqualTo(3));
        Assert.That(
            found,
            Has.One.Contain(nameof(FigureTexts.Constant)).And.One.Contain(nameof(FigureTexts.Interpolated))
                .And.One.Contain(nameof(FigureTexts.Spelt)));
    }

    [Test]
    public void A_word_is_found_where_it_stands_alone()
    {
        Assert.That(CompiledRules.Words(s_tests, ["as in figure 12"]), Has.One.Contain(nameof(FigureTexts.Spelt)));
        Assert.That(CompiledRules.Words(s_tests, ["as in figure"]), Has.None.Contain(nameof(FigureTexts.Spelt)));
    }

    [Test]
    public void A_call_is_followed_through_methods_lambdas_and_interfaces()
    {
        var graph = new CallGraph(s_tests);
        string? path = graph.FindPath(type => type.FullName == typeof(Chain).FullName, type => type.Namespace == $"{Planted}.Above");
        Assert.That(path, Does.Contain("Chain.Start").And.Contain("NativeStep.Run").And.Contain("Above.Upper.set_Count"));
    }

    [Test]
    public void What_is_not_reached_gives_no_path()
    {
        var graph = new CallGraph(s_tests);
        Assert.That(
            graph.FindPath(type => type.FullName == typeof(Innocent).FullName, type => type.Namespace == $"{Planted}.Above"),
            Is.Null);
    }
}
