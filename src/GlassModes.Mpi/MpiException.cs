// The exception for a call of MPI that failed.

namespace GlassModes.Mpi;

/// <summary>A call of MPI failed, or the ranks did not make the same calls.</summary>
public sealed class MpiException : ComputationException
{
    /// <summary>Creates the exception for a failed operation.</summary>
    /// <param name="operation">What was to be done, such as "gathering numbers".</param>
    /// <param name="text">Why it failed, in the words of MPI where MPI has words for it.</param>
    public MpiException(string operation, string text)
        : base($"MPI, {operation}: {text}")
    {
        Operation = operation;
        Text = text;
    }

    /// <summary>What was to be done, such as "gathering numbers".</summary>
    public string Operation { get; }

    /// <summary>Why it failed, in the words of MPI where MPI has words for it.</summary>
    public string Text { get; }
}
