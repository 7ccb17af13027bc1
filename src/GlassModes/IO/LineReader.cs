// Opens and decompresses a text file, and reads it line by line. The lines are counted for error messages.

using System.Globalization;
using System.Text;
using System.Text.Unicode;
using GlassModes.Files;

namespace GlassModes.IO;

/// <summary>
/// Reads lines into one buffer. <see cref="Line"/> is valid until the next <see cref="Read"/>. Every failure of the file becomes a
/// <see cref="ConfigurationFileException"/>.
/// </summary>
internal sealed class LineReader : IDisposable
{
    private const int MaximumLineLength = 1 << 20;
    private const int ExcerptLength = 60;

    private readonly Stream _stream;
    private byte[] _buffer = new byte[1 << 16];
    private int _unreadStart;
    private int _unreadEnd;
    private int _lineStart;
    private int _lineLength;
    private int _strippedLength;
    private bool _isUnread;

    private readonly Action<string>? _warn;
    private readonly HashSet<string> _warnings = [];
    private readonly List<string> _sentences = [];

    private LineReader(string path, Stream stream, bool isCompressed, Action<string>? warn)
    {
        FilePath = path;
        _stream = stream;
        IsCompressed = isCompressed;
        _warn = warn;
    }

    public string FilePath { get; }

    public bool IsCompressed { get; }

    /// <summary>Number of the current line, from 1. The current line is the line that was read last.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Whether <see cref="Line"/> stops before a '#'.</summary>
    public bool StripsComments { get; set; }

    /// <summary>The current line without its line end and, if comments are stripped, without its comment.</summary>
    public ReadOnlySpan<byte> Line => _buffer.AsSpan(_lineStart, _strippedLength);

    /// <summary>The current line as text, with its comment.</summary>
    public string Text => Encoding.UTF8.GetString(_buffer.AsSpan(_lineStart, _lineLength));

    /// <summary>Whether the file ended without the end of the current line.</summary>
    public bool IsLineOpen { get; private set; }

    /// <summary>Opens a file, a pipe, or standard input if the name is "-". Data of gzip are decompressed.</summary>
    /// <param name="path">The file, as the caller named it.</param>
    /// <param name="warn">Receives the warnings; null to drop them.</param>
    public static LineReader Open(string path, Action<string>? warn = null)
    {
        if (Directory.Exists(path))
        {
            throw new ConfigurationFileException(path, null, "a configuration file", "a directory");
        }

        Stream? file = null;
        try
        {
            file = path == ConfigurationFile.StandardInput
                ? Console.OpenStandardInput()
                : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            byte[] beginning = new byte[FileSignature.Length];
            int length = file.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);
            FileSignature signature = FileSignature.Of(path, beginning.AsSpan(0, length));
            Stream content = new PrefixedStream(beginning[signature.Skipped..length], file);
            var reader = new LineReader(path, signature.IsGzip ? new GzipInput(content) : content, signature.IsGzip, warn);
            file = null;
            return reader;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ConfigurationFileException(path, null, "a configuration file", "no such file", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw UnreadableFile(path, null, error);
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>Moves to the next line. Returns false at the end of the file.</summary>
    public bool Read()
    {
        if (_isUnread)
        {
            _isUnread = false;
            return true;
        }

        int scanned = 0;
        while (true)
        {
            int newline = _buffer.AsSpan(_unreadStart + scanned, _unreadEnd - _unreadStart - scanned).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                SetLine(scanned + newline, terminator: 1);
                RequireText();
                return true;
            }

            scanned = _unreadEnd - _unreadStart;
            if (scanned > MaximumLineLength)
            {
                throw new ConfigurationFileException(
                    FilePath, LineNumber + 1, $"a line of at most {MaximumLineLength} bytes", "a longer one");
            }

            if (!FillBuffer())
            {
                if (scanned > 0)
                {
                    SetLine(scanned, terminator: 0);
                    RequireText();
                }

                return scanned > 0;
            }
        }
    }

    /// <summary>Moves to the next line that holds anything but white space. Returns false at the end of the file.</summary>
    public bool ReadNonBlank()
    {
        while (Read())
        {
            if (new Tokens(Line).Next(out _))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Moves to the next line, or throws if the file ends before <paramref name="expected"/>.</summary>
    public void Require(string expected)
    {
        if (!Read())
        {
            throw Ended(expected);
        }
    }

    /// <summary>
    /// Says what of the file is not used, or why the file may not mean what it seems to mean. Each sentence is said once a file, and all
    /// sentences are one warning when the file is closed.
    /// </summary>
    public void Warn(string sentence)
    {
        if (_warnings.Add(sentence))
        {
            _sentences.Add(sentence);
        }
    }

    /// <summary>
    /// The first lines of the file, as far as they are within its first 4096 bytes. <see cref="Read"/> reads them again.
    /// </summary>
    public string[] PeekLines()
    {
        const int most = 1 << 12;
        while (_unreadEnd - _unreadStart < most && FillBuffer())
        {
        }

        string text = Encoding.UTF8.GetString(_buffer.AsSpan(_unreadStart, Math.Min(most, _unreadEnd - _unreadStart)));
        return [.. text.Split('\n').Select(line => line.TrimEnd('\r'))];
    }

    /// <summary>Makes the next <see cref="Read"/> return the current line again.</summary>
    public void Unread() => _isUnread = true;

    /// <summary>Makes an error in the current line. The text of the line is quoted as the content that was found.</summary>
    public ConfigurationFileException Error(string expected) => Error(expected, Quote(Line));

    /// <summary>Makes an error in the current line.</summary>
    public ConfigurationFileException Error(string expected, string found) => new(FilePath, LineNumber, expected, found);

    /// <summary>Makes the error of a file that stops too early.</summary>
    public ConfigurationFileException Ended(string expected) => Error(expected, "the end of the file");

    /// <summary>Puts bytes of the file in quotation marks. The result is printable, on one line and cut to a short excerpt.</summary>
    public static string Quote(ReadOnlySpan<byte> bytes) =>
        Quote(Encoding.UTF8.GetString(bytes.Length > 4 * ExcerptLength ? bytes[..(4 * ExcerptLength)] : bytes));

    /// <summary>
    /// Puts text of the file in quotation marks, on one line and cut to a short excerpt. A character that cannot be seen becomes \uXXXX.
    /// </summary>
    public static string Quote(string text)
    {
        text = text.Trim(' ', '\t', '\r', '\n');
        StringBuilder visible = new();
        foreach (char c in text)
        {
            if (visible.Length >= ExcerptLength)
            {
                visible.Append('…');
                break;
            }

            visible.Append(MakeVisible(c));
        }

        return $"'{visible}'";
    }

    /// <summary>Reads to the end of the file, so that errors of the compression are thrown.</summary>
    public void ReadToEnd()
    {
        do
        {
            _unreadStart = _unreadEnd;
        }
        while (FillBuffer());
    }

    /// <summary>Closes the file, and gives its warning.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        if (_sentences.Count > 0)
        {
            _warn?.Invoke($"{FilePath}: {string.Join("; ", _sentences)}");
            _sentences.Clear();
        }
    }

    private static string MakeVisible(char c)
    {
        bool isHidden = char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate;
        return c == ' ' || !(isHidden || c == '\ufffd')
            ? $"{c}"
            : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
    }

    private static ConfigurationFileException UnreadableFile(string path, long? line, Exception error) =>
        new(path, line, "a readable file", error.Message.ReplaceLineEndings(" "), error);

    // A writer that was stopped by a full disk or a crash leaves zeros, where numbers would be cut short.
    private void RequireText()
    {
        if (Line.Contains((byte)0))
        {
            throw Error("text without zero bytes; the file is damaged or no text");
        }

        if (!Utf8.IsValid(Line))
        {
            Utf8.ToUtf16(Line, new char[Line.Length], out int place, out _, replaceInvalidSequences: false);
            throw Error(
                "text in UTF-8; text in another encoding is converted by iconv, as in iconv -f LATIN1 -t UTF-8",
                string.Create(CultureInfo.InvariantCulture, $"byte 0x{Line[place]:X2} as number {place + 1} of the line"));
        }
    }

    private void SetLine(int length, int terminator)
    {
        _lineStart = _unreadStart;
        _unreadStart += length + terminator;

        // A byte order mark, which a compressed file may have too.
        if (LineNumber == 0 && _buffer.AsSpan(_lineStart, length).StartsWith("\ufeff"u8))
        {
            _lineStart += 3;
            length -= 3;
        }

        _lineLength = length > 0 && _buffer[_lineStart + length - 1] == '\r' ? length - 1 : length;
        int comment = StripsComments ? _buffer.AsSpan(_lineStart, _lineLength).IndexOf((byte)'#') : -1;
        _strippedLength = comment < 0 ? _lineLength : comment;
        IsLineOpen = terminator == 0;
        LineNumber++;
    }

    private bool FillBuffer()
    {
        _buffer.AsSpan(_unreadStart, _unreadEnd - _unreadStart).CopyTo(_buffer);
        _unreadEnd -= _unreadStart;
        _unreadStart = 0;
        if (_unreadEnd == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        try
        {
            int count = _stream.Read(_buffer.AsSpan(_unreadEnd));
            _unreadEnd += count;
            return count > 0;
        }
        catch (InvalidDataException error)
        {
            throw new ConfigurationFileException(
                FilePath,
                LineNumber > 0 ? LineNumber : null,
                "whole gzip data",
                $"gzip data that is corrupt or truncated {(LineNumber > 0 ? "after this line" : "before its first line ends")}",
                error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw UnreadableFile(FilePath, LineNumber > 0 ? LineNumber : null, error);
        }
    }
}
