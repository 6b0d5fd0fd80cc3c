namespace Kindred.Server.Security;

internal sealed record SessionDocument(bool KeyRequired, bool SignedIn, AccessRole? Role);

internal sealed record SessionRequest(string Key);
