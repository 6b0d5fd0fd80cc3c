namespace Kindred.Server.Security;

internal sealed record SessionDocument(bool KeyRequired, bool SignedIn);

internal sealed record SessionRequest(string Key);
