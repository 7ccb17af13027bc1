// Tests the architecture in the compiled assemblies: imports go one way, and each room (a namespace) keeps to its subject.
// The page docs/architecture.md holds the same lists of rooms. A test compares the page with the lists below.

using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using GlassModes.Models;

namespace GlassModes.Tests.Architecture;

public partial class ArchitectureTests
{
    private const string Numerics = "GlassModes.Numerics";
    private const string Native = "GlassModes.Native";
    private const string LinearAlgebra = "GlassModes.LinearAlgebra";
    private const string Physics = "GlassModes.Core";
    private const string Campaigns = "GlassModes.Campaigns";
    private const string Figures = "GlassModes.Figures";
    private const string Mpi = "GlassModes.Mpi";
    private const string Comparison = "GlassModes.Comparison";
    private const string Runner = "glassmodes";

    // The assemblies, the lowest first. An assembly may refer to the assemblies before it, to the runtime and to the packages named with
    // it.
    private static readonly (string Name, string[] Packages)[] s_assemblies =
    [
        (Numerics, []),
        (Native, []),
        (LinearAlgebra, []),
        (Physics, ["MathNet.Numerics", "PureHDF", "System.IO.Hashing"]),
        (Campaigns, ["Tomlyn"]),
        (Figures, ["MathNet.Numerics", "ScottPlot", "SkiaSharp"]),
        (Mpi, []),
        (Comparison, ["MathNet.Numerics"]),
        (Runner, ["Spectre.Console", "Spectre.Console.Ansi", "System.CommandLine"]),
    ];

    // The rooms of each assembly, the lowest first.
    private static readonly Dictionary<string, RoomOrder> s_rooms = new()
    {
        [Numerics] = new(Numerics, "GlassModes", "Memory", "Simd", "Threading", "RandomNumbers", "Processes"),
        [Native] = new(Native, Native),
        [LinearAlgebra] = new(LinearAlgebra, "Sparse", "Lapack", "Ldlt", "Krylov", "Arpack"),
        [Physics] = new(
            "GlassModes",
            "Files",
            "Particles",
            "IO",
            "Potentials",
            "Forces",
            "Models",
            "Statistics",
            "Hessians",
            "Dynamics",
            "Equilibrium",
            "Quench.Integrators",
            "Quench",
            "Modes",
            "Samples",
            "Ensembles",
            "Analysis",
            "Analysis.Records",
            "Tables",
            "Papers"),
        [Campaigns] = new(Campaigns, "Plan", "Store", "Status", "Work", "Slurm"),
        [Figures] = new(Figures, Figures, "Plots", "Drawing", "Scorecard", "Page"),
        [Mpi] = new(Mpi, Mpi),
        [Comparison] = new(Comparison, Comparison),
        [Runner] = new("GlassModes.Runner", "GlassModes.Runner"),
    };

    private static readonly Dictionary<string, CompiledAssembly> s_compiled = s_assemblies.ToDictionary(
        assembly => assembly.Name,
        assembly => CompiledAssembly.Read(Path.Combine(AppContext.BaseDirectory, $"{assembly.Name}.dll")));

    private static IEnumerable<string> AssemblyNames => s_assemblies.Select(assembly => assembly.Name);

    [TestCaseSource(nameof(AssemblyNames))]
    public void An_assembly_refers_to_those_below_it_and_to_its_packages_only(string name)
    {
        string[] allowed =
        [
            .. AssemblyNames.TakeWhile(below => below != name), name, .. s_assemblies.Single(assembly => assembly.Name == name).Packages,
        ];
        IEnumerable<string> used = s_compiled[name].References.Select(reference => reference.Used.Assembly).Distinct();
        Assert.That(used.Where(assembly => !IsOfRuntime(assembly)), Is.SubsetOf(allowed));
    }

    [TestCaseSource(nameof(AssemblyNames))]
    public void A_room_uses_only_rooms_below_it(string name) =>
        Assert.That(s_rooms[name].Violations(s_compiled[name]), Is.Empty);

    [Test]
    public void The_page_on_the_architecture_names_the_same_rooms_in_the_same_order()
    {
        string page = File.ReadAllText(Path.Combine(SourceFile.Root, "docs", "architecture.md"));
        IEnumerable<string> written = RoomsOnPage().Matches(page).Select(match => $"{match.Groups[1].Value}: {match.Groups[2].Value}");
        IEnumerable<string> tested = AssemblyNames
            .Where(name => s_rooms[name].Rooms.Length > 1)
            .Select(name => $"{name}: {string.Join(", ", s_rooms[name].Rooms)}");
        Assert.That(written, Is.EqualTo(tested));
    }

    [Test]
    public void Only_linear_algebra_MPI_the_native_twins_and_the_version_reports_use_the_bindings()
    {
        Assert.That(CompiledRules.UsersOf(Native, s_compiled[Numerics]), Is.Empty);
        Assert.That(CompiledRules.UsersOf(Native, s_compiled[Physics]), Is.Empty);
        Assert.That(
            CompiledRules.UsersOf(Native, s_compiled[Runner]),
            Is.SubsetOf(new[] { "GlassModes.Runner.CommandTree", "GlassModes.Runner.Verbs.CompareVerb" }));
        Assert.That(CompiledRules.UsersOf(Native, s_compiled[Campaigns]), Is.Empty);
        Assert.That(CompiledRules.UsersOf(Native, s_compiled[Figures]), Is.Empty);
        Assert.That(CompiledRules.UsersOf(Native, s_compiled[LinearAlgebra]), Is.Not.Empty);
        Assert.That(CompiledRules.UsersOf(Native, s_compiled[Mpi]), Is.Not.Empty);
        Assert.That(CompiledRules.UsersOf(Native, s_compiled[Comparison]), Is.Not.Empty);
    }

    [TestCase("GlassModes.Particles")]
    [TestCase("GlassModes.Potentials")]
    [TestCase("GlassModes.Forces")]
    [TestCase("GlassModes.Dynamics")]
    [TestCase("GlassModes.Equilibrium")]
    [TestCase("GlassModes.Quench")]
    public void Simulation_reaches_nothing_native(string room) =>
        Assert.That(PathToBindings(room), Is.Null);

    [Test]
    public void The_command_alone_knows_MPI() => Assert.That(
        AssemblyNames.Where(name => name is not (Mpi or Runner) && CompiledRules.UsersOf(Mpi, s_compiled[name]).Any()), Is.Empty);

    [Test]
    public void Modes_reach_the_bindings() => Assert.That(PathToBindings("GlassModes.Modes"), Does.Contain("GlassModes.Native."));

    // The potentials are an exception. The kernels call their formulas with a pointer to the constants of one register.
    [TestCase(LinearAlgebra, "")]
    [TestCase(Physics, "GlassModes.Potentials.")]
    [TestCase(Campaigns, "")]
    [TestCase(Figures, "")]
    [TestCase(Mpi, "")]
    [TestCase(Comparison, "")]
    [TestCase(Runner, "")]
    public void No_public_signature_has_a_pointer(string name, string kernels) =>
        Assert.That(
            CompiledRules.PublicPointers(s_compiled[name]).Where(
                violation => kernels.Length == 0 || !violation.StartsWith(kernels, StringComparison.Ordinal)),
            Is.Empty);

    [Test]
    public void Every_hidden_member_is_used_by_the_product_itself() =>
        Assert.That(CompiledRules.UnusedHiddenMembers(s_compiled.Values), Is.Empty);

    [Test]
    public void Only_papers_know_numbers_of_figures() =>
        Assert.That(
            s_compiled.Values.SelectMany(CompiledRules.FigureNumbers)
                .Where(violation => !violation.StartsWith("GlassModes.Papers.", StringComparison.Ordinal)),
            Is.Empty);

    [Test]
    public void Only_models_know_their_names() =>
        Assert.That(
            s_compiled.Values.SelectMany(assembly => CompiledRules.Words(assembly, ModelCatalog.Names))
                .Where(violation => !violation.StartsWith("GlassModes.Models.", StringComparison.Ordinal)),
            Is.Empty);

    private static string? PathToBindings(string room) => new CallGraph([.. s_compiled.Values]).FindPath(
        type => type.Namespace == room || type.Namespace.StartsWith($"{room}.", StringComparison.Ordinal),
        type => type.Assembly == Native);

    private static bool IsOfRuntime(string assembly) =>
        File.Exists(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), $"{assembly}.dll"));

    [GeneratedRegex(@"^- `([\w.]+)`: (.+?)\.$", RegexOptions.Multiline)]
    private static partial Regex RoomsOnPage();
}
