using System.Globalization;
using System.Text;
using System.Text.Json;
using Kindred.Abuse.Processes;

namespace Kindred.Abuse.Http;

/// <summary>A library that <c>kindred serve</c> serves as a process of its own, on this machine and a free port.</summary>
internal sealed class ServedKindred : IAsyncDisposable
{
    private const int KibibytesOfAMebibyte = 1024;

    private readonly WatchedProcess _process;

    private ServedKindred(WatchedProcess process, Uri address)
    {
        _process = process;
        Address = address;
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
    }

    public Uri Address { get; }

    /// <summary>An honest client.</summary>
    public HttpClient Client { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>The most memory it has had since the start or <see cref="ForgetPeak"/>, in MiB; 0 where the system does not say.</summary>
    public long PeakMebibytes => Status("VmHWM:");

    /// <summary>The memory it has, in MiB; 0 where the system does not say.</summary>
    public long Mebibytes => Status("VmRSS:");

    /// <summary>Its threads; 0 where the system does not say.</summary>
    public long Threads => Status("Threads:", unit: 1);

    /// <summary>Its open files and sockets; 0 where the system does not say.</summary>
    public long Handles => OperatingSystem.IsLinux() ? Directory.EnumerateFiles(Of("fd")).Count() : 0;

    /// <summary>Starts it, and waits until it answers.</summary>
    public static async Task<ServedKindred> StartAsync(
        KindredRunner kindred, IEnumerable<string> args, (string Name, string Value)[] environment, CancellationToken cancellationToken)
    {
        var process = kindred.Start(["serve", "--urls", "http://127.0.0.1:0", "--json", .. args], environment);
        try
        {
            var json = new StringBuilder();
            while (await process.Output.ReadLineAsync(cancellationToken) is { } line)
            {
                json.AppendLine(line);
                if (line != "}")
                    continue;
                using var said = JsonDocument.Parse(json.ToString());
                return new ServedKindred(process, new Uri(said.RootElement.GetProperty("urls")[0].GetString()!)); // It is a string.
            }

            throw new InvalidOperationException($"The server did not start: {await process.FinishAsync(cancellationToken)}");
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>Lets the peak begin anew.</summary>
    public void ForgetPeak()
    {
        if (OperatingSystem.IsLinux())
            File.WriteAllText(Of("clear_refs"), "5");
    }

    /// <summary>The JSON at an address, which must be there.</summary>
    public async Task<JsonElement> GetAsync(string address, CancellationToken cancellationToken)
    {
        using var json = JsonDocument.Parse(await Client.GetStringAsync(new Uri(address, UriKind.Relative), cancellationToken));
        return json.RootElement.Clone();
    }

    /// <summary>Ids of the gallery's first pictures.</summary>
    public async Task<long[]> IdsAsync(int count, CancellationToken cancellationToken) =>
    [
        .. (await GetAsync(string.Create(CultureInfo.InvariantCulture, $"/api/images?limit={count}"), cancellationToken))
            .GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetInt64()),
    ];

    /// <summary>Ends it at once, as a crash does.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        await _process.FinishAsync(CancellationToken.None);
        _process.Dispose();
    }

    private string Of(string name) => string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/{name}");

    private long Status(string name, int unit = KibibytesOfAMebibyte)
    {
        if (!OperatingSystem.IsLinux() || _process.HasExited)
            return 0;
        var line = File.ReadLines(Of("status")).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        var value = line?[name.Length..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[0];
        return value is null ? 0 : long.Parse(value, CultureInfo.InvariantCulture) / unit;
    }
}
