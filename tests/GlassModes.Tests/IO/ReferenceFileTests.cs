// Tests that files which LAMMPS and other programs wrote are read as they were written.

using System.Globalization;
using GlassModes.IO;
using GlassModes.Particles;

namespace GlassModes.Tests.IO;

public sealed class ReferenceFileTests : FileTests
{
    [Test]
    public void A_dump_of_LAMMPS_is_read_as_it_is_printed()
    {
        Configuration liquid = ConfigurationFile.Read(TestData.Reference("kalj_N1000_T2.dump"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(liquid.Count, Is.EqualTo(1000));
            Assert.That(liquid.Box, Is.EqualTo(new PeriodicBox(9.4)));
            Assert.That(liquid.Ids.ToArray(), Is.EqualTo(Enumerable.Range(1, 1000)));
            Assert.That(liquid.Species.ToArray().Count(s => s == 0), Is.EqualTo(800));
            Assert.That(liquid.Positions[..3].ToArray(), Is.EqualTo([0.11535856364302832, 8.2777543391009001, 4.8139079710950607]));
            Assert.That(liquid.Velocities[^3..].ToArray(), Is.EqualTo([-1.0868663221736554, 0.23809884401341502, -0.62975599698413021]));
            Assert.That(liquid.Properties.Select(p => (p.Name, p.Components)), Is.EqualTo([("forces", 3)]));
            Assert.That(liquid.Properties[0].Values.Span[^1], Is.EqualTo(-14.227316540183992));
            Assert.That(liquid.Time, Is.Null);
        }
    }

    [Test]
    public void Every_number_of_a_dump_is_the_double_its_text_names()
    {
        string path = TestData.Reference("kalj_N1000_W-5.dump");
        double[] expected = [.. File.ReadLines(path).Skip(9)
            .SelectMany(line => line.Split(' ').Skip(2))
            .Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
        Assert.That(ConfigurationFile.Read(path).Positions.ToArray(), Is.EqualTo(expected));
    }

    [Test]
    public void Data_file_and_dump_of_one_configuration_agree()
    {
        Configuration dump = ConfigurationFile.Read(TestData.Reference("kalj_N1000_T2.dump"));
        Configuration data = ConfigurationFile.Read(TestData.Reference("kalj_N1000_T2.data"));
        Assert.That(data.Box, Is.EqualTo(dump.Box));
        Assert.That(data.Ids[..3].ToArray(), Is.EqualTo([425, 987, 540]), "file order is kept");
        for (int k = 0; k < data.Count; k++)
        {
            int i = data.Ids[k] - 1;
            Assert.That(data.Species[k], Is.EqualTo(dump.Species[i]));
            for (int c = 0; c < 3; c++)
            {
                // The data file has 16 significant digits.
                Assert.That(data.Positions[(3 * k) + c], Is.EqualTo(dump.Positions[(3 * i) + c]).Within(5).Ulps);
                Assert.That(data.Velocities[(3 * k) + c], Is.EqualTo(dump.Velocities[(3 * i) + c]).Within(5).Ulps);
            }
        }
    }

    [Test]
    public void A_compressed_dump_is_read()
    {
        Configuration liquid = ConfigurationFile.Read(TestData.Reference("kalj_N8000_T2.dump.gz"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(liquid.Count, Is.EqualTo(8000));
            Assert.That(liquid.Box.Length, Is.EqualTo(18.8));
            Assert.That(liquid.NumberDensity, Is.EqualTo(1000 / Math.Pow(9.4, 3)).Within(1e-13));
        }
    }

    [TestCase("harmonic_N2000_W-2.dump", 2000, 1)]
    [TestCase("harmonic_N2000_W-4.dump", 2000, 1)]
    [TestCase("kalj_N1000_W-1.5.dump", 1000, 2)]
    [TestCase("kalj_N1000_W-3.dump", 1000, 2)]
    [TestCase("kalj_N1000_W-8.dump", 1000, 2)]
    public void Every_reference_dump_is_read(string file, int count, int species)
    {
        Configuration configuration = ConfigurationFile.Read(TestData.Reference(file));
        Assert.That((configuration.Count, configuration.SpeciesCount, configuration.HasVelocities), Is.EqualTo((count, species, false)));
    }
}
