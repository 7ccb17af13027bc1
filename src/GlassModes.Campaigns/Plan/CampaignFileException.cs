// The error of a campaign file: where it is, what was found, and what would be right.

using System.Globalization;

namespace GlassModes.Campaigns.Plan;

/// <summary>A campaign file is wrong. The message names the file, the line, the key, what was found and what would be right.</summary>
public sealed class CampaignFileException : InputException
{
    /// <summary>Makes the error.</summary>
    /// <param name="file">The file, as the caller named it.</param>
    /// <param name="line">Number of the line, from 1; null if the error belongs to the file as a whole.</param>
    /// <param name="problem">What was found and what would be right, without a full stop.</param>
    /// <param name="inner">The error that caused this one, if any.</param>
    public CampaignFileException(string file, int? line, string problem, Exception? inner = null)
        : base(string.Create(CultureInfo.InvariantCulture, $"{file}{(line is { } number ? $", line {number}" : "")}: {problem}"), inner)
    {
        File = file;
        Line = line;
    }

    /// <summary>The file, as the caller named it.</summary>
    public string File { get; }

    /// <summary>Number of the line, from 1; null if the error belongs to the file as a whole.</summary>
    public int? Line { get; }
}
