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
        foreach (string target in new[] { "b.data", "b.xyz", "b.dump" })
        {
            Converted numbered = Convert("a.xyz", text, target, "28", "15");
            Assert.That(numbered.Warning, Does.Contain("28 is type 1, 15 is type 2"));
            Assert.That(numbered.Text, Does.Not.Contain("28"));
        }
    }

    [TestCase("a.xyz", "2", "1")]
    [TestCase("a.data", "2", "1")]
    [TestCase("a.dump", "2", "1")]
    [TestCase("a.xyz", "B", "A")]
    public void Types_that_are_exchanged_are_read_back_as_they_were_meant(string name, string first, string second)
    {
        string text = Path.GetExtension(name) switch
        {
            ".data" => Data + Atoms,
            ".dump" => DumpWith("type", "1", "2"),
            _ => $"2\n{Lattice}\n{(first == "B" ? "A" : "1")} 1 1 1\n{second.Replace("1", "2").Replace("A", "B")} 3 3 3\n",
        };
        foreach (string target in new[] { "b.xyz", "b.data", "b.dump" })
        {
            Converted written = Convert(name, text, target, first, second);
            Assert.That(written.Warning, Does.Contain($"{first} is type 1, {second} is type 2").Or.Contain("another order"));
            Assert.That(ConfigurationFile.Read(PathOf(target)).Species.ToArray(), Is.EqualTo(new byte[] { 1, 0 }), target);
        }
    }

    [TestCase("2 1", "do not begin with a digit")]
    [TestCase("[5, 1]", "do not begin with a digit")]
    [TestCase("#a b", "do not begin with a digit")]
    [TestCase("B A", "the label A of type 1")]
    public void Labels_that_could_be_types_are_refused(string labels, string reason)
    {
        string text = $"2\n{Lattice} Properties=type:I:1:pos:R:3 type_labels=\"{labels}\"\n1 1 1 1\n2 3 3 3\n";
        Assert.That(MessageOf("a.xyz", text), Does.Contain(reason));
        if (labels[0] != '[')
        {
            string[] words = labels.Split(' ');
            string data = $"{Data}Atom Type Labels\n\n1 {words[0]}\n2 {words[1]}\n\n{Atoms}";
            Assert.That(MessageOf("a.data", data), Does.Contain(labels == "B A" ? reason : "label"));
        }
    }

    [Test]
    public void The_labels_of_a_file_give_the_order_of_its_names()
    {
        string text = $"2\n{Lattice} Properties=species:S:1:pos:R:3 type_labels=\"P Ni\"\nNi 1 1 1\nP 3 3 3\n";
        Configuration read = ReadText("a.xyz", text);
        Assert.That(read.Species.ToArray(), Is.EqualTo(new byte[] { 1, 0 }));
        Assert.That(read.Types.Select(type => type.Label), Is.EqualTo(new[] { "P", "Ni" }));
    }

    [Test]
    public void Names_that_are_the_labels_of_other_types_are_refused()
    {
        string text = $"2\n{Lattice} Properties=species:S:1:type:I:1:pos:R:3 type_labels=\"P Ni\"\nNi 1 1 1 1\nP 2 3 3 3\n";
        Assert.That(MessageOf("a.xyz", text), Does.Contain("'species'").And.Contains("'Ni' beside type 1, whose label is 'P'"));
        foreach (string column in new[] { "typelabel", "element" })
        {
            Assert.That(MessageOf("a.dump", DumpWith(column, "2", "1")), Does.Contain(column));
            Assert.That(ReadText("b.dump", DumpWith(column, "1", "2")).Types, Is.Empty);
        }
    }

    [Test]
    public void Masses_of_types_are_masses_of_particles()
    {
        string text = $"2\n{Lattice} Properties=type:I:1:pos:R:3 type_masses=\"1 4\"\n1 1 1 1\n2 3 3 3\n";
        Converted dump = Convert("a.xyz", text, "b.dump");
        Assert.That(dump.Warning, Does.Contain("masses other than 1"));
        Assert.That(dump.Text, Does.EndWith("type x y z mass\n1 1 1 1 1 1\n2 2 3 3 3 4\n"));
        Assert.That(Convert("a.xyz", text, "b.data").Text, Does.Contain("Masses\n\n1 1\n2 4\n"));
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
        IReadOnlyList<ParticleType> types = ConfigurationFile.Read(Save("a.xyz", text), options).Configuration.Types;
        Assert.That(types.Select(type => type.Label), Is.EqualTo(name == "28" ? (string[])[] : [name]), "numbers are no labels");
    }

    [Test]
    public void Types_have_distinct_labels_and_are_as_many_as_the_species()
    {
        Configuration two = new(new PeriodicBox(2), [0, 1], new double[6]);
        Assert.That(() => two.WithTypes(new ParticleType("A")), Throws.ArgumentException);
        Assert.That(() => two.WithTypes(new ParticleType("A"), new ParticleType("A")), Throws.ArgumentException);
    }
}
