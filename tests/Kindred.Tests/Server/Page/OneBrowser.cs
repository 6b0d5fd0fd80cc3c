namespace Kindred.Tests.Server.Page;

/// <summary>The tests of the page share one browser and one gallery, and run one after another.</summary>
[CollectionDefinition]
public sealed class OneBrowser : ICollectionFixture<Chromium>, ICollectionFixture<ServedGallery>;
