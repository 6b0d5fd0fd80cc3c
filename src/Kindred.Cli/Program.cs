using System.Runtime.InteropServices;
using Kindred.Cli;

using var interrupt = new CancellationTokenSource();

// The first Ctrl-C asks the command to stop and keep what it has; the second ends the process at once.
void Stop(PosixSignalContext context)
{
    context.Cancel = !interrupt.IsCancellationRequested;
    interrupt.Cancel();
}

using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await CommandLine.RunAsync(args, Console.Out, Console.Error, interrupt.Token);
