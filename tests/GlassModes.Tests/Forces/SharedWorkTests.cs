// Tests work on one sample with several threads: every number of threads gives the same bits, and a step allocates nothing.

using System.Globalization;
using GlassModes.Dynamics;
using GlassModes.Forces;
using GlassModes.Hessians;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;
using GlassModes.Quench;
using GlassModes.Samples;
using GlassModes.Tests.Native;

namespace GlassModes.Tests.Forces;

public class SharedWorkTests
{
    private static readonly PairModel Model = KobAndersen.ForceShifted();

    [Test]
    public void Forces_do_not_depend_on_the_number_of_threads([Values] SimdWidth width, [Values(2, 3, 8)] int threads)
    {
        Configuration liquid = Liquid();
        double[] alone = Forces(liquid, width, ThreadTeam.CallerOnly, out ForceSummary expected);
        using ThreadTeam team = new(threads);
        double[] shared = Forces(liquid, width, team, out ForceSummary found);
        Assert.That(shared, Is.EqualTo(alone));
        Assert.That(found, Is.EqualTo(expected));
    }

    [Test]
    public void Chunks_of_an_uneven_system_lose_no_force([Values] bool clustered, [Values(1, 2)] int threads)
    {
        // When clustered, nine tenths of the particles are in eight of the nine columns of the first layer. The last chunk then begins in
        // the ninth column, ends in the last layer and meets itself across the face of the box.
        PairModel spheres = HarmonicSpheres.Create();
        const int particles = 4500;
        const double length = 12;
        Philox random = new(31, 0);
        double[] positions = new double[3 * particles];
        for (int k = 0; k < positions.Length; k++)
        {
            bool spread = !clustered || k / 3 % 10 == 0;
            double[] share = spread ? [1, 1, 1] : [0.1, 0.88, 1];
            positions[k] = random.NextUniform() * share[k % 3] * length;
        }

        double[] expected = new double[positions.Length];
        double[] d = new double[3];
        for (int i = 0; i < particles; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double square = 0;
                for (int axis = 0; axis < 3; axis++)
                {
                    d[axis] = positions[(3 * i) + axis] - positions[(3 * j) + axis];
                    d[axis] -= length * Math.Round(d[axis] / length);
                    square += d[axis] * d[axis];
                }

                double r = Math.Sqrt(square);
                for (int axis = 0; axis < 3 && r < 1; axis++)
                {
                    expected[(3 * i) + axis] += (1 - r) * d[axis] / r;
                    expected[(3 * j) + axis] -= (1 - r) * d[axis] / r;
                }
            }
        }

        using ThreadTeam team = new(threads);
        using ForceField field = spheres.CreateForceField(new PeriodicBox(length), new byte[particles], team: team);
        double[] found = new double[positions.Length];
        field.Compute(positions, found);
        Assert.That(found, Is.EqualTo(expected).Within(1e-12));
    }

    [Test]
    public void Dynamics_do_not_depend_on_the_number_of_threads([Values(2, 5)] int threads)
    {
        using ThreadTeam team = new(threads);
        double[] alone = Run(ThreadTeam.CallerOnly, out double energy, out long builds);
        double[] shared = Run(team, out double sharedEnergy, out _);
        Assert.That(shared, Is.EqualTo(alone));
        Assert.That(sharedEnergy, Is.EqualTo(energy));
        Assert.That(builds, Is.GreaterThan(3), "lists were built on the way");
    }

    [Test]
    public void A_quench_does_not_depend_on_the_number_of_threads()
    {
        Ladder ladder = new(100, 30);
        SampleStart start = SampleStart.FromFile(Liquid(), "liquid", 0, 0);
        SampleResult alone = SampleRun.Run(start, new SamplePlan(Model, ladder));
        SampleResult shared = SampleRun.Run(start, new SamplePlan(Model, ladder), threads: 3);
        Assert.That(Untimed(shared), Is.EqualTo(Untimed(alone)).And.Length.EqualTo(2));
    }

    [Test]
    public void Hessian_products_do_not_depend_on_the_number_of_threads(
        [Values(SimdWidth.Vector128, SimdWidth.Vector256, SimdWidth.Vector512)] SimdWidth width, [Values(2, 3)] int threads)
    {
        Configuration liquid = Liquid();
        double[] x = [.. Enumerable.Range(0, 3 * liquid.Count).Select(k => Math.Sin(k))];
        using ThreadTeam team = new(threads);
        using HessianProduct alone = new(liquid, Model, width);
        using HessianProduct shared = new(liquid, Model, width, team);
        double[] expected = new double[x.Length];
        double[] found = new double[x.Length];
        alone.Multiply(x, expected);
        shared.Multiply(x, found);
        Assert.That(found, Is.EqualTo(expected));
    }

    [Test]
    public void Products_reach_across_the_faces_wherever_the_origin_is([Range(0, 11)] int step)
    {
        // The product lists some particles a second time behind the last particle. These particles are different for each origin.
        Configuration liquid = Liquid();
        double shift = liquid.Box.Length * step / 12;
        Configuration moved = new(liquid.Box, liquid.Species, [.. liquid.Positions.ToArray().Select(x => x + shift)]);
        Hessian hessian = Hessian.Of(moved, Model);
        using HessianProduct product = new(moved, Model);
        double[] x = [.. Enumerable.Range(0, hessian.Order).Select(k => Math.Sin(k))];
        double[] expected = new double[x.Length];
        double[] found = new double[x.Length];
        hessian.Multiply(x, expected);
        product.Multiply(x, found);
        Assert.That(found, Is.EqualTo(expected).Within(1e-13 * expected.Max(Math.Abs)));
    }

    [Test]
    public void A_shared_step_allocates_nothing_on_any_thread()
    {
        using ThreadTeam team = new(2);
        using ParticleSystem system = new(Liquid());
        using MolecularDynamics dynamics = new(system, Model, 0.004, team: team);
        dynamics.Run(60);
        using AllocationMeter meter = new(team);
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 5; attempt++)
        {
            meter.Start();
            dynamics.Run(20);
            least = Math.Min(least, meter.Stop());
        }

        Assert.That(least, Is.Zero);
    }

    [NonParallelizable] // other tests would change the memory of the process
    [Test]
    public void A_system_of_128000_takes_less_than_400_MB()
    {
        // A process of its own has no free pages of earlier tests, which would be used again and not be counted.
        ChildResult child = Child.Run("system");
        Assert.That(child.ExitCode, Is.Zero, child.Output);
        TestContext.Out.WriteLine($"positions, velocities, forces, list and scratch: {child.Output.Trim()} MB");
        Assert.That(double.Parse(child.Output, CultureInfo.InvariantCulture), Is.InRange(20, 400));
    }

    /// <summary>
    /// Writes by how many megabytes the process grows with a system of 128 000 particles. A process of its own calls this.
    /// </summary>
    internal static void MeasureLargeSystem()
    {
        Configuration liquid = Liquid();
        double length = 2 * Math.Cbrt(2) * liquid.Box.Length;
        Configuration large = Replicate(liquid, 2, 2, 4);
        Assert.That(large.Count, Is.EqualTo(128000));
        Assert.That(large.Box.Length, Is.EqualTo(length).Within(1e-9));
        GC.Collect();
        long before = Environment.WorkingSet;
        using ParticleSystem system = new(large);
        using ForceField field = Model.CreateForceField(system.Box, system.Species);
        field.ComputeForces(system.Positions, system.Forces);
        Console.WriteLine(((Environment.WorkingSet - before) / 1e6).ToString("f1", CultureInfo.InvariantCulture));
    }

    private static Configuration Liquid() => ConfigurationFile.Read(TestData.Reference("kalj_N8000_T2.dump.gz"));

    // Puts copies side by side and squeezes them into a cube of the same volume. The cube has the density of the liquid but not its
    // structure.
    private static Configuration Replicate(Configuration liquid, int nx, int ny, int nz)
    {
        double l = liquid.Box.Length;
        double edge = l * Math.Cbrt(nx * ny * nz);
        List<double> positions = [];
        List<byte> species = [];
        for (int copy = 0; copy < nx * ny * nz; copy++)
        {
            (int cx, int cy, int cz) = (copy % nx, copy / nx % ny, copy / (nx * ny));
            for (int i = 0; i < liquid.Count; i++)
            {
                positions.Add((liquid.Positions[3 * i] + (cx * l)) * edge / (nx * l));
                positions.Add((liquid.Positions[(3 * i) + 1] + (cy * l)) * edge / (ny * l));
                positions.Add((liquid.Positions[(3 * i) + 2] + (cz * l)) * edge / (nz * l));
                species.Add(liquid.Species[i]);
            }
        }

        return new Configuration(new PeriodicBox(edge), species.ToArray(), positions.ToArray());
    }

    private static double[] Forces(Configuration liquid, SimdWidth width, ThreadTeam team, out ForceSummary summary)
    {
        using ForceField field = Model.CreateForceField(liquid.Box, liquid.Species, width: width, team: team);
        double[] forces = new double[3 * liquid.Count];
        summary = field.Compute(liquid.Positions, forces);
        return forces;
    }

    private static double[] Run(ThreadTeam team, out double energy, out long builds)
    {
        using ParticleSystem system = new(Liquid());
        InitialState.DrawVelocities(system, 2.0, 5, 0);
        using MolecularDynamics dynamics = new(system, Model, 0.005, team: team)
        {
            Thermostat = new NoseHooverChain(2.0, system.DegreesOfFreedom),
        };
        dynamics.Run(40);
        energy = dynamics.ConservedEnergy;
        builds = dynamics.ListBuilds;
        return system.Positions.ToArray();
    }

    // Counts the bytes that the threads of a team allocate between Start and Stop. Each thread takes exactly one task, because no task ends
    // before all tasks have begun.
    private sealed class AllocationMeter(ThreadTeam team) : ITeamWork, IDisposable
    {
        private readonly Barrier _barrier = new(team.Threads);
        private bool _starting;
        private long _bytes;

        public void Start()
        {
            _bytes = 0;
            _starting = true;
            team.Run(this, team.Threads);
        }

        public long Stop()
        {
            _starting = false;
            team.Run(this, team.Threads);
            return _bytes;
        }

        public void Execute(int task)
        {
            if (!_starting)
            {
                Interlocked.Add(ref _bytes, GC.GetAllocatedBytesForCurrentThread());
            }

            _barrier.SignalAndWait();
            if (_starting)
            {
                Interlocked.Add(ref _bytes, -GC.GetAllocatedBytesForCurrentThread());
            }
        }

        public void Dispose() => _barrier.Dispose();
    }

    private static QuenchedRung[] Untimed(SampleResult quench) => [.. quench.Rungs.Select(rung => rung with { WallSeconds = 0 })];
}
