// Tests models by name and the properties of each model.

using GlassModes.Models;
using GlassModes.Potentials;

namespace GlassModes.Tests.Potentials;

public class ModelCatalogTests
{
    [Test]
    public void Each_model_is_found_by_its_own_name()
    {
        foreach (CatalogedModel entry in ModelCatalog.Models)
        {
            Assert.That(ModelCatalog.Create(entry.Model.Name).Name, Is.EqualTo(entry.Model.Name));
        }

        Assert.That(ModelCatalog.Create("kalj", 2).MaximumCutoff, Is.EqualTo(2));
    }

    [TestCase("lj", null, "'lj'")]
    [TestCase("harmonic", 2.0, "no cutoff")]
    [TestCase("kalj", 0.0, "positive")]
    [TestCase("kalj", double.NaN, "positive")]
    public void A_wrong_name_or_cutoff_is_an_error_of_input(string name, double? cutoff, string fact) =>
        Assert.That(() => ModelCatalog.Create(name, cutoff), Throws.TypeOf<InputException>().With.Message.Contains(fact));

    [Test]
    public void Spheres_have_a_packing_fraction_contacts_and_random_starts()
    {
        PairModel spheres = HarmonicSpheres.Create();
        Assert.That(spheres.HasContacts, Is.True);
        Assert.That(spheres.DefaultTemperature, Is.EqualTo(double.PositiveInfinity));
        Assert.That(spheres.DensityOf(HarmonicSpheres.PackingFraction), Is.EqualTo(spheres.DefaultDensity), "the same bits");
        Assert.That(spheres.PackingFractionOf(spheres.DefaultDensity), Is.EqualTo(0.73).Within(1e-15));
    }

    [Test]
    public void Spheres_of_two_sizes_fill_the_sum_of_their_volumes()
    {
        Harmonic[] potentials = [new(1, 1), new(1, 1.5), new(1, 1.5), new(1, 2)];
        PairModel mixture = new PairModel<Harmonic>("mixture", [0.75, 0.25], 1, potentials) { Diameters = [1, 2] };
        Assert.That(mixture.PackingFractionOf(1), Is.EqualTo((0.75 + (0.25 * 8)) * Math.PI / 6).Within(1e-15));
        Assert.That(mixture.DensityOf(mixture.PackingFractionOf(0.3)), Is.EqualTo(0.3).Within(1e-15));
    }

    [Test]
    public void Kob_Andersen_has_neither_contacts_nor_a_packing_fraction_and_needs_a_temperature()
    {
        PairModel mixture = KobAndersen.ForceShifted();
        Assert.That(mixture.HasContacts, Is.False);
        Assert.That(mixture.Diameters, Is.Null);
        Assert.That(() => mixture.DensityOf(0.7), Throws.InvalidOperationException);
        Assert.That(mixture.DefaultTemperature, Is.Null);
    }
}
