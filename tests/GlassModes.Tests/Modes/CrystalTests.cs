// Solves crystals, whose modes come in multiplets, by every solver and compares the modes with LAPACK's.

using GlassModes.Hessians;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Modes.Certificates;
using GlassModes.Particles;

namespace GlassModes.Tests.Modes;

public class CrystalTests
{
    private static readonly ModeOptions[] s_iterative =
        [new(ModeSolver.Davidson, ModeCertification.Always), new(ModeSolver.Slicing, ModeCertification.Always)];

    private static readonly double[][] s_simple = [[0, 0, 0]];
    private static readonly double[][] s_bodyCentred = [[0, 0, 0], [0.5, 0.5, 0.5]];
    private static readonly double[][] s_faceCentred = [[0, 0, 0], [0.5, 0.5, 0], [0.5, 0, 0.5], [0, 0.5, 0.5]];

    [Test]
    public void Unstable_modes_of_crystals_are_certified_by_every_solver(
        [Values("fcc 5", "fcc 4", "bcc 6", "bcc 5", "sc 7", "sc 6")] string crystal, [Values(0, 1e-9, 1e-4, 0.02)] double displacement)
    {
        Hessian hessian = HessianOf(crystal, displacement);
        using ModeSet allModes = hessian.AllModes(vectors: false);
        foreach (ModeOptions solver in s_iterative)
        {
            using ModeSet modes = hessian.UnstableModes(atLeast: 1, solver);
            Assert.That(modes.Evidence.Certificate.Method, Is.EqualTo(CertificateMethod.Inertia), modes.Evidence.Solver);
            Assert.That(modes.UnstableCount, Is.EqualTo(allModes.UnstableCount), modes.Evidence.Solver);
            Assert.That(modes.Evidence.ZeroModes, Is.EqualTo(allModes.Evidence.ZeroModes), modes.Evidence.Solver);
            Assert.That(
                modes.Eigenvalues.ToArray(),
                Is.EqualTo(allModes.Eigenvalues[..modes.Count].ToArray()).Within(1e-10 * hessian.LargestEigenvalue),
                modes.Evidence.Solver);
        }
    }

    [Test]
    public void A_stable_crystal_is_certified_below_its_softest_multiplet()
    {
        Hessian hessian = HessianOf("fcc 5", 0);
        foreach (ModeOptions solver in s_iterative)
        {
            using ModeSet modes = hessian.UnstableModes(atLeast: 1, solver);
            Assert.That((modes.UnstableCount, modes.Count), Is.EqualTo((0, 1)));
            InertiaShift shift = modes.Evidence.Certificate.Upper!;
            Assert.That(shift.Counted, Is.Zero);
            Assert.That(shift.Shift, Is.Positive.And.LessThan(modes.Eigenvalues[0]), "nothing is between the shift and 0");
        }
    }

    [TestCase("fcc 5", 1)]
    [TestCase("fcc 5", 7)]
    [TestCase("bcc 6", 5)]
    [TestCase("sc 6", 20)]
    public void The_lowest_modes_of_crystals_are_certified_beyond_the_multiplet_that_they_end_in(string crystal, int count)
    {
        Hessian hessian = HessianOf(crystal, 0);
        using ModeSet dense = hessian.LowestModes(count, new ModeOptions(ModeSolver.Dense));
        foreach (ModeOptions solver in s_iterative)
        {
            using ModeSet modes = hessian.LowestModes(count, solver);
            Assert.That(modes.Count, Is.EqualTo(count));
            Assert.That(modes.Evidence.Certificate.Found, Is.AtLeast(count), modes.Evidence.Solver);
            Assert.That(
                modes.Eigenvalues.ToArray(), Is.EqualTo(dense.Eigenvalues.ToArray()).Within(1e-10 * hessian.LargestEigenvalue));
        }
    }

    private static Hessian HessianOf(string crystal, double displacement)
    {
        string[] words = crystal.Split(' ');
        double[][] basis = words[0] switch { "fcc" => s_faceCentred, "bcc" => s_bodyCentred, _ => s_simple };
        int cells = words[1][0] - '0';
        double edge = Math.Cbrt(basis.Length / KobAndersen.Density);
        Random random = new(5);
        List<double> positions = [];
        for (int cell = 0; cell < cells * cells * cells; cell++)
        {
            int[] corner = [cell % cells, cell / cells % cells, cell / cells / cells];
            foreach (double[] site in basis)
            {
                positions.AddRange(site.Select(
                    (offset, axis) => (edge * (corner[axis] + offset)) + (displacement * ((2 * random.NextDouble()) - 1))));
            }
        }

        PeriodicBox box = new(cells * edge);
        return Hessian.Of(new Configuration(box, new byte[positions.Count / 3], [.. positions]), KobAndersen.ForceShifted());
    }
}
