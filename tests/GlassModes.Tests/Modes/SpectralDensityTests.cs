// Compares the density of states from moments with the whole dense spectrum.

using GlassModes.Hessians;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Particles;

namespace GlassModes.Tests.Modes;

public class SpectralDensityTests
{
    [Test]
    public void Bins_wider_than_the_resolution_hold_what_the_dense_spectrum_has_there()
    {
        Hessian hessian = Hessian.Of(Facts.Read("kalj_N1000_W-1.5").Configuration, KobAndersen.ForceShifted());
        double[] eigenvalues = ReferenceSpectra.Of("kalj_N1000_W-1.5").Eigenvalues;
        double[] edges = [-50, 25, 60, 120, 200, 300, 450, 650, 900, 1300, 2500];
        SpectralDensity density = SpectralDensity.Of(hessian, edges, new SpectralDensityOptions(1500, 24, Threads: 2));
        double[] exact =
        [
            .. edges.Zip(edges.Skip(1), (lower, upper) =>
                (double)eigenvalues.Count(value => value >= lower && value < upper) / eigenvalues.Length / (upper - lower)),
        ];
        for (int bin = 0; bin < density.Density.Count; bin++)
        {
            // The kernel moves a share of the modes across an edge. The share is less than the density at the edge times half the
            // resolution.
            double width = edges[bin + 1] - edges[bin];
            double blurred = 0.5 * density.Resolution * exact.Max() / width;
            Assert.That(
                density.Density[bin], Is.EqualTo(exact[bin]).Within((4 * density.Errors[bin]) + (0.1 * blurred)), $"from {edges[bin]}");
            Assert.That(density.Errors[bin], Is.LessThan(0.1 * exact.Max()));
        }

        double total = density.Density.Select((value, bin) => value * (edges[bin + 1] - edges[bin])).Sum();
        Assert.That(total, Is.EqualTo(1).Within(1e-3), "normalised to the 3N − 3 modes");
        Assert.That(density.ResolutionAtZero, Is.LessThan(density.Resolution));
        Assert.That(density.KnownZeroModes, Is.EqualTo(new ZeroModes(3, 0, 0)));
    }

    [Test]
    public void Bins_of_equal_width_cover_the_spectrum()
    {
        Hessian hessian = Hessian.Of(Facts.Read("harmonic_N2000_W-4").Configuration, Facts.ModelOf("harmonic_N2000_W-4"));
        SpectralDensity density = SpectralDensity.Of(hessian, 50, new SpectralDensityOptions(200, 4));
        double total = density.Density.Select((value, bin) => value * (density.Edges[bin + 1] - density.Edges[bin])).Sum();
        Assert.That(total, Is.EqualTo(1).Within(0.02));
        Assert.That(density.Edges[0], Is.LessThan(0));
        Assert.That(density.Edges[^1], Is.GreaterThan(hessian.LargestEigenvalue));
        SpectralDensity onTwoThreads = SpectralDensity.Of(hessian, 50, new SpectralDensityOptions(200, 4, Threads: 2));
        Assert.That(onTwoThreads.Density, Is.EqualTo(density.Density), "whatever the threads");
    }

    [Test]
    public void Zero_modes_of_rattlers_are_told_apart()
    {
        // Every third sphere is kept. Some spheres are left without contacts, and some in small parts.
        Configuration packing = Facts.Read("harmonic_N2000_W-4").Configuration;
        int[] chosen = [.. Enumerable.Range(0, 600).Select(k => 3 * k)];
        Configuration diluted = new(
            packing.Box,
            [.. chosen.Select(i => packing.Species[i])],
            [.. chosen.SelectMany(i => packing.Positions.Slice(3 * i, 3).ToArray())]);
        Hessian hessian = Hessian.Of(diluted, Facts.ModelOf("harmonic_N2000_W-4"));
        SpectralDensity density = SpectralDensity.Of(hessian, 50, new SpectralDensityOptions(200, 4));
        Assert.That(density.KnownZeroModes, Is.EqualTo(hessian.KnownZeroModes()));
        HashSet<int> withContacts = [.. hessian.Bonds.ToArray().SelectMany(bond => new[] { bond.I, bond.J })];
        Assert.That(density.KnownZeroModes.RattlerModes, Is.EqualTo(3 * (600 - withContacts.Count)).And.GreaterThan(50));
        Assert.That(density.KnownZeroModes.FloppyModes, Is.GreaterThan(50), "of small parts");
        double total = density.Density.Select((value, bin) => value * (density.Edges[bin + 1] - density.Edges[bin])).Sum();
        Assert.That(total, Is.EqualTo(1 - ((density.KnownZeroModes.Total - 3) / 1797.0)).Within(0.02), "of all 3N − 3 modes");
    }

    [Test]
    public void It_can_be_cancelled()
    {
        Hessian hessian = Hessian.Of(Facts.Read("kalj_N1000_W-3").Configuration, KobAndersen.ForceShifted());
        Assert.That(
            () => SpectralDensity.Of(hessian, 10, cancellation: new CancellationToken(true)),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => SpectralDensity.Of(hessian, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
