// Starts a Slurm of one node and two cores for a test, with a munged of its own, and stops everything at the end.

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using GlassModes.Tests.Native;

namespace GlassModes.Tests.Campaigns;

internal sealed class SlurmDaemons : IDisposable
{
    private static readonly string[] s_commands = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scancel", "scontrol"];
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(30);

    private readonly string _directory;
    private readonly List<Process> _daemons = [];

    /// <summary>Starts the daemons, and waits until the node takes jobs.</summary>
    /// <param name="directory">An existing directory for their files.</param>
    public SlurmDaemons(string directory)
    {
        _directory = directory;
        try
        {
            Start();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Why no Slurm can be started here; null if one can.</summary>
    public static string? Obstacle =>
        !OperatingSystem.IsLinux() ? "Slurm needs Linux."
        : !Environment.IsPrivilegedProcess ? "A Slurm for the test can be started by root only."
        : s_commands.Where(command => PathOf(command) is null).ToArray() is { Length: > 0 } missing
            ? $"{string.Join(", ", missing)} not found; on Debian: apt-get install slurm-wlm munge."
            : null;

    /// <summary>What the commands of Slurm need in their environment.</summary>
    public (string Name, string Value)[] Variables => [("SLURM_CONF", Configuration)];

    private string Configuration => Path.Combine(_directory, "slurm.conf");

    /// <summary>Runs a command of Slurm, which must not fail, and returns its output.</summary>
    public string Run(string command, params string[] arguments)
    {
        ChildResult result = Child.Start(PathOf(command)!, arguments, Variables);
        Assert.That(result.ExitCode, Is.Zero, $"{command} {string.Join(' ', arguments)}: {result.Output}\n{Logs()}");
        return result.Output.Trim();
    }

    /// <summary>Waits until something is true.</summary>
    public void Await(string what, Func<bool> isTrue, TimeSpan? longest = null)
    {
        if (!SpinWait.SpinUntil(
            () =>
            {
                bool isNow = isTrue();
                Thread.Sleep(isNow ? 0 : 100);
                return isNow;
            },
            longest ?? s_longestWait))
        {
            Assert.Fail($"waited in vain: {what}\n{Run("squeue")}\n{Logs()}");
        }
    }

    /// <summary>Ends all jobs, then the daemons.</summary>
    public void Dispose()
    {
        if (_daemons.Count == 3)
        {
            // Jobs do not end with the daemons.
            Child.Start(PathOf("scancel")!, ["--user=root"], Variables);
            SpinWait.SpinUntil(
                () => Child.Start(PathOf("squeue")!, ["--noheader"], Variables).Output.Trim().Length == 0, s_longestWait);
        }

        foreach (Process daemon in Enumerable.Reverse(_daemons))
        {
            Child.Start("kill", ["-TERM", $"{daemon.Id}"]);
            if (!daemon.WaitForExit(s_longestWait))
            {
                daemon.Kill();
            }

            daemon.Dispose();
        }

        _daemons.Clear();
    }

    private void Start()
    {
        string key = Path.Combine(_directory, "munge.key");
        File.WriteAllBytes(key, RandomNumberGenerator.GetBytes(1024));
        if (!OperatingSystem.IsWindows())
        {
            // munged refuses a key that others may read.
            File.SetUnixFileMode(key, UnixFileMode.UserRead);
        }

        string socket = Path.Combine(_directory, "munge.socket");
        StartDaemon(
            "munged",
            "--foreground",
            "--force",
            $"--key-file={key}",
            $"--socket={socket}",
            $"--pid-file={Path.Combine(_directory, "munged.pid")}",
            $"--log-file={Path.Combine(_directory, "munged.log")}",
            $"--seed-file={Path.Combine(_directory, "munged.seed")}");
        Assert.That(SpinWait.SpinUntil(() => File.Exists(socket), s_longestWait), $"munged must start\n{Logs()}");

        WriteConfiguration(socket);
        StartDaemon("slurmctld", "-D", "-f", Configuration);
        StartDaemon("slurmd", "-D", "-N", "node", "-f", Configuration);
        Await("the node is idle", () => Child.Start(PathOf("sinfo")!, ["--noheader", "--format=%t"], Variables).Output.Trim() == "idle");
    }

    // Everything is local, nothing is accounted for, and whatever Slurm delays on purpose is short.
    private void WriteConfiguration(string socket)
    {
        string At(string name) => Path.Combine(_directory, name);
        string host = Environment.MachineName.Split('.')[0];
        Directory.CreateDirectory(At("state"));
        Directory.CreateDirectory(At("spool"));
        File.WriteAllText(
            Configuration,
            $"""
            ClusterName=test
            SlurmctldHost={host}(127.0.0.1)
            SlurmUser=root
            SlurmdUser=root
            AuthType=auth/munge
            AuthInfo=socket={socket},cred_expire=5
            CredType=cred/munge
            CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
            SlurmctldPort={FreePort()}
            SlurmdPort={FreePort()}
            SlurmctldPidFile={At("slurmctld.pid")}
            SlurmdPidFile={At("slurmd.pid")}
            SlurmctldLogFile={At("slurmctld.log")}
            SlurmdLogFile={At("slurmd.log")}
            StateSaveLocation={At("state")}
            SlurmdSpoolDir={At("spool")}
            ProctrackType=proctrack/pgid
            TaskPlugin=task/none
            JobAcctGatherType=jobacct_gather/none
            AccountingStorageType=accounting_storage/none
            JobCompType=jobcomp/none
            MpiDefault=none
            SwitchType=switch/none
            SelectType=select/cons_tres
            SelectTypeParameters=CR_Core
            SchedulerType=sched/backfill
            SchedulerParameters=sched_interval=1,batch_sched_delay=0
            SlurmdParameters=config_overrides
            ReturnToService=2
            KillWait=10
            MailProg=/bin/true
            PlugStackConfig=/dev/null
            NodeName=node NodeHostname={host} NodeAddr=127.0.0.1 CPUs=2 RealMemory=4000 State=UNKNOWN
            PartitionName=main Nodes=node Default=YES MaxTime=INFINITE State=UP

            """);
    }

    private void StartDaemon(string command, params string[] arguments)
    {
        ProcessStartInfo start = new(PathOf(command)!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process daemon = Process.Start(start)!;
        _daemons.Add(daemon);
        _ = daemon.StandardOutput.ReadToEndAsync();
        _ = daemon.StandardError.ReadToEndAsync();
    }

    private string Logs() => string.Join(
        '\n',
        Directory.GetFiles(_directory, "*.log").Select(file => $"{file}:\n{string.Join('\n', File.ReadLines(file).TakeLast(20))}"));

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // Daemons stand in directories that are not on every PATH.
    private static string? PathOf(string command) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(["/usr/sbin", "/usr/local/sbin"])
            .Select(directory => Path.Combine(directory, command)).FirstOrDefault(File.Exists);
}
