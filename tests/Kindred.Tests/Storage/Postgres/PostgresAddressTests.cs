using Kindred.Storage.Postgres.Connections;
using Npgsql;

namespace Kindred.Tests.Storage.Postgres;

public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData("postgres://ann@db.example:6000/shop", "db.example", 6000, "ann", "shop", "kindred")]
    [InlineData("postgresql://db.example/shop", "db.example", 5432, null, "shop", "kindred")]
    [InlineData("POSTGRES://a%40b@[::1]:6000/my%20shop?schema=gallery_2", "::1", 6000, "a@b", "my shop", "gallery_2")]
    [InlineData("postgres://%2Frun%2Fpostgresql/shop?", "/run/postgresql", 5432, null, "shop", "kindred")]
    [InlineData("postgres://ann@/shop", "localhost", 5432, "ann", "shop", "kindred")]
    public void Parse_GoodAddress_IsUnderstood(string text, string host, int port, string? user, string database, string schema)
    {
        var address = PostgresAddress.Parse(text);

        var settings = address.Settings;
        Assert.Equal((host, port, user, database), (settings.Host, settings.Port, settings.Username, settings.Database));
        Assert.Equal((schema, $"kindred_{schema}", text), (address.Schema, address.Channel, address.Text));
        Assert.Null(settings.Password);
    }

    [Fact]
    public void Parse_SeveralHosts_AsksForTheOneThatCanBeWrittenTo()
    {
        var settings = PostgresAddress.Parse("postgres://ann@db1:6001,db2,[::2]:6003/shop").Settings;

        Assert.Equal(("db1:6001,db2:5432,[::2]:6003", "read-write"), (settings.Host, settings.TargetSessionAttributes));
    }

    [Theory]
    [InlineData("postgres://db.example/shop", SslMode.VerifyFull)]
    [InlineData("postgres://localhost,db.example/shop", SslMode.VerifyFull)]
    [InlineData("postgres://localhost.example/shop", SslMode.VerifyFull)]
    [InlineData("postgres://db.example/shop?sslmode=require", SslMode.Require)]
    [InlineData("postgres://localhost/shop", SslMode.Prefer)]
    [InlineData("postgres://127.0.0.1,[::1]/shop", SslMode.Prefer)]
    [InlineData("postgres://%2Frun%2Fpostgresql/shop", SslMode.Prefer)]
    [InlineData("postgres://localhost/shop?sslmode=verify-full", SslMode.VerifyFull)]
    public void Parse_Elsewhere_VerifiesTheServerUnlessToldOtherwise(string text, SslMode mode) =>
        Assert.Equal(mode, PostgresAddress.Parse(text).Settings.SslMode);

    [Theory]
    [InlineData("postgres://ann:se@cret@db.example/shop")]
    [InlineData("postgres://ann:se/cret@db.example/shop")]
    [InlineData("postgres://ann:se?cret@db.example/shop")]
    [InlineData("postgres://ann:@db.example/shop")]
    [InlineData("postgres://ann@db.example/shop?password=secret")]
    public void Parse_Password_IsRefusedAndNotRepeated(string text)
    {
        var exception = Assert.Throws<KindredException>(() => PostgresAddress.Parse(text));

        Assert.Contains("PGPASSWORD", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("cret", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mysql://db/shop", "starts with postgres://")]
    [InlineData("postgres://db.example", "names a database")]
    [InlineData("postgres://db.example/", "names a database")]
    [InlineData("postgres://db.example:x/shop", "\"x\" is no port")]
    [InlineData("postgres://db.example:65536/shop", "\"65536\" is no port")]
    [InlineData("postgres://db/shop?shema=gallery", "no option \"shema\"; there are schema, sslmode,")]
    [InlineData("postgres://db/shop?sslmode=maybe", "The option sslmode of an address cannot be \"maybe\"")]
    [InlineData("postgres://db/shop?pool_size=0", "The option pool_size of an address cannot be \"0\"")]
    [InlineData("postgres://db/shop?target_session_attrs=any", "the address has one")]
    [InlineData("postgres://db/shop?schema=", "cannot be called \"\"")]
    [InlineData("postgres://db/shop?schema=Gallery", "cannot be called \"Gallery\"")]
    [InlineData("postgres://db/shop?schema=pg_gallery", "cannot be called \"pg_gallery\"")]
    [InlineData("postgres://db/shop?schema=a;b", "cannot be called \"a;b\"")]
    [InlineData("postgres://db/shop?schema=abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz", "cannot be called")]
    public void Parse_BadAddress_IsRefusedInOneLine(string text, string why)
    {
        var exception = Assert.Throws<KindredException>(() => PostgresAddress.Parse(text));

        Assert.Contains(why, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Theory]
    [InlineData("postgres://db/shop", true)]
    [InlineData("PostgreSQL://", true)]
    [InlineData("gallery/.kindred", false)]
    [InlineData("postgres", false)]
    public void IsOne_ByItsBeginning(string text, bool isOne) => Assert.Equal(isOne, PostgresAddress.IsOne(text));
}
