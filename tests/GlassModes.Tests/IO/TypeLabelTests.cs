// Tests that labels and masses of types go along, or are named where the format has no place for them.

using GlassModes.IO;
using GlassModes.Particles;

namespace GlassModes.Tests.IO;

public sealed class TypeLabelTests : ConversionTests
{
    private const string Labels = "Atom Type Labels\n\n1 Ni\n2 P\n\n";

    private static IEnumerable<TestCaseData> Sources() =>
    [
        new("a.data", Data + Labels + Atoms, Array.Empty<string>()),
        new("a.xyz", $"2\n{Lattice}\nNi 1 1 1\nP 3 3 3\n", new[] { "Ni", "P" }),
        new("a.xyz", $"2\n{Lattice} Properties=Z:S:1:pos:R:3\nNi 1 1 1\nP 3 3 3\n", new[] { "Ni", "P" }),
        new("a.xyz", $"2\n{Lattice} Properties=species:S:1:pos:R:3:type:I:1\nNi 1 1 1 1\nP 3 3 3 2\n", Array.Empty<string>()),
        new("a.xyz", $"2\n{Lattice} Properties=type:I:1:pos:R:3 type_labels=\"Ni P\"\n1 1 1 1\n2 3 3 3\n", Array.Empty<string>()),
        new("a.dump", DumpWith("typelabel", "Ni", "P"), Array.Empty<string>()),
        new("a.dump", DumpWith("element", "Ni", "P"), new[] { "Ni", "P" }),
    ];

    [TestCaseSource(nameof(Sources))]
    public void Labels_are_written_in_every_format(string name, string text, string[] species)
    {
        Converted xyz = Convert(name, text, "b.xyz", species);
        Assert.That(xyz.Text, Does.Contain("type_labels=\"Ni P\"").And.Contain("\nNi 1 1 1 1 1\nP 2 3 3 3 2\n"));
        Converted dump = Convert(name, text, "b.dump", species);
        Assert.That(dump.Text, Does.EndWith("ITEM: ATOMS id type x y z typelabel\n1 1 1 1 1 Ni\n2 2 3 3 3 P\n"));
        Converted data = Convert(name, text, "b.data", species);
        Assert.That(data.Text, Does.Contain(Labels));
        Assert.That(new[] { xyz, dump, data }.SelectMany(one => one.LeftOut.Concat(one.Changed).Append(one.Warning)), Is.All.Empty);
    }

    [Test]
    public void Labels_that_a_format_does_not_take_are_named()
    {
        string text = $"2\n{Lattice} Properties=Z:I:1:pos:R:3\n28 1 1 1\n15 3 3 3\n";
        Assert.That(Convert("a.xyz", text, "b.data", "28", "15").LeftOut, Is.EqualTo(["the labels 28, 15 of the types"]));
        Assert.That(Convert("a.xyz", text, "b.xyz", "28", "15").Text, Does.Contain("type_labels=\"28 15\""));
    }

    [Test]
    public void Types_without_particles_keep_their_masses_and_labels()
    {
        string head = Data.Replace("2 atom types", "3 atom types");
        Converted plain = Convert("a.data", $"{head}Masses\n\n1 1\n2 4\n3 7\n\n{Atoms}", "b.data");
        Assert.That(plain.Text, Does.Contain("3 atom types").And.Contain("Masses\n\n1 1\n2 4\n3 7\n"));
        string labelled = $"{head}{Labels.TrimEnd()}\n3 Cu\n\nMasses\n\n1 1\n2 1\n3 7\n\n{Atoms}";
        Assert.That(Convert("a.data", labelled, "b.xyz").Text, Does.Contain("type_labels=\"Ni P Cu\" type_masses=\"1 1 7\""));
        Assert.That(Convert("b.xyz", File.ReadAllText(PathOf("b.xyz")), "c.data").Text, Does.Contain("3 Cu").And.Contain("\n3 7\n"));
        Assert.That(Convert("a.data", labelled, "b.dump").LeftOut, Is.EqualTo(["the types without particles"]));
    }

    [Test]
    public void Labels_in_the_order_of_the_caller_number_the_types_anew_with_a_word()
    {
        Converted data = Convert("a.data", Data + Labels + "Masses\n\n1 58\n2 31\n\n" + Atoms, "b.data", "P", "Ni");
        Assert.That(data.Text, Does.Contain("1 P\n2 Ni\n\nMasses\n\n1 31\n2 58\n").And.Contain("\n1 2 1 1 1\n"));
        Assert.That(data.Warning, Does.Contain("another order").And.Contain("masses"));
        Converted dump = Convert("a.dump", DumpWith("typelabel", "P", "Ni"), "b.dump", "Ni", "P");
        Assert.That(dump.Text, Does.EndWith("\n1 2 1 1 1 P\n2 1 3 3 3 Ni\n"));
        Assert.That(dump.Warning, Does.Contain("another order"));
    }

    [Test]
    public void Names_that_are_no_elements_do_not_stand_where_ASE_looks_for_elements()
    {
        Assert.That(Convert("a.xyz", XyzWith(":type:I:1", "1", "2"), "b.xyz").Properties, Is.EqualTo("type:I:1:pos:R:3:id:I:1"));
        string big = $"2\n{Lattice} Properties=species:S:1:type:I:1:pos:R:3\nbig 1 1 1 1\nbig 2 3 3 3\n";
        Converted kept = Convert("a.xyz", big, "b.xyz");
        Assert.That(kept.Properties, Is.EqualTo("type:I:1:pos:R:3:id:I:1:species_1:S:1"));
        Assert.That(kept.Changed, Is.EqualTo(["the column 'species' is called 'species_1'"]));
    }

    [TestCase("N", "H", 4, "'H' in a frame without 'A'", "--species H,N")]
    [TestCase("A", "C", 4, "'C' in a frame without 'B'", "--species A,C")]
    [TestCase("P", "P", 3, "'P' in a frame without 'A'", "--species P")]
    public void Letters_with_a_gap_are_no_types(string first, string second, int line, params string[] facts)
    {
        string text = $"2\n{Lattice}\n{first} 1 1 1\n{second} 3 3 3\n";
        AssertRefused("a.xyz", text, line, facts);
        ReadingOptions named = new() { Species = [.. new[] { first, second }.Distinct()] };
        Assert.That(ConfigurationFile.Read(Save("a.xyz", text), named).Configuration.Species[0], Is.Zero);
    }

    [TestCase("Z:I:1", "28", "'Z'", "--species 28,15")]
    [TestCase("element:S:1", "Ni", "'element'", "--species Ni,P")]
    public void Columns_of_elements_need_their_order(string field, string name, params string[] facts)
    {
        string text = $"1\n{Lattice} Properties={field}:pos:R:3\n{name} 1 1 1\n";
        AssertRefused("a.xyz", text, 2, facts);
        ReadingOptions options = new() { Species = [name] };
        Assert.That(ConfigurationFile.Read(Save("a.xyz", text), options).Configuration.Types.Single().Label, Is.EqualTo(name));
    }

    [Test]
    public void Types_have_distinct_labels_and_are_as_many_as_the_species()
    {
        Configuration two = new(new PeriodicBox(2), [0, 1], new double[6]);
        Assert.That(() => two.WithTypes(new ParticleType("A")), Throws.ArgumentException);
        Assert.That(() => two.WithTypes(new ParticleType("A"), new ParticleType("A")), Throws.ArgumentException);
    }
}
