// The error of a file that is not a sample record.

namespace GlassModes.Samples;

/// <summary>A sample record that cannot be read. The message says which file cannot be read, what is wrong and what to do.</summary>
public sealed class SampleFileException(string message, Exception? inner = null) : InputException(message, inner);
