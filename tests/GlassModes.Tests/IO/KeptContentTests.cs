// Tests that columns, keys, ids, steps and masses go along exactly, or are named where they cannot.

using GlassModes.IO;
using GlassModes.Particles;

namespace GlassModes.Tests.IO;

public sealed class KeptContentTests : ConversionTests
{
    [TestCase("12", "left")]
    [TestCase("1.50", "left")]
    [TestCase("007", "008")]
    [TestCase("9007199254740993", "5")]
    [TestCase("5.5", "9007199254740993")]
    [TestCase("123456789012345678901234567890", "4")]
    [TestCase("1d5", "-")]
    public void A_column_of_a_dump_is_of_words_if_any_row_says_so(string first, string second)
    {
        foreach (string output in (string[])["b.dump", "b.xyz"])
        {
            Converted written = Convert("a.dump", DumpWith("tag", first, second), output);
            Assert.That(written.Text, Does.Contain($" {first}\n").And.EndsWith($" {second}\n"));
        }
    }

    [TestCase("a_x a_y a_z")]
    [TestCase("fx fy fz")]
    [TestCase("ix iy iz")]
    public void Columns_of_a_vector_may_hold_words_too(string columns) =>
        Assert.That(Convert("a.dump", DumpWith(columns, "1 2 3", "u v w"), "b.dump").Text, Does.EndWith(" 1 2 3\n2 2 3 3 3 u v w\n"));

    [TestCase(":n:I:1", "9007199254740992", "9007199254740993")]
    [TestCase(":n:I:1", "-9007199254740992", "1000000000000000")]
    [TestCase(":n:I:1", "99999999999999999999", "-1")]
    [TestCase(":n:I:2:m:I:3", "1 2 3 4 5", "6 7 8 9 9007199254740993")]
    [TestCase(":stress:R:9", "1 2 3 4 5 6 7 8 9", "1.5 2 3 4 5 6 7 8 9")]
    [TestCase(":fixed:L:2:tag:S:4", "T F a b c d", "F F e f g h")]
    public void Kinds_and_widths_of_extended_XYZ_stay(string fields, string first, string second)
    {
        Converted written = Convert("a.xyz", XyzWith(fields, first, second), "b.xyz");
        Assert.That(written.Properties, Is.EqualTo("type:I:1:pos:R:3:id:I:1" + fields));
        Assert.That(written.Text, Does.Contain($" {first}\n").And.EndsWith($" {second}\n"));
        Assert.That(Convert("a.xyz", XyzWith(fields, first, second), "b.dump").Text, Does.EndWith($" {second}\n"));
    }

    [TestCase("1e400")]
    [TestCase("-2D-400")]
    public void Numbers_beyond_a_double_are_kept_as_words_or_refused(string number)
    {
        Converted dump = Convert("a.dump", DumpWith("f", number, "1"), "b.dump");
        Assert.That(dump.Text, Does.Contain($" {number}\n"));
        Assert.That(dump.LeftOut, Is.Empty);
        if (number == "1e400")
        {
            Assert.That(MessageOf("a.xyz", XyzWith(":f:R:1", number, "1")), Does.Contain("a double can hold").And.Contains(number));
        }
    }

    [Test]
    public void Truth_values_are_true_or_false()
    {
        Assert.That(Convert("a.xyz", XyzWith(":b:L:1", "T", "false"), "b.xyz").Text, Does.Contain("b:L:1").And.Contain(" false\n"));
        Assert.That(MessageOf("a.xyz", XyzWith(":b:L:1", "T", "x")), Does.Contain("T or F").And.Contains("'x'"));
    }

    [TestCase("of a box, units metal", "metal")]
    [TestCase("units: real", "real")]
    [TestCase("UNITS = Metal", "metal")]
    [TestCase("units=foo", "foo")]
    [TestCase("in units of sigma", null)]
    [TestCase("units = LJ", null)]
    public void Units_in_a_title_are_known_in_every_form(string title, string? units)
    {
        string text = $"{title}\n{Data[(Data.IndexOf('\n') + 1)..]}{Atoms}";
        if (units is null)
        {
            Assert.That(ReadText("a.data", text).Count, Is.EqualTo(2));
        }
        else
        {
            Assert.That(MessageOf("a.data", text), Does.StartWith("a.data:1").And.Contains($"units '{units}'"));
        }
    }

    [Test]
    public void A_column_of_whole_numbers_holds_no_others()
    {
        AssertRefused("a.xyz", XyzWith(":n:I:1", "1.5", "2"), 3, ["whole number", "'n'", "'1.5'"]);
        ParticleProperty wrong = new("n", 1, new double[] { 0.5 }) { IsWhole = true };
        Assert.That(() => new Configuration(new PeriodicBox(2), [0], new double[3]).WithProperties(wrong), Throws.ArgumentException);
    }

    [TestCase("note=\"it's\"")]
    [TestCase("note=\"[1, 2]\"")]
    [TestCase("note=[1, 2]")]
    [TestCase("note={1 2 3}")]
    [TestCase("note=\"[a\\nb]\"")]
    [TestCase("note=\"5\"")]
    [TestCase("note=5")]
    [TestCase("note=\"\"")]
    [TestCase("note=\"a\\\\b \\\"q\\\"\"")]
    [TestCase("\"odd key\"=1 \"it's\"=2 \"a=b\"=3")]
    public void Values_come_back_in_their_form(string pairs) =>
        Assert.That(Convert("a.xyz", XyzWith("", "", "", pairs), "b.xyz").Text, Does.Contain($" {pairs}\n"));

    [Test]
    public void Values_of_a_program_are_quoted_where_the_grammar_asks_for_it()
    {
        Configuration plain = new(new PeriodicBox(2), [0], new double[3]);
        Dictionary<string, string> notes = new() { ["array"] = "[1, 2]", ["lines"] = "[a\nb]\r\nc", ["Lattice"] = "no", [""] = "x" };
        ConfigurationFile.Write(PathOf("a.xyz"), plain.WithAnnotations(notes));
        Assert.That(
            ConfigurationFile.Read(PathOf("a.xyz")).Annotations,
            Is.EquivalentTo(new Dictionary<string, string>
            {
                ["array"] = "[1, 2]",
                ["lines"] = "[a\nb]\nc",
                ["Lattice_1"] = "no",
                ["key_1"] = "x",
            }));
        Assert.That(ConfigurationFile.FindChanges(plain.WithAnnotations(notes), ConfigurationFormat.ExtendedXyz).Count(), Is.EqualTo(3));
    }

    [TestCase(":masses:R:1", "3", "5")]
    [TestCase(":mass:I:1", "3", "5")]
    public void Masses_of_ASE_are_masses_of_the_types(string field, string first, string second)
    {
        Converted data = Convert("a.xyz", XyzWith(field, first, second), "b.data");
        Assert.That(data.Text, Does.Contain("Masses\n\n1 3\n2 5\n"));
        Assert.That(data.LeftOut, Is.Empty);
    }

    [Test]
    public void Masses_that_differ_within_a_type_or_stand_in_a_key_are_named()
    {
        string oneType = XyzWith(":masses:R:1", "3", "5").Replace("\nB", "\nA");
        Assert.That(Convert("a.xyz", oneType, "b.data").LeftOut, Is.EqualTo(["masses"]));
        Converted key = Convert("a.xyz", XyzWith("", "", "", "masses=\"3 5\""), "b.data");
        Assert.That(key.LeftOut, Is.EqualTo(["masses"]));
        Assert.That(key.Warning, Does.Contain("masses other than 1"));
        string atooms = "1\ncolumns:id,pos cell:7,7,7 mass:2.0\nA 1 1 1\n";
        Assert.That(Convert("a.xyz", atooms, "b.xyz").Warning, Does.Contain("masses other than 1"));
    }

    [Test]
    public void Spheres_tell_their_masses_and_keep_their_rotation()
    {
        string text = Data + "Atoms # sphere\n\n1 1 1 1.909859317102744 1 1 1\n2 2 2 3 3 3 3\n\n"
            + "Velocities\n\n2 4 5 6 7 8 9\n1 1 2 3 4 5 6\n";
        Converted dump = Convert("a.data", text, "b.dump");
        Assert.That(dump.Text, Does.Contain("omegax omegay omegaz\n1 1 1 1 1 1 2 3 1 1.909859317102744 4 5 6\n"));
        Assert.That(dump.Warning, Does.Contain("densities of spheres"));
        Assert.That(Convert("a.data", text, "b.data").LeftOut, Is.EqualTo(["diameter", "density", "omega"]));
        Assert.That(Convert("a.data", text.Replace("2 2 2 3 3", "2 2 0 1 3"), "b.dump").Warning, Is.Empty);
    }

    [TestCase(0, 1)]
    [TestCase(-5, 7)]
    public void Ids_that_LAMMPS_does_not_take_are_counted_from_1(int first, int second)
    {
        string text = XyzWith(":id:I:1", $"{first}", $"{second}");
        foreach (string output in (string[])["b.dump", "b.data"])
        {
            Converted lammps = Convert("a.xyz", text, output);
            Assert.That(lammps.Text, Does.EndWith("\n1 1 1 1 1\n2 2 3 3 3\n"));
            Assert.That(lammps.Changed.Single(), Does.Contain("ids from 1 on"));
        }

        Assert.That(Convert("a.xyz", text, "b.xyz").Text, Does.EndWith($" 1 1 1 {first}\n2 3 3 3 {second}\n"));
    }

    [TestCase("Step=12", 12)]
    [TestCase("step=12 Timestep=7", 7, "step")]
    [TestCase("Timestep=1.5 step=9", 9, "Timestep")]
    [TestCase("Timestep=1.5", 0, "Timestep")]
    [TestCase("Timestep=99999999999999999999", 0, "Timestep")]
    [TestCase("Time=2", 0, "time")]
    public void Steps_reach_LAMMPS_or_are_named(string pairs, int step, params string[] leftOut)
    {
        Converted dump = Convert("a.xyz", XyzWith("", "", "", pairs), "b.dump");
        Assert.That(dump.Text, Does.StartWith($"ITEM: TIMESTEP\n{step}\n"));
        Assert.That(dump.LeftOut, Is.EqualTo(leftOut));
        Converted data = Convert("a.xyz", XyzWith("", "", "", pairs), "b.data");
        Assert.That(data.Text.Contains($"timestep = {step},", StringComparison.Ordinal), Is.EqualTo(step > 0));
        Assert.That(data.LeftOut, Is.EqualTo(leftOut));
    }

    [Test]
    public void The_step_of_atooms_reaches_LAMMPS()
    {
        string text = "1\nstep:30 columns:id,pos cell:7,7,7\nA 1 1 1\n";
        Assert.That(Convert("a.xyz", text, "b.dump").Text, Does.StartWith("ITEM: TIMESTEP\n30\n"));
    }

    [TestCase(":velo:R:3:vel:R:3", "1 2 3 4 5 6", "'vel' beside 'velo'", "vel", "vel_1")]
    [TestCase(":positions:R:3", "4 5 6", "'positions' beside 'pos'", "positions", "positions_1")]
    [TestCase(":id:S:1", "a", "", "id", "id_1")]
    [TestCase(":type:S:1", "core", "", "type", "type_1")]
    public void Reserved_names_are_changed_with_a_word(string fields, string row, string warning, string name, string written)
    {
        Converted kept = Convert("a.xyz", XyzWith(fields, row, row.Replace("a", "b")), "b.xyz");
        Assert.That(kept.Warning, Does.Contain(warning));
        Assert.That(kept.Properties, Does.Contain($":{written}:"));
        Assert.That(kept.Changed, Is.EqualTo([$"the column '{name}' is called '{written}'"]));
    }

    [Test]
    public void Words_of_a_comment_of_atooms_may_be_keys_of_extended_XYZ()
    {
        Converted kept = Convert("a.xyz", "1\nTime Lattice pbc columns:id,pos cell:7,7,7\nA 1 1 1\n", "b.xyz");
        Assert.That(kept.Text, Does.Contain(" Time_1=T Lattice_1=T pbc_1=T\n"));
        Assert.That(kept.Changed, Has.Count.EqualTo(3));
        AssertRefused("a.xyz", "1\npbc:F columns:id,pos cell:7,7,7\nA 1 1 1\n", 2, ["periodic", "'F'"]);
    }

    [Test]
    public void Names_with_brackets_are_quoted_and_others_are_changed()
    {
        Converted xyz = Convert("a.dump", DumpWith("c_1[1] v_a:b u=v", "1 2 3", "4 5 6"), "b.xyz");
        Assert.That(xyz.Text, Does.Contain("Properties=\"type:I:1:pos:R:3:id:I:1:c_1[1]:R:1:v_a_b:R:1:u_v:R:1\""));
        Assert.That(xyz.Changed, Has.Count.EqualTo(2));
        Converted dump = Convert("a.dump", DumpWith("c_1[1] v_a:b u=v", "1 2 3", "4 5 6"), "b.dump");
        Assert.That((dump.Text.Contains(" c_1[1] v_a:b u=v\n", StringComparison.Ordinal), dump.Changed.Count), Is.EqualTo((true, 0)));
    }

    [Test]
    public void Scalars_are_vectors_where_no_vector_stands()
    {
        string text = $"1\n{Lattice} Properties=species:S:1:vx:R:1:x:R:1:y:R:1:z:R:1:vy:R:1:vz:R:1\nA 4 1 2 3 5 6\n";
        Configuration read = ReadText("a.xyz", text);
        Assert.That(read.Positions.ToArray(), Is.EqualTo([1, 2, 3]));
        Assert.That(read.Velocities.ToArray(), Is.EqualTo([4, 5, 6]));
    }

    [Test]
    public void A_tiny_origin_is_written_in_few_digits()
    {
        string text = $"1\n{Lattice} Origin=\"1e-300 -4.9e-324 0.1\"\nA 1 1 1\n";
        Assert.That(Convert("a.xyz", text, "b.dump").Text, Does.Contain("\n1E-300 7\n-5E-324 7\n0.1 7.1\n"));
        Assert.That(ConfigurationFile.Read(PathOf("b.dump")).Box, Is.EqualTo(ReadText("a.xyz", text).Box));
    }
}
