using Kindred.Libraries;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kindred.Server.Hosting;

/// <summary>Loads the model in the background, so that the first picture that is sent need not wait for it.</summary>
internal sealed partial class ModelLoader(Library library, ILogger<ModelLoader> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            library.LoadModel();
        }
        catch (Exception exception)
        {
            // Everything but new pictures works without the model, whatever keeps it from loading.
            Missing(logger, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The model cannot be loaded, so no new pictures can be indexed or searched with: {Reason}")]
    private static partial void Missing(ILogger logger, string reason);
}
