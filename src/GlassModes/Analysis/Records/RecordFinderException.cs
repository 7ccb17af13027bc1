// The exception for paths that hold nothing to analyse, or a sample twice.

namespace GlassModes.Analysis.Records;

/// <summary>
/// Thrown if a path does not exist, if there is no record to read, or if a sample is found twice. The message says which path is meant,
/// what is wrong and what to do.
/// </summary>
public sealed class RecordFinderException(string message, Exception? inner = null) : InputException(message, inner);
